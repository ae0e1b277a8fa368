import Core

/// The difference of two things that were measured in pairs: under the same seed, on the same items.
///
/// What the pairs share cancels, so that the interval is of the differences alone.
public struct PairedDifference: Sendable, Equatable {
  /// Mean of second less first, with Student's t interval over pairs.
  public let mean: MeanInterval
  /// Two-sided p of the paired t test. Equal differences have no spread for it: then it is 1 where
  /// they are zero, and otherwise that of the sign flips. nil for a single pair.
  public let pValue: Double?
  /// Two-sided p of the sign-flip test, which assumes no distribution: how often the mean would be as
  /// far from zero, were each difference as likely to have the other sign. All flips are enumerated;
  /// nil for a single pair and for more than `mostPairs`.
  public let signFlip: Double?

  public var n: Int { mean.n }

  /// The most pairs whose flips are enumerated.
  static let mostPairs = 20

  /// - Throws: `Fault` where the lists differ in length, are empty, or hold what is not finite.
  public init(_ first: [Double], _ second: [Double], level: Double = 0.95) throws {
    guard first.count == second.count else {
      throw Fault(
        "values do not come in pairs", expected: "\(first.count) values", found: "\(second.count)")
    }
    let differences = zip(first, second).map { $1 - $0 }
    mean = try MeanInterval(differences, level: level)
    signFlip = Self.signFlip(differences)
    guard let deviation = mean.deviation else {
      pValue = nil
      return
    }
    guard deviation > 0 else {
      pValue = mean.mean == 0 ? 1 : signFlip
      return
    }
    let n = Double(mean.n)
    let t = abs(mean.mean) * n.squareRoot() / deviation
    pValue = min(1, 2 * StudentT(df: n - 1).cumulative(-t))
  }

  /// The least p that the sign-flip test can give: the observed signs, and all of them flipped.
  public static func leastSignFlip(pairs: Int) -> Double {
    pairs > 1 ? 2 / DeterministicMath.pow(2, Double(pairs)) : 1
  }

  private static func signFlip(_ differences: [Double]) -> Double? {
    let count = differences.count
    guard (2...mostPairs).contains(count) else { return nil }
    let scale = differences.reduce(0) { $0 + abs($1) }
    let observed = abs(differences.reduce(0, +)) - 1e-12 * scale
    var extreme = 0
    for flips in 0..<(1 << count) {
      var sum = 0.0
      for (place, value) in differences.enumerated() {
        sum += flips >> place & 1 == 1 ? -value : value
      }
      if abs(sum) >= observed { extreme += 1 }
    }
    return Double(extreme) / Double(1 << count)
  }
}

/// p values of several tests, raised so that the chance of any false alarm among them stays below the
/// level (Holm, Scand. J. Statist. 6, 1979). It assumes nothing about how the tests depend on one another.
public func holmCorrected(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  var corrected = pValues
  var least = 0.0
  for (rank, place) in order.enumerated() {
    least = max(least, min(1, pValues[place] * Double(pValues.count - rank)))
    corrected[place] = least
  }
  return corrected
}
