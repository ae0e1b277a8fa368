import Core

/// A confidence interval of one number that follows from a curve, such as a knee or a gain.
public struct BootstrapInterval: Sendable, Equatable {
  /// How the ends are found.
  public enum Method: String, Sendable, CaseIterable {
    /// Quantiles of the draws: keeps to the parameter's range and to its skew, but covers a little
    /// less than it says when points are few.
    case percentile
    /// Estimate ± t(df) · standard error, as bands do.
    case studentT
  }

  /// The number in the fit itself.
  public let estimate: Double
  public let low: Double
  public let high: Double
  public let standardError: Double
  /// Confidence level.
  public let level: Double
  public let method: Method
  /// What was resampled.
  public let unit: BootstrapPlan.Unit
  /// Draws in which the number was finite.
  public let draws: Int
  /// The low end is that of a parameter's plausible range, and says "or less".
  public private(set) var isOpenBelow = false
  /// The high end is that of a parameter's plausible range, and says "or more".
  public private(set) var isOpenAbove = false

  /// The same interval, with its ends marked where they reach the ends of a range.
  fileprivate func within(_ range: ClosedRange<Double>) -> BootstrapInterval {
    var copy = self
    copy.isOpenBelow = low < range.lowerBound + 1e-3 * abs(range.lowerBound)
    copy.isOpenAbove = high > range.upperBound - 1e-3 * abs(range.upperBound)
    return copy
  }
}

extension BootstrapDraws {
  /// The interval of a number that `quantity` takes from a curve, over the same draws as all
  /// other bands and intervals.
  public func interval(
    level: Double = 0.95, method: BootstrapInterval.Method = .percentile,
    of quantity: (Curve) throws -> Double
  ) throws -> BootstrapInterval {
    try checkLevel(level)
    let values = try curves.map(quantity).filter(\.isFinite).sorted()
    try checkFailures(plan.draws - values.count, "a finite number")
    let estimate = try quantity(fit.curve)
    guard estimate.isFinite else {
      throw Fault("the number is not finite in the fit itself", at: fit.form.name)
    }
    let error = try standardError(values)
    let half = StudentT(df: Double(df)).twoSided(level) * error
    let isPercentile = method == .percentile
    return BootstrapInterval(
      estimate: estimate,
      low: isPercentile ? Self.quantile(values, (1 - level) / 2) : estimate - half,
      high: isPercentile ? Self.quantile(values, (1 + level) / 2) : estimate + half,
      standardError: error, level: level, method: method, unit: plan.unit, draws: values.count)
  }

  /// The percentile interval of a shape parameter, such as `knee`, with its ends marked where the
  /// data set no bound within the plausible range.
  public func interval(
    ofParameter name: String, level: Double = 0.95
  ) throws -> BootstrapInterval {
    let interval = try interval(level: level) { try $0.parameter(name) }
    guard let parameter = fit.form.shapeParameters.first(where: { $0.name == name }) else {
      return interval
    }
    return interval.within(parameter.range(fit.table.distinct))
  }

  /// Linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
  static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    let place = p * Double(sorted.count - 1)
    let below = Int(clamping: place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
