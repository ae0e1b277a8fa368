import Core
import Plot
import Published
import Statistics

/// Observations along the share of full attention, all forms compared on them, and one form with
/// its bootstrap: the unit that notebooks about ratios work with.
public struct CurveStudy {
  public let observations: [Observation]
  /// All forms on these observations.
  public let comparison: FormComparison
  /// The form in question: the one asked for, or the best by AICc.
  public let fit: CurveFit
  public let draws: BootstrapDraws
  /// The confidence level of its intervals and bands.
  public let level: Double
  private let plan: BootstrapPlan

  /// - Parameters:
  ///   - convention: how ratio labels are read; `nil` takes the layouts that the store knows
  ///   - form: the form to use where the data admit it; `nil` takes the best by AICc
  ///   - plan: draws, seed, and the resolution that the data were printed with
  /// - Throws: `Fault` where no form can be fitted, or an observation has no attention fraction.
  public init(
    _ observations: [Observation], under convention: RatioConvention? = nil,
    form: CurveForm? = nil, plan: BootstrapPlan, level: Double = 0.95
  ) throws {
    let comparison = try compareForms(try observations.curvePoints(under: convention))
    let wanted = try form.flatMap { try comparison.row($0.name).fit }
    guard let fit = wanted ?? comparison.bestByAICc?.fit else {
      throw Fault(
        "no form could be fitted", at: observations.first?.provenance ?? "no observations",
        found: comparison.rows.compactMap(\.outcome.reason).first)
    }
    (self.observations, self.comparison, self.plan) = (observations, comparison, plan)
    self.level = level
    self.fit = fit
    draws = try BootstrapDraws(fit, plan: plan)
  }

  /// The same form on one family's observations alone.
  public func alone(_ family: Family) throws -> CurveStudy {
    try CurveStudy(
      observations.filter { $0.model.family == family.key }, form: fit.form, plan: plan,
      level: level)
  }

  /// What the intervals are, in words: `residual bootstrap, 2000 draws, t interval`.
  public var method: String {
    let unit = plan.unit == .residuals ? "residual" : "family"
    return "\(unit) bootstrap, \(plan.draws) draws, t interval"
  }

  /// The interval of a number that follows from the curve.
  public func interval(of quantity: (Curve) throws -> Double) throws -> BootstrapInterval {
    try draws.interval(level: level, method: .studentT, of: quantity)
  }

  /// The same with families as the unit of resampling: what families that were not trained would
  /// show. Its t has one degree of freedom less than there are families.
  public func intervalOverFamilies(of quantity: (Curve) throws -> Double) throws
    -> BootstrapInterval
  {
    var plan = plan
    plan.unit = .groups
    return try BootstrapDraws(fit, plan: plan)
      .interval(level: level, method: .studentT, of: quantity)
  }

  /// The curve and its band for drawing: columns family (or `name`), fraction, accuracy, low, high.
  public func frame(named name: String, group: String? = nil) throws -> Frame {
    let band = try draws.band(at: Self.grid, group: group, level: level)
    return try Frame([
      "family": .text(Self.grid.map { _ in name }), "fraction": .numbers(Self.grid),
      "accuracy": .numbers(band.fitted), "low": .numbers(band.low), "high": .numbers(band.high),
    ])
  }

  /// Pure, and attention fractions from one layer in 24 to one in three in equal steps of their
  /// logarithm.
  static let grid = [0.0] + (0...48).map { DeterministicMath.pow(8, Double($0) / 48) / 24 }
}
