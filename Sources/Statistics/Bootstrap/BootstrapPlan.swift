import Core

/// How a fit is to be resampled.
public struct BootstrapPlan: Sendable, Equatable {
  /// What is drawn with replacement.
  public enum Unit: String, Sendable, CaseIterable {
    /// Residuals: the question is what the same families would have scored with other noise.
    case residuals
    /// Whole groups: the question is what other families of the same kind would have scored. It
    /// speaks of what groups share (shape, gain, the mean curve) and of no single one of them.
    /// Needs at least three groups.
    case groups
  }

  /// Number of resampled data sets.
  public var draws: Int
  /// Names the random stream, together with unit, form and groups: two fits never share numbers.
  public var seed: UInt64
  /// Step to which the data were rounded before they came here (0.001 for three printed
  /// decimals), in the unit of y. Each resampled value gets uniform noise of ± half of it.
  public var resolution: Double
  public var unit: Unit
  /// Share of draws whose refit may fail before the whole is a Fault.
  public var largestFailureShare: Double

  public init(
    draws: Int = 2000, seed: UInt64, resolution: Double = 0, unit: Unit = .residuals,
    largestFailureShare: Double = 0.05
  ) {
    (self.draws, self.seed, self.resolution, self.unit) = (draws, seed, resolution, unit)
    self.largestFailureShare = largestFailureShare
  }

  func check(_ fit: CurveFit) throws {
    try checkDraws(draws, at: fit.form.name)
    try checkResolution(resolution, at: fit.form.name)
    guard unit != .groups || fit.groups.count >= 3 else {
      throw Fault(
        "too few groups to resample", at: fit.form.name, expected: "at least 3 groups",
        found: "\(fit.groups.count)", hint: "resample residuals instead")
    }
    guard unit != .residuals || resolution > 0 || fit.rss > roundingFloor(fit.points.map(\.y))
    else {
      throw Fault(
        "all residuals are zero, so a bootstrap would have no width", at: fit.form.name,
        expected: "residuals, or the resolution that the data were rounded to",
        hint: "give the plan the data's resolution, such as 0.001 for three decimals")
    }
  }
}
