/// What a number of points can and cannot say about the form of a curve, as data; the sentences
/// are the report's.
public struct ComparisonLimits: Sendable, Equatable {
  /// Points, groups and distinct attention fractions at hand.
  public let points: Int
  public let groups: Int
  public let fractions: Int
  /// The most parameters, levels included, that so many points admit.
  public let largestParameterCount: Int
  /// By what factor a shape of one parameter has to lower the constant's sum of squares before
  /// AICc prefers it; nil when none is admitted. See `reductionForOneMore`.
  public let reductionForASlope: Double?
  /// Forms that were fitted.
  public let fitted: [String]
  /// Forms that were not tried, and why.
  public let refused: [FormReason]
  /// Forms that were tried in vain, and why.
  public let failed: [FormReason]
  /// Forms within 2 units of AICc of the best, the best included.
  public let indistinguishable: [String]
  /// Forms that were fitted and are further away.
  public let ruledOut: [String]

  /// A form's name with the reason why there is no fit of it.
  public struct FormReason: Sendable, Equatable {
    public let form: String
    public let reason: String
  }

  /// Whether a single form stands out. Mind `reductionForASlope` when that is the constant.
  public var isDecided: Bool { indistinguishable.count == 1 && fitted.count > 1 }
}

extension FormComparison {
  /// What could and could not be told from these points.
  public var limits: ComparisonLimits {
    let fitted = rows.filter { $0.fit != nil }.map(\.form.name)
    let tied = indistinguishable.map(\.form.name)
    let groups = Set(points.map(\.group)).count
    return ComparisonLimits(
      points: points.count, groups: groups,
      fractions: Set(points.map(\.x)).count,
      largestParameterCount: max(0, points.count - pointsNeeded(forParameters: 0)),
      reductionForASlope: reductionForOneMore(than: groups, n: points.count), fitted: fitted,
      refused: rows.compactMap {
        guard case .refused(let refusal) = $0.outcome else { return nil }
        return .init(form: $0.form.name, reason: refusal.reason)
      },
      failed: rows.compactMap {
        guard case .failed(let failure) = $0.outcome else { return nil }
        return .init(form: $0.form.name, reason: failure.reason)
      },
      indistinguishable: tied, ruledOut: fitted.filter { !tied.contains($0) })
  }
}
