import Core

/// A bootstrap interval of a number that is computed from groups (families), such as a ratio of
/// two means over them (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
///
/// Whole groups are drawn with replacement: the question is what other groups of the same kind
/// would have given.
public struct GroupBootstrap: Sendable, Equatable {
  /// The number for the groups themselves.
  public let estimate: Double
  public let low: Double
  public let high: Double
  /// Of the estimate. Resampling n groups understates a variance by (n − 1)/n, which is put right
  /// here.
  public let standardError: Double
  /// Confidence level.
  public let level: Double
  /// How the ends were found; `studentT` has n − 1 degrees of freedom.
  public let method: BootstrapInterval.Method
  /// Number of groups.
  public let n: Int
  /// Draws in which the number was finite.
  public let draws: Int

  /// The interval of `statistic` over resampled `items`, at least three.
  ///
  /// `name` says whose interval it is: in faults, and in the random stream, so that two statistics
  /// never share numbers. Throws when more than 5 % of the draws give no finite number, or when
  /// all give the same one.
  public static func interval<Item>(
    _ items: [Item], level: Double = 0.95, draws: Int = 2000, seed: UInt64, name: String,
    method: BootstrapInterval.Method = .percentile, statistic: ([Item]) throws -> Double
  ) throws -> GroupBootstrap {
    try check(items.count, level, draws, name)
    let estimate = try statistic(items)
    guard estimate.isFinite else {
      throw Fault("the number is not finite for the groups themselves", at: name)
    }
    let values = try resample(items, draws, seed, name, statistic)
    let error = try standardError(values, items.count, name)
    let half = StudentT(df: Double(items.count - 1)).twoSided(level) * error
    let isPercentile = method == .percentile
    return GroupBootstrap(
      estimate: estimate,
      low: isPercentile ? BootstrapDraws.quantile(values, (1 - level) / 2) : estimate - half,
      high: isPercentile ? BootstrapDraws.quantile(values, (1 + level) / 2) : estimate + half,
      standardError: error, level: level, method: method, n: items.count, draws: values.count)
  }

  /// The statistic's finite values over the draws, rising.
  private static func resample<Item>(
    _ items: [Item], _ draws: Int, _ seed: UInt64, _ name: String,
    _ statistic: ([Item]) throws -> Double
  ) throws -> [Double] {
    var stream = RandomStream(seed: seed, named: "bootstrap/items/\(name)")
    let values = try (0..<draws).map { _ in
      try statistic(items.map { _ in items[stream.index(below: items.count)] })
    }.filter(\.isFinite).sorted()
    guard 20 * (draws - values.count) <= draws else {
      throw Fault(
        "too many bootstrap draws failed", at: name, expected: "a finite number in 95 of 100",
        found: "\(draws - values.count) of \(draws) draws failed")
    }
    return values
  }

  private static func standardError(
    _ values: [Double], _ groups: Int, _ name: String
  ) throws -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let correction = Double(groups) / Double(groups - 1)
    let error = (squares / Double(values.count - 1) * correction).squareRoot()
    guard error > 1e-12 * max(abs(mean), .leastNormalMagnitude) else {
      throw Fault(
        "the draws do not vary, so the interval would have no width", at: name,
        expected: "a number that differs between groups", found: "\(mean) in every draw")
    }
    return error
  }

  private static func check(_ count: Int, _ level: Double, _ draws: Int, _ name: String) throws {
    try checkLevel(level)
    guard count >= 3 else {
      throw Fault(
        "too few groups to resample", at: name, expected: "at least 3 groups", found: "\(count)")
    }
    guard draws >= 100 else {
      throw Fault(
        "too few bootstrap draws", at: name, expected: "at least 100", found: "\(draws)")
    }
  }
}
