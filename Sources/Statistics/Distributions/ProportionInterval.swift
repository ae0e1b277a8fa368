import Core

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
    self.proportion = proportion
    self.trials = trials
    self.level = level
    low = proportion == 0 ? 0 : max(0, centre - half)
    high = proportion == 1 ? 1 : min(1, centre + half)
  }

  /// From counts.
  public init(successes: Int, trials: Int, level: Double = 0.95) throws {
    try self.init(
      proportion: Double(successes) / Double(max(trials, 1)), trials: trials, level: level)
  }
}
