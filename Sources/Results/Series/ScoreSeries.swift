import Published

/// Values that may stand on one line.
public struct ScoreSeries: Sendable {
  public let key: SeriesKey
  /// Whether more is better, where a file says.
  public let higherIsBetter: Bool?
  /// By family, share of attention and name.
  public let points: [UserPoint]

  /// How many different shares of attention there are.
  public var ratioCount: Int { Set(points.map(\.fraction)).count }

  /// What was measured on all items first, then the largest.
  static func isBefore(_ a: ScoreSeries, _ b: ScoreSeries) -> Bool {
    if a.key.settings.isLimited != b.key.settings.isLimited { return b.key.settings.isLimited }
    return (b.points.count, a.key) < (a.points.count, b.key)
  }
}

/// A task and metric of which there are values that cannot be compared.
public struct Incomparable: Sendable {
  /// From the largest.
  public let series: [ScoreSeries]
  /// What they differ in: `shots`, `version`...
  public let differences: [String]
}

/// A model's values for one thing that contradict one another.
public struct UserConflict: Sendable {
  public let model: String
  public let key: SeriesKey
  public let points: [UserPoint]
}

extension UserPoint {
  /// Families in the order of tables, from no attention to most.
  static func order(_ families: [Family]) -> (UserPoint, UserPoint) -> Bool {
    func place(_ point: UserPoint) -> Int {
      families.firstIndex { $0.key == point.identity.family } ?? families.count
    }
    return { a, b in
      (place(a), a.fraction, a.model) < (place(b), b.fraction, b.model)
    }
  }
}
