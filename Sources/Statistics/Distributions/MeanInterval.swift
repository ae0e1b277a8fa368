import Core

/// A mean over replicates (seeds, families) with Student's t interval, when there is one.
public struct MeanInterval: Sendable, Equatable {
  /// What the ends rest on.
  public enum Kind: String, Sendable {
    /// mean ± t · s/√n.
    case studentT
    /// One value has no spread: there is no interval.
    case singleValue
    /// All values are equal. An interval of no width would claim certainty: there is none.
    case noSpread
  }

  public let mean: Double
  /// Number of values.
  public let n: Int
  /// Standard deviation of the values (n − 1 in the denominator); nil for a single value.
  public let deviation: Double?
  public let low: Double?
  public let high: Double?
  /// Confidence level.
  public let level: Double
  public let kind: Kind

  public init(_ values: [Double], level: Double = 0.95) throws {
    try checkLevel(level)
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else {
      throw Fault("no mean", expected: "at least one value, all finite", found: "\(values)")
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    (self.mean, n, self.level) = (mean, values.count, level)
    guard values.count > 1 else {
      (deviation, low, high, kind) = (nil, nil, nil, .singleValue)
      return
    }
    guard values.contains(where: { $0 != values[0] }) else {
      (deviation, low, high, kind) = (0, nil, nil, .noSpread)
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (count - 1)).squareRoot()
    let half = StudentT(df: count - 1).twoSided(level) * deviation / count.squareRoot()
    (self.deviation, low, high, kind) = (deviation, mean - half, mean + half, .studentT)
  }
}
