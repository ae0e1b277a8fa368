import Core

/// What one form made of the data, beside the others.
public struct ComparisonRow: Sendable {
  public let form: CurveForm
  public let outcome: FitOutcome
  /// AICc less the smallest AICc of the table; nil without a fit.
  public let deltaAICc: Double?
  /// Akaike weight: exp(−Δ/2), normalised over the forms that were fitted.
  public let akaikeWeight: Double?
  /// Root mean square error over left-out groups, in the unit of y; nil without a fit, for a
  /// single group, or when a refit is not possible. The shape is fitted to the other groups, and
  /// each point's level taken from the other points of its group.
  public let leaveOneGroupOutRMSE: Double?

  public var fit: CurveFit? { outcome.fit }
  /// Corrected Akaike criterion.
  public var aicc: Double? { fit?.aicc }
  /// Root mean square error over left-out points, in the unit of y.
  public var leaveOneOutRMSE: Double? { fit?.leaveOneOutRMSE }
}

/// Several forms on the same data.
public struct FormComparison: Sendable {
  /// In the order of the forms asked for.
  public let rows: [ComparisonRow]
  /// The data, in the caller's order.
  public let points: [CurvePoint]

  /// Forms within this much AICc of the best cannot be told apart (Burnham and Anderson, *Model
  /// Selection and Multimodel Inference*, 2nd ed., 2.6).
  public static let indistinguishableDelta = 2.0

  /// Lowest AICc.
  public var bestByAICc: ComparisonRow? { best(\.aicc) }
  /// Smallest leave-one-out error.
  public var bestByLeaveOneOut: ComparisonRow? { best(\.leaveOneOutRMSE) }
  /// Smallest leave-one-group-out error.
  public var bestByLeaveOneGroupOut: ComparisonRow? { best(\.leaveOneGroupOutRMSE) }

  /// The forms that AICc cannot tell from the best, the best included, in row order.
  public var indistinguishable: [ComparisonRow] {
    rows.filter { ($0.deltaAICc ?? .infinity) < Self.indistinguishableDelta }
  }

  /// The row of a form.
  public func row(_ formName: String) throws -> ComparisonRow {
    guard let row = rows.first(where: { $0.form.name == formName }) else {
      throw Fault(
        "this form was not compared", expected: rows.map(\.form.name).joined(separator: ", "),
        found: formName)
    }
    return row
  }

  /// The first row with the smallest value, so that the plainer form wins a tie.
  private func best(_ value: (ComparisonRow) -> Double?) -> ComparisonRow? {
    rows.filter { value($0) != nil }
      .min { (value($0) ?? .infinity) < (value($1) ?? .infinity) }
  }
}

/// Fits every form to the points and puts them side by side.
public func compareForms(
  _ points: [CurvePoint], forms: [CurveForm] = CurveForm.all
) throws -> FormComparison {
  let table = try PointTable(points)
  let outcomes = try forms.map { try fitCurve($0, to: points) }
  let lowest = outcomes.compactMap { $0.fit?.aicc }.min()
  let deltas = outcomes.map { outcome in
    lowest.flatMap { lowest in outcome.fit.map { $0.aicc - lowest } }
  }
  let weights = deltas.map { $0.map { DeterministicMath.exp(-$0 / 2) } }
  let total = weights.reduce(0) { $0 + ($1 ?? 0) }
  let rows = forms.indices.map { place in
    ComparisonRow(
      form: forms[place], outcome: outcomes[place], deltaAICc: deltas[place],
      akaikeWeight: weights[place].map { $0 / total },
      leaveOneGroupOutRMSE: outcomes[place].fit.flatMap {
        leaveOneGroupOutError($0.form, table)
      })
  }
  return FormComparison(rows: rows, points: points)
}

/// The fit of the form with the lowest AICc: that of `compareForms`, without what a table of forms says
/// besides. nil where no form can be fitted.
public func bestFitByAICc(
  _ points: [CurvePoint], forms: [CurveForm] = CurveForm.all
) throws -> CurveFit? {
  try forms.compactMap { try fitCurve($0, to: points, leavesOut: false).fit }
    .min { $0.aicc < $1.aicc }
}
