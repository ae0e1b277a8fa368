import Canvas
import Core
import Foundation
import Notebook
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

  /// Whether no model is identified.
  public var isEmpty: Bool { identities.isEmpty }

  /// A row a scale and family; a cell counts the series that have a model there.
  public func byRatio(id: String) throws -> Table {
    let rows = results.scales.sorted().flatMap { scale in
      families.filter { family in
        identities.contains { $0.scale == scale && $0.family == family.key }
      }.map { (scale: scale, family: $0) }
    }
    return try Table(
      rows, id: id, title: "How much was measured of each family at each ratio",
      caption: "Series: tasks and metrics, each measured in one way.", from: { $0.scale.orDash }
    ) {
      Column("scale", .words) { $0.scale.orDash }
      Column("family", .name) { $0.family.display }
      for ratio in ratios {
        Column(ratio.label, missing: "nothing imported") {
          cell($0.scale, $0.family, ratio.fraction)
        }
      }
    }
  }

  private func cell(_ scale: String, _ family: Family, _ fraction: Double) -> Sourced? {
    let points = results.series.filter { $0.key.scale == scale }.compactMap { series in
      series.points.first { $0.identity.family == family.key && $0.fraction == fraction }
    }
    return points.isEmpty
      ? nil : Sourced(Double(points.count), from: points.flatMap(\.sources))
  }

  // MARK: Tasks

  /// A row a series, those with most models first, with the models of its scale that it lacks.
  public func bySeries(id: String, caption: String) throws -> Table {
    let rows = results.series.sorted { ($1.points.count, $0.key) < ($0.points.count, $1.key) }
      .prefix(Self.mostRows)
    return try Table(
      rows, id: id, title: "What was measured, of how many models, and of which it was not",
      caption: caption, from: { $0.points.flatMap(\.sources) }
    ) {
      Column("scale", .words) { $0.key.scale.orDash }
      Column("task", .words) { $0.key.task }
      Column("metric", .words) { $0.key.metric }
      Column("measured as", .words) { $0.key.conditions }
      Column("models") { $0.points.count }
      Column("lacks", .words) { lacking($0) }
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

extension Notebook {
  /// The results that `interleave ingest` has brought in; nil where there are none.
  /// - Throws: `Fault` where the file of results is something else, or damaged.
  public func userResults(
    file: String = #fileID, line: Int = #line
  ) throws -> UserResults? {
    let url = options.resultsURL(project)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let results = try ResultStore.openReadOnly(at: url)
    importedFiles = try results.files().map(ImportedFile.init)
    log.note("userResults()", importedFiles.map(\.path), file: file, line: line)
    guard !importedFiles.isEmpty else { return nil }
    let user = try UserResults(results, catalog: store)
    vocabulary += user.identified.compactMap(\.standing.identity?.ratioLabel)
    vocabulary += user.families.map { PrintableText.of($0.display) }
    return user
  }
}

extension ImportedFile {
  init(_ file: ResultFile) {
    self.init(
      path: file.path, format: file.format, version: file.version, records: file.records,
      sha256: file.sha256)
  }
}
