import Core

/// The curves of all resampled data sets: made once, then asked for bands and intervals.
///
/// The same fit, plan and machine give bit-identical draws.
public struct BootstrapDraws: Sendable {
  public let fit: CurveFit
  public let plan: BootstrapPlan
  /// The refitted curves, in order of drawing.
  public let curves: [Curve]
  /// Draws whose refit did not converge; they are left out of `curves`.
  public let failures: Int

  /// Resamples and refits. Throws when the plan does not suit the fit, or when too many refits
  /// fail.
  public init(_ fit: CurveFit, plan: BootstrapPlan) throws {
    try plan.check(fit)
    var resampler = Resampler(fit, plan)
    curves = (0..<plan.draws).compactMap { _ in resampler.draw() }
    (self.fit, self.plan, failures) = (fit, plan, plan.draws - curves.count)
    try checkFailures(failures, "refits that converge")
  }

  /// Degrees of freedom of the draws' standard error: the fit's, or one less than the number of
  /// groups when groups are the unit.
  public var df: Int { plan.unit == .residuals ? fit.df : fit.groups.count - 1 }

  /// Faults when more than the plan's share of draws came to nothing.
  private func checkFailures(_ count: Int, _ wanted: String) throws {
    try checkDraws(
      failed: count, of: plan.draws, most: plan.largestFailureShare, wanted, at: fit.form.name)
  }

  /// Residuals were inflated before they were drawn; groups were not.
  private func standardError(_ values: [Double]) throws -> Double {
    try drawnError(
      values, groups: plan.unit == .groups ? fit.groups.count : nil, at: fit.form.name)
  }
}

/// A pointwise confidence band of a fitted curve.
public struct BootstrapBand: Sendable, Equatable {
  /// Attention fractions.
  public let xs: [Double]
  /// The fitted curve at `xs`, in the unit of y.
  public let fitted: [Double]
  public let low: [Double]
  public let high: [Double]
  /// Bootstrap standard error at `xs`.
  public let standardErrors: [Double]
}

/// A bootstrap confidence interval of one number, such as a knee or a gain of a curve.
public struct BootstrapInterval: Sendable, Equatable {
  /// How the ends are found.
  public enum Method: String, Sendable, CaseIterable {
    /// Quantiles of the draws: keeps to the parameter's range and to its skew, but covers a little
    /// less than it says when points are few.
    case percentile
    /// Estimate ± t(df) · standard error, as bands do.
    case studentT
  }

  /// The number in the data themselves, before resampling.
  public let estimate: Double
  public let low: Double
  public let high: Double
  public let standardError: Double
  /// Draws in which the number was finite.
  public let draws: Int
  /// The low end is that of a parameter's plausible range, and says "or less".
  public private(set) var isOpenBelow = false
  /// The high end is that of a parameter's plausible range, and says "or more".
  public private(set) var isOpenAbove = false

  /// From the values of the number in the draws, rising.
  init(
    _ values: [Double], _ estimate: Double, error: Double, _ method: Method, df: Int,
    level: Double
  ) {
    (self.estimate, standardError, draws) = (estimate, error, values.count)
    switch method {
    case .percentile: (low, high) = percentileEnds(values, level: level)
    case .studentT:
      let half = StudentT(df: Double(df)).twoSided(level) * error
      (low, high) = (estimate - half, estimate + half)
    }
  }

  /// The same interval, with its ends marked where they reach the ends of a range.
  fileprivate func within(_ range: ClosedRange<Double>) -> BootstrapInterval {
    var copy = self
    copy.isOpenBelow = low < range.lowerBound + 1e-3 * abs(range.lowerBound)
    copy.isOpenAbove = high > range.upperBound - 1e-3 * abs(range.upperBound)
    return copy
  }
}

extension BootstrapDraws {
  /// The band fit ± t(df) · bootstrap standard error.
  ///
  /// Percentiles of the draws are not used: with a handful of points they take the estimated
  /// spread for the true one and cover too rarely (about 0.85 instead of 0.95 for a straight line
  /// through five points). The t factor accounts for the uncertainty of the spread itself.
  public func band(
    at xs: [Double], group: String? = nil, level: Double = 0.95
  ) throws -> BootstrapBand {
    try checkLevel(level)
    if let group, plan.unit == .groups {
      // A draw of whole groups may lack the group, and says nothing of its own level.
      throw Fault(
        "draws of whole groups give no band for a single one", at: fit.form.name,
        expected: "the mean of the groups", found: group,
        hint: "resample residuals for the band of one family")
    }
    let fitted = try xs.map { try fit.predict($0, group: group) }
    let errors = try xs.map { x in
      try standardError(curves.map { try $0.predict(x, group: group) })
    }
    let factor = StudentT(df: Double(df)).twoSided(level)
    return BootstrapBand(
      xs: xs, fitted: fitted, low: zip(fitted, errors).map { $0 - factor * $1 },
      high: zip(fitted, errors).map { $0 + factor * $1 }, standardErrors: errors)
  }

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
    return BootstrapInterval(values, estimate, error: error, method, df: df, level: level)
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
}
