import Core

/// Mean and variance of paired differences, where equal differences are told from noise in the
/// last bits.
struct DifferenceSpread {
  let mean: Double
  /// Of one difference; above 0.
  let variance: Double
  let isRoundingOnly: Bool

  init(_ differences: [Double], resolution: Double) throws {
    guard differences.count >= 2, differences.allSatisfy(\.isFinite) else {
      throw Fault(
        "no spread of differences", expected: "at least two differences, all finite",
        found: "\(differences)")
    }
    guard resolution >= 0, resolution.isFinite else {
      throw Fault(
        "the resolution of the data is not a step size", expected: "0 or above",
        found: "\(resolution)")
    }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    isRoundingOnly = Self.isConstant(differences, resolution)
    guard !isRoundingOnly || resolution > 0 else {
      throw Fault(
        "all differences are equal, so an interval would have no width",
        expected: "differences that vary, or the resolution that the data were rounded to",
        found: "\(differences.count) times \(differences[0])",
        hint: "give the data's resolution, such as 0.001 for three decimals")
    }
    self.mean = mean
    variance = isRoundingOnly ? resolution * resolution / 6 : squares / (count - 1)
  }

  /// Differences of printed numbers that are equal on paper differ by a few last bits.
  private static func isConstant(_ differences: [Double], _ resolution: Double) -> Bool {
    let low = differences.reduce(.infinity, min)
    let high = differences.reduce(-.infinity, max)
    return high - low <= max(1e-6 * resolution, 1e-9 * max(abs(low), abs(high)))
  }
}
