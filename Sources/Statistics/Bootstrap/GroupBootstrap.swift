import Core

/// Bootstrap intervals of numbers that are computed from groups (families), such as a ratio
/// of two means over them (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
///
/// Whole groups are drawn with replacement: the question is what other groups of the same kind
/// would have given.
public enum GroupBootstrap {
  /// The interval of `statistic` over resampled `items`, at least three.
  ///
  /// `name` says whose interval it is: in faults, and in the random stream, so that two statistics
  /// never share numbers. Throws when more than 5 % of the draws give no finite number, or when
  /// all give the same one. `studentT` has one degree of freedom less than there are items.
  public static func interval<Item>(
    _ items: [Item], level: Double = 0.95, draws: Int = 2000, seed: UInt64, name: String,
    method: BootstrapInterval.Method = .percentile, statistic: ([Item]) throws -> Double
  ) throws -> BootstrapInterval {
    try checkLevel(level)
    try checkDraws(draws, at: name)
    guard items.count >= 3 else {
      throw Fault(
        "too few groups to resample", at: name, expected: "at least 3 groups",
        found: "\(items.count)")
    }
    let estimate = try statistic(items)
    guard estimate.isFinite else {
      throw Fault("the number is not finite for the groups themselves", at: name)
    }
    var stream = RandomStream(seed: seed, named: "bootstrap/items/\(name)")
    let values = try (0..<draws).map { _ in
      try statistic(items.map { _ in items[stream.index(below: items.count)] })
    }.filter(\.isFinite).sorted()
    try checkDraws(
      failed: draws - values.count, of: draws, most: 0.05, "a finite number", at: name)
    let error = try drawnError(values, groups: items.count, at: name)
    return BootstrapInterval(
      values, estimate, error: error, method, df: items.count - 1, level: level)
  }
}

// MARK: - What all bootstraps share

/// The quantiles that leave the same share of rising values at either end.
func percentileEnds(_ sorted: [Double], level: Double) -> (low: Double, high: Double) {
  (quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2))
}

/// Linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
private func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let place = p * Double(sorted.count - 1)
  let below = Int(clamping: place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// Standard error of a number from its values in the draws.
///
/// Resampling G groups understates a variance by (G − 1)/G, which is corrected where `groups` is
/// given.
func drawnError(_ values: [Double], groups: Int?, at name: String) throws -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  let correction = groups.map { Double($0) / Double($0 - 1) } ?? 1
  let variance = squaresAboutMean(values) / Double(values.count - 1) * correction
  let error = variance.squareRoot()
  guard error > 1e-12 * max(abs(mean), .leastNormalMagnitude) else {
    throw Fault(
      "the draws do not vary, so the interval would have no width", at: name,
      expected: "a number that depends on the data", found: "\(mean) in every draw")
  }
  return error
}

/// Faults when there are too few draws for an interval.
func checkDraws(_ draws: Int, at name: String = "") throws {
  guard draws >= 100 else {
    throw Fault(
      "too few bootstrap draws", at: name, expected: "at least 100", found: "\(draws)")
  }
}

/// Faults when more than a share of the draws came to nothing.
func checkDraws(
  failed count: Int, of draws: Int, most: Double, _ wanted: String, at name: String
) throws {
  guard Double(count) / Double(draws) <= most else {
    throw Fault(
      "too many bootstrap draws failed", at: name,
      expected: "\(wanted) in all but \(most) of the draws",
      found: "\(count) of \(draws) draws failed")
  }
}
