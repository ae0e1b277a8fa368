import Published

/// One of the paper's averages over models that were measured alike.
public struct AverageSeries: Sendable {
  public let definition: AverageDefinition
  public let scale: String
  /// Tokens of context, for averages that have one for each length.
  public let length: Int?
  /// The scores that it is made of, in the order of the definition's parts.
  public let parts: [SeriesKey]
  /// By family, share of attention and name; the error is that over items, without seeds.
  public let points: [UserPoint]

  /// The values as observations of the paper's own quantity.
  public var observations: [Observation] {
    points.map {
      $0.observation(
        task: definition.key, metric: "accuracy", unit: .fraction, higherIsBetter: true)
    }
  }
}

/// A model that has no average, since parts are missing.
public struct IncompleteAverage: Sendable {
  public let definition: AverageDefinition
  public let model: String
  public let identity: ModelIdentity
  public let length: Int?
  /// The names of the missing parts.
  public let missing: [String]
}

/// One definition over all series.
struct AverageStudy {
  let series: [AverageSeries]
  let incomplete: [IncompleteAverage]

  private struct Kind: Hashable {
    let scale: String
    let length: Int?
    let parts: [SeriesKey]
  }

  /// A part's score with the series that it came from.
  private typealias Pick = (key: SeriesKey, point: UserPoint)

  init(_ definition: AverageDefinition, _ all: [ScoreSeries], _ families: [Family]) {
    let shares = all.filter { $0.key.unit == .fraction }
    var whole: [Kind: [UserPoint]] = [:]
    var incomplete: [IncompleteAverage] = []
    for length in Self.lengths(definition, shares) {
      let picks = definition.parts.map { Self.picks($0, length, shares) }
      let first = Dictionary(
        picks.flatMap(\.values).map { ($0.point.model, $0.point) }, uniquingKeysWith: { a, _ in a })
      for (model, sample) in first.sorted(by: { $0.key < $1.key }) {
        let found = picks.map { $0[model] }
        let missing = zip(definition.parts, found).filter { $0.1 == nil }.map(\.0.name)
        guard missing.isEmpty else {
          incomplete.append(
            IncompleteAverage(
              definition: definition, model: model, identity: sample.identity, length: length,
              missing: missing))
          continue
        }
        let parts = found.compactMap { $0 }
        let measured = Kind(scale: sample.identity.scale, length: length, parts: parts.map(\.key))
        whole[measured, default: []].append(Self.mean(parts.map(\.point)))
      }
    }
    self.incomplete = incomplete
    series = whole.map { measured, points in
      AverageSeries(
        definition: definition, scale: measured.scale, length: measured.length,
        parts: measured.parts, points: points.sorted(by: UserPoint.order(families)))
    }.sorted(by: Self.isBefore)
  }

  private static func isBefore(_ a: AverageSeries, _ b: AverageSeries) -> Bool {
    if a.points.count != b.points.count { return a.points.count > b.points.count }
    if a.scale != b.scale { return a.scale < b.scale }
    if a.length != b.length { return a.length ?? 0 > b.length ?? 0 }
    return a.parts.lexicographicallyPrecedes(b.parts)
  }

  /// The lengths that any part was measured at; a single nil for an average without lengths.
  private static func lengths(_ definition: AverageDefinition, _ all: [ScoreSeries]) -> [Int?] {
    guard definition.hasLengths else { return [nil] }
    let found = definition.parts.flatMap { part in
      all.filter { part.tasks.contains($0.key.task) }.compactMap { part.length(in: $0.key.metric) }
    }
    return Set(found).sorted()
  }

  /// A part's score of each model: that of its preferred task and metric.
  private static func picks(
    _ part: AverageDefinition.Part, _ length: Int?, _ all: [ScoreSeries]
  ) -> [String: Pick] {
    var picks: [String: Pick] = [:]
    for task in part.tasks {
      for metric in part.metrics(at: length) {
        for series in all where series.key.task == task && series.key.metric == metric {
          for point in series.points where picks[point.model] == nil {
            picks[point.model] = (series.key, point)
          }
        }
      }
    }
    return picks
  }

  /// The plain mean; its error takes the parts as independent samples of items.
  private static func mean(_ parts: [UserPoint]) -> UserPoint {
    let count = Double(parts.count)
    let errors = parts.compactMap(\.itemError)
    let items = parts.compactMap(\.n)
    let value = parts.map(\.value).reduce(0, +) / count
    return UserPoint(
      model: parts[0].model, identity: parts[0].identity, value: value,
      standardError: errors.count == parts.count
        ? errors.map { $0 * $0 }.reduce(0, +).squareRoot() / count : nil,
      n: items.count == parts.count ? items.reduce(0, +) : nil,
      original: "mean of \(parts.count)", hasImpossibleError: false, repetitions: [],
      sources: parts.flatMap(\.sources))
  }
}

extension UserPoint {
  /// The standard error over items: the file's, or that of a share of `n` right answers.
  var itemError: Double? {
    standardError ?? n.map { (value * (1 - value) / Double($0)).squareRoot() }
  }
}
