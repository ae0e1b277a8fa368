import Core
import Published

/// What a user has imported, made comparable: models with what they are, values in series, averages
/// as the paper makes them, and what had to be left out.
public struct UserResults: Sendable {
  /// The catalog's families, and after them those that only the user's mapping names.
  public let families: [Family]
  /// All models that have scores, by name.
  public let models: [KnownModel]
  /// Of identified models, by key.
  public let series: [ScoreSeries]
  /// Tasks and metrics of which values cannot be compared, by scale and task.
  public let incomparable: [Incomparable]
  /// Values that contradict one another; they are in no series.
  public let conflicts: [UserConflict]
  /// The paper's averages, for each scale, length and protocol, the largest of each first.
  public let averages: [AverageSeries]
  /// Models that have some of an average's parts, and lack others.
  public let incomplete: [IncompleteAverage]

  /// Reads all scores of identified models.
  /// - Parameter catalog: knows the families, and what the averages are made of
  public init(_ store: ResultStore, catalog: Store) throws {
    models = try store.knownModels(families: try catalog.families())
    let families = Self.families(try catalog.families(), of: models)
    self.families = families
    identified = models.filter { $0.standing.identity != nil }.sorted(by: Self.order(families))
    var sorting = SeriesSorting(families)
    for model in identified {
      guard let identity = model.standing.identity else { continue }
      for stored in Evaluations.merged(try store.scores(model: model.name)) {
        sorting.add(stored, identity)
      }
    }
    (series, conflicts) = (sorting.series, sorting.conflicts)
    incomparable = Self.incomparable(series)
    let studies = try catalog.averages().map { [series] in AverageStudy($0, series, families) }
    averages = studies.flatMap(\.series)
    incomplete = studies.flatMap(\.incomplete)
  }

  private static func families(_ known: [Family], of models: [KnownModel]) -> [Family] {
    let named = Set(models.compactMap(\.standing.identity?.family))
    let own = named.filter { name in !known.contains { $0.key == name } }.sorted()
    let last = known.map(\.position).max() ?? 0
    return known
      + own.enumerated().map { index, name in
        Family(
          key: name, display: name, generation: nil, state: nil, role: .context,
          position: last + 1 + index, aliases: [], reference: "")
      }
  }

  /// Models of which it is known what they are, by scale, family and share of attention.
  public let identified: [KnownModel]

  /// The scales, from that with most models.
  public var scales: [String] {
    let counts = Dictionary(grouping: identified) { $0.standing.identity?.scale ?? "" }
    return counts.map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.0)
  }

  private static func order(_ families: [Family]) -> (KnownModel, KnownModel) -> Bool {
    func rank(_ model: KnownModel) -> (String, Int, Double, String) {
      guard let identity = model.standing.identity else { return ("", 0, 0, model.name) }
      let family = families.firstIndex { $0.key == identity.family } ?? families.count
      return (identity.scale, family, identity.attentionFraction, model.name)
    }
    return { rank($0) < rank($1) }
  }

  private static func incomparable(_ series: [ScoreSeries]) -> [Incomparable] {
    struct Subject: Hashable {
      let scale, task, metric: String
    }
    let groups = Dictionary(grouping: series) {
      Subject(scale: $0.key.scale, task: $0.key.task, metric: $0.key.metric)
    }
    return groups.values.filter { $0.count > 1 }
      .sorted { $0[0].key < $1[0].key }
      .map { group in
        let sorted = group.sorted(by: ScoreSeries.isBefore)
        let found = Set(sorted.dropFirst().flatMap { $0.key.differences(from: sorted[0].key) })
        return Incomparable(series: sorted, differences: found.sorted())
      }
  }
}

/// Scores on their way into series.
private struct SeriesSorting {
  private struct Place: Hashable {
    let key: SeriesKey
    let model: String
  }

  private let families: [Family]
  private var points: [Place: [SeededPoint]] = [:]
  private var better: [SeriesKey: Bool?] = [:]

  init(_ families: [Family]) { self.families = families }

  mutating func add(_ stored: ResultScore, _ identity: ModelIdentity) {
    let key = SeriesKey(scale: identity.scale, ResultKey(stored.score))
    points[Place(key: key, model: stored.score.model), default: []].append(
      SeededPoint(seed: stored.score.seed, point: UserPoint(stored, identity: identity)))
    guard let says = stored.score.higherIsBetter else { return }
    // Files that contradict each other on it leave it open.
    if let known = better[key] {
      better[key] = known == says ? says : Bool?.none
    } else {
      better[key] = says
    }
  }

  var series: [ScoreSeries] {
    let groups = Dictionary(
      grouping: points.compactMap { place, seeded in
        SeededPoint.one(seeded).map { (key: place.key, point: $0) }
      }, by: \.key)
    return groups.sorted { $0.key < $1.key }.map { key, entries in
      ScoreSeries(
        key: key, higherIsBetter: better[key] ?? nil,
        points: entries.map(\.point).sorted(by: UserPoint.order(families)))
    }
  }

  var conflicts: [UserConflict] {
    points.filter { SeededPoint.one($0.value) == nil }
      .sorted { ($0.key.model, $0.key.key) < ($1.key.model, $1.key.key) }
      .map { UserConflict(model: $0.key.model, key: $0.key.key, points: $0.value.map(\.point)) }
  }
}

/// A value with the seed that it was measured with.
private struct SeededPoint {
  let seed: Int?
  let point: UserPoint

  /// The value that several are: the one that all are, or the mean over seeds; nil where they contradict one
  /// another.
  static func one(_ all: [SeededPoint]) -> UserPoint? {
    let points = all.map(\.point)
    if agree(points) { return best(points) }
    let seeds = Set(all.compactMap(\.seed)).sorted()
    guard seeds.count > 1, all.allSatisfy({ $0.seed != nil }) else { return nil }
    let each = seeds.map { seed in all.filter { $0.seed == seed }.map(\.point) }
    guard each.allSatisfy(agree) else { return nil }
    return UserPoint(repetitions: each.map(best))
  }

  /// Values that differ by less than what a change of unit does to the last bits are one.
  private static func agree(_ points: [UserPoint]) -> Bool {
    points.allSatisfy { abs($0.value - points[0].value) <= 1e-12 * abs(points[0].value) }
  }

  /// The one that knows most of its error.
  private static func best(_ points: [UserPoint]) -> UserPoint {
    points.first { $0.n != nil && $0.standardError != nil } ?? points.first { $0.n != nil }
      ?? points.first { $0.standardError != nil } ?? points[0]
  }
}
