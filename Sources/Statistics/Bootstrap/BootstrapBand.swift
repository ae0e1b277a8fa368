import Core

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
  /// The group that the curve is of; nil for the mean of the groups' levels.
  public let group: String?
  /// Confidence level, pointwise.
  public let level: Double
  /// Degrees of freedom of the t factor.
  public let df: Int
  /// What was resampled.
  public let unit: BootstrapPlan.Unit
}

extension BootstrapDraws {
  /// The band fit ± t(df) · bootstrap standard error.
  ///
  /// Percentiles of the draws are not used: with a handful of points they take the estimated
  /// spread for the true one and cover too rarely (about 0.85 instead of 0.95 for a straight line
  /// through five points). The t factor puts in what is not known about the spread.
  public func band(
    at xs: [Double], group: String? = nil, level: Double = 0.95
  ) throws -> BootstrapBand {
    try checkLevel(level)
    try checkUnit(group)
    let fitted = try xs.map { try fit.predict($0, group: group) }
    let errors = try xs.map { x in
      try standardError(curves.map { try $0.predict(x, group: group) })
    }
    let factor = StudentT(df: Double(df)).twoSided(level)
    return BootstrapBand(
      xs: xs, fitted: fitted, low: zip(fitted, errors).map { $0 - factor * $1 },
      high: zip(fitted, errors).map { $0 + factor * $1 }, standardErrors: errors, group: group,
      level: level, df: df, unit: plan.unit)
  }

  /// Draws of whole groups hold a family or do not; what varies in one family's own level they
  /// cannot say.
  private func checkUnit(_ group: String?) throws {
    guard let group, plan.unit == .groups else { return }
    throw Fault(
      "draws of whole groups give no band for a single one", at: fit.form.name,
      expected: "the mean of the groups", found: group,
      hint: "resample residuals for the band of one family")
  }
}
