import Core

/// One form's outcome in a comparison.
public struct ComparisonRow: Sendable {
  public let form: CurveForm
  public let outcome: FitOutcome
  /// AICc less the smallest AICc of the table; nil without a fit.
  public let deltaAICc: Double?
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

  /// Lowest AICc; the first of the rows, so the plainest form, where several have it.
  public var bestByAICc: ComparisonRow? {
    rows.filter { $0.fit != nil }.min { ($0.aicc ?? .infinity) < ($1.aicc ?? .infinity) }
  }

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
}

/// Fits every form to the points and puts them side by side.
public func compareForms(
  _ points: [CurvePoint], forms: [CurveForm] = CurveForm.all
) throws -> FormComparison {
  let table = try PointTable(points)
  let outcomes = try forms.map { try fitCurve($0, to: points) }
  let lowest = outcomes.compactMap { $0.fit?.aicc }.min()
  let rows = zip(forms, outcomes).map { form, outcome in
    ComparisonRow(
      form: form, outcome: outcome,
      deltaAICc: lowest.flatMap { lowest in outcome.fit.map { $0.aicc - lowest } },
      leaveOneGroupOutRMSE: outcome.fit.flatMap { leaveOneGroupOutError($0.form, table) })
  }
  return FormComparison(rows: rows, points: points)
}

/// The fit of the form with the lowest AICc: that of `compareForms`, without the other columns of
/// its table. nil where no form can be fitted.
public func bestFitByAICc(
  _ points: [CurvePoint], forms: [CurveForm] = CurveForm.all
) throws -> CurveFit? {
  try forms.compactMap { try fitCurve($0, to: points, leavesOut: false).fit }
    .min { $0.aicc < $1.aicc }
}

/// What a number of points can and cannot say about the form of a curve, as data; the sentences
/// are the report's.
public struct ComparisonLimits: Sendable, Equatable {
  /// A form's name with the reason why there is no fit of it.
  public struct FormReason: Sendable, Equatable {
    public let form: String
    public let reason: String
  }

  /// Number of points.
  public let points: Int
  /// The most parameters, levels included, that this number of points admits.
  public let largestParameterCount: Int
  /// By what factor a shape of one parameter has to lower the constant's sum of squares before
  /// AICc prefers it; nil when none is admitted. See `reductionForOneMore`.
  public let reductionForASlope: Double?
  /// Forms that were refused before the attempt, and why.
  public let refused: [FormReason]
  /// Forms whose fit failed, and why.
  public let failed: [FormReason]
}

extension FormComparison {
  /// What could and could not be told from these points.
  public var limits: ComparisonLimits {
    let groups = Set(points.map(\.group)).count
    return ComparisonLimits(
      points: points.count,
      largestParameterCount: max(0, points.count - pointsNeeded(forParameters: 0)),
      reductionForASlope: reductionForOneMore(than: groups, n: points.count),
      refused: rows.compactMap {
        guard case .refused(let reason) = $0.outcome else { return nil }
        return .init(form: $0.form.name, reason: reason)
      },
      failed: rows.compactMap {
        guard case .failed(let reason) = $0.outcome else { return nil }
        return .init(form: $0.form.name, reason: reason)
      })
  }
}
