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

/// What two values have to have in common before they may stand on one line: everything that was
/// measured, and the size class of the models.
public struct SeriesKey: Sendable, Hashable {
  /// The size class; empty where nothing says.
  public var scale: String
  public var task: String
  public var metric: String
  public var filter: String
  /// Examples in the prompt; nil where the file does not say, which equals nothing but itself.
  public var shots: Int?
  public var taskVersion: String?
  /// What else the values depend on. Seeds are no part of it: values that differ in nothing else are
  /// repetitions.
  public var settings: EvaluationSettings
  /// Shares are fractions.
  public var unit: MetricUnit

  init(scale: String, _ key: ResultKey) {
    (self.scale, task, metric, filter) = (scale, key.task, key.metric, key.filter)
    (shots, taskVersion, settings) = (key.shots, key.taskVersion, key.settings)
    unit = key.unit == .percent ? .fraction : key.unit
  }

  /// What two keys of one task and metric differ in: `shots`, `version`, `limit`...
  func differences(from other: SeriesKey) -> [String] {
    [
      ("filter", filter != other.filter), ("shots", shots != other.shots),
      ("version", taskVersion != other.taskVersion), ("unit", unit != other.unit),
    ].filter(\.1).map(\.0) + settings.differences(from: other.settings)
  }

  /// The protocol in words: `0-shot, version 1.0, filter none`; what the file leaves open is named.
  public var conditions: String {
    let words = [
      shots.map { "\($0)-shot" } ?? "shots not said",
      taskVersion.map { "version \($0)" } ?? "version not said",
      filter.isEmpty || filter == "none" ? nil : "filter \(filter)",
      unit == .fraction ? nil : unit.rawValue,
    ]
    return (words.compactMap { $0 } + settings.words).joined(separator: ", ")
  }
}

extension SeriesKey: Comparable {
  private var subject: [String] { [scale, task, metric, filter] }

  public static func < (a: SeriesKey, b: SeriesKey) -> Bool {
    let (x, y) = (a.subject, b.subject)
    if x != y { return x.lexicographicallyPrecedes(y) }
    // What was measured on some of the items only comes after what was measured on all.
    if a.settings.isLimited != b.settings.isLimited { return b.settings.isLimited }
    return (a.shots ?? -1, a.taskVersion ?? "", a.settings.text, a.unit.rawValue)
      < (b.shots ?? -1, b.taskVersion ?? "", b.settings.text, b.unit.rawValue)
  }
}
