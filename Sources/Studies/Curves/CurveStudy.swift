import Core
import Notebook
import Plot
import Published
import Report
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

extension CurveStudy: HasSources {
  public var sources: [String] { observations.provenance }

  /// A number that follows from the curve, with its interval.
  public func estimate(of quantity: (Curve) throws -> Double) throws -> Sourced {
    let interval = try interval(of: quantity)
    return Sourced(
      interval.estimate, "fraction", ends: Ends(interval.low, interval.high),
      interval: "\(NumberText.percent(level, 0)) \(method), n = \(fit.n)",
      from: ["\(fit.form.name) form fitted to:"] + sources)
  }

  /// The interval of a number with families as the unit of resampling.
  public func overFamilies(of quantity: (Curve) throws -> Double) throws -> SourcedEnds {
    let interval = try intervalOverFamilies(of: quantity)
    let kind =
      "family bootstrap, \(interval.draws) draws, t interval, "
      + "n = \(fit.groups.count) families, of:"
    return SourcedEnds(Ends(interval.low, interval.high), from: [kind] + sources)
  }
}

extension CurveStudy {
  /// Columns of a table of forms: ΔAICc under a header, leave-one-out error, leave-one-family-out error.
  public func columns(_ header: String) -> [Column<CurveForm>] {
    [
      column(header, ".1", \.deltaAICc), column("LOO", ".4", \.leaveOneOutRMSE),
      column("LOFO", ".4", \.leaveOneGroupOutRMSE),
    ]
  }

  private func column(
    _ header: String, _ format: CellLook, _ value: @escaping (ComparisonRow) -> Double?
  ) -> Column<CurveForm> {
    Column(header) { form in
      let row = try comparison.row(form.name)
      return value(row)?.cell(format, sources)
        ?? .missing(reason: row.outcome.reason ?? "no refit")
    }
  }

  /// Why forms have no fit, as `form on task: reason`.
  public func reasons(task: String) -> [String] {
    let limits = comparison.limits
    return (limits.refused + limits.failed).map { "\($0.form) on \(task): \($0.reason)" }
  }
}

/// What a distance in AICc says of the form that is behind (Burnham and Anderson, *Model Selection
/// and Multimodel Inference*, section 2.6).
public enum FormSupport {
  /// Forms within this many AICc units keep considerable support.
  public static let wide = 4.0
  /// Beyond this a form has essentially no support.
  static let none = 10.0

  /// A clause for a sentence on a form that is `delta` units behind.
  public static func clause(_ delta: Double) -> String {
    switch delta {
    case ..<FormComparison.indistinguishableDelta: "which does not tell them apart"
    case ..<wide: "too few to exclude it"
    case ..<none: "which leaves it considerably less support"
    default: "which leaves it no support"
    }
  }
}
