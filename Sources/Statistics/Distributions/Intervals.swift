import Core

/// A mean over replicates (seeds, families) with Student's t interval, when there is one.
public struct MeanInterval: Sendable, Equatable {
  /// What the ends rest on.
  public enum Kind: String, Sendable {
    /// mean ± t · s/√n.
    case studentT
    /// One value has no spread, so there is no interval.
    case singleValue
    /// All values are equal. An interval of no width would claim certainty, so there is no interval.
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
    let deviation = (squaresAboutMean(values) / (count - 1)).squareRoot()
    let half = StudentT(df: count - 1).twoSided(level) * deviation / count.squareRoot()
    (self.deviation, low, high, kind) = (deviation, mean - half, mean + half, .studentT)
  }
}

/// A proportion with Wilson's score interval (J. Am. Stat. Assoc. 22, 1927).
///
/// Unlike p ± z·√(p(1 − p)/n) it has a width at 0 and 1, and stays within them.
public struct ProportionInterval: Sendable, Equatable {
  /// The observed proportion, 0...1.
  public let proportion: Double
  /// Number of trials (items).
  public let trials: Int
  public let low: Double
  public let high: Double
  /// Confidence level.
  public let level: Double

  /// From a published proportion of `trials` items, which need not be a whole count: printed
  /// values are rounded.
  public init(proportion: Double, trials: Int, level: Double = 0.95) throws {
    try checkLevel(level)
    guard trials >= 1, (0...1).contains(proportion) else {
      throw Fault(
        "not a proportion", expected: "0...1, of at least one trial",
        found: "\(proportion) of \(trials)")
    }
    let (n, z) = (Double(trials), Normal.twoSided(level))
    let weight = 1 / (1 + z * z / n)
    let centre = weight * (proportion + z * z / (2 * n))
    let spread = proportion * (1 - proportion) / n + z * z / (4 * n * n)
    let half = weight * z * spread.squareRoot()
    (self.proportion, self.trials, self.level) = (proportion, trials, level)
    low = proportion == 0 ? 0 : max(0, centre - half)
    high = proportion == 1 ? 1 : min(1, centre + half)
  }

  /// From counts.
  public init(successes: Int, trials: Int, level: Double = 0.95) throws {
    try self.init(
      proportion: Double(successes) / Double(max(trials, 1)), trials: trials, level: level)
  }
}

/// Σ (value − mean)².
func squaresAboutMean(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
}

/// Faults for a confidence level that is not between 0 and 1.
func checkLevel(_ level: Double) throws {
  guard level > 0 && level < 1 else {
    throw Fault(
      "confidence level is out of range", expected: "between 0 and 1", found: "\(level)")
  }
}

/// Faults for a step of rounding that is negative or not finite.
func checkResolution(_ resolution: Double, at place: String = "") throws {
  guard resolution >= 0, resolution.isFinite else {
    throw Fault(
      "the resolution of the data is not a step size", at: place, expected: "0 or above",
      found: "\(resolution)")
  }
}
