import Published
import Report
import Results

/// Which family, at which ratio, has which task.
public struct Coverage {
  private let results: UserResults
  private let families: [Family]

  public init(_ results: UserResults, families: [Family]) {
    self.results = results
    self.families = families
  }

  /// Longer tables than this end with what is left out.
  public static let mostRows = 120

  /// How many series the table of tasks leaves out.
  public var omitted: Int { max(0, results.series.count - Self.mostRows) }

  // MARK: Families by ratio

  /// The ratios that there are, from no attention to most.
  private var ratios: [(fraction: Double, label: String)] {
    var ratios: [Double: String] = [:]
    for identity in identities { ratios[identity.attentionFraction] = identity.ratioLabel }
    return ratios.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private var identities: [ModelIdentity] { results.identified.compactMap(\.standing.identity) }

  public var ratioColumns: [Table.Column] {
    [Table.Column("scale", .left), Table.Column("family", .left)]
      + ratios.map { Table.Column($0.label) }
  }

  /// A row a scale and family; a cell counts the series that have a model there.
  public var ratioRows: [[Table.Cell]] {
    results.scales.sorted().flatMap { scale in
      families.filter { family in
        identities.contains { $0.scale == scale && $0.family == family.key }
      }.map { family in
        [.named(scale.orDash, sources: [scale.orDash]), .text(family.display)]
          + ratios.map { cell(scale, family, $0.fraction) }
      }
    }
  }

  private func cell(_ scale: String, _ family: Family, _ fraction: Double) -> Table.Cell {
    let points = results.series.filter { $0.key.scale == scale }.compactMap { series in
      series.points.first { $0.identity.family == family.key && $0.fraction == fraction }
    }
    guard !points.isEmpty else { return .missing(reason: "nothing imported") }
    return .computed(Double(points.count), 0, sources: points.flatMap(\.sources))
  }

  // MARK: Tasks

  public static let taskColumns = [
    Table.Column("scale", .left), Table.Column("task", .left), Table.Column("metric", .left),
    Table.Column("measured as", .left), Table.Column("models"), Table.Column("lacks", .left),
  ]

  /// A row a series, those with most models first, with the models of its scale that it lacks.
  public var taskRows: [[Table.Cell]] {
    results.series.sorted { ($1.points.count, $0.key) < ($0.points.count, $1.key) }
      .prefix(Self.mostRows).map { series in
        let sources = series.points.flatMap(\.sources)
        let about = [
          series.key.scale.orDash, series.key.task, series.key.metric, series.key.conditions,
        ]
        return about.map { .named($0, sources: sources) } + [
          .computed(Double(series.points.count), 0, sources: sources),
          .named(lacking(series), sources: sources),
        ]
      }
  }

  private func lacking(_ series: ScoreSeries) -> String {
    let own = Set(series.points.map(\.model))
    let others = results.identified.filter {
      $0.standing.identity?.scale == series.key.scale && !own.contains($0.name)
    }
    guard !others.isEmpty else { return "none" }
    let names = others.compactMap { model -> String? in
      guard let identity = model.standing.identity else { return nil }
      let family = families.first { $0.key == identity.family }?.display ?? identity.family
      return "\(family) \(identity.ratioLabel)"
    }
    let most = 4
    guard names.count > most else { return names.joined(separator: ", ") }
    return names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
  }
}

extension String {
  /// The text, or a dash for none.
  public var orDash: String { isEmpty ? "–" : self }
}
