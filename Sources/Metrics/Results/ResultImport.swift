import Core
import GRDB

/// One file's import, inside its transaction.
struct ResultImport {
  private let file: ImportFile
  /// What models are called that the file leaves without a name.
  private let unnamed: String
  private let fileID: Int64
  private var models: ResultIDs<String>
  private var series: ResultIDs<String>
  private var keys: ResultIDs<ResultKey>
  private let scores: ScoreTable
  private let points: PointTable
  private var counts = (new: 0, same: 0, conflicting: 0)
  private var repeated = 0
  private var contradicted = 0
  private var strange = 0

  /// Names above this many bytes are no names.
  static let longestName = 16_384

  init(_ db: Database, _ file: ImportFile, id: Int64, unnamed: String) throws {
    self.file = file
    self.unnamed = unnamed
    fileID = id
    models = try .names(db, "result_model")
    series = try .names(db, "series")
    keys = try .keys(db)
    scores = try ScoreTable(db)
    points = try PointTable(db)
  }

  /// Puts a record into its table.
  /// - Throws: `Fault` for a record that no importer should have made.
  mutating func take(_ record: ImportRecord) throws {
    switch record {
    case .score(let score): try take(score)
    case .point(let point): try take(point)
    }
  }

  private mutating func take(_ score: ScoreRecord) throws {
    try check(score.value, score.task, score.metric, score.locator)
    try checkLengths(
      [score.model, score.filter, score.taskVersion ?? "", score.locator], score.locator)
    if !score.unit.allows(score.value) { strange += 1 }
    let model = try models.id(score.model.isEmpty ? unnamed : score.model)
    let key = try keys.id(ResultKey(score))
    let value = ResultValue(
      value: score.value + 0,  // SQLite keeps no negative zero.
      standardError: score.standardError.flatMap { $0.isFinite && $0 >= 0 ? $0 + 0 : nil },
      n: score.n.flatMap { $0 < 0 ? nil : $0 })
    if let again = try scores.put(
      value, model: model, key: key, file: fileID, locator: score.locator)
    {
      if again == .conflicting { contradicted += 1 }
      return note(again)
    }
    guard !models.isNew(model), !keys.isNew(key) else { return note(.new) }
    note(try scores.compare(value.value, model: model, key: key, file: fileID))
  }

  private mutating func take(_ point: PointRecord) throws {
    try check(point.value, point.series, "point", point.locator)
    try checkLengths([point.run], point.locator)
    let model = try models.id(point.run.isEmpty ? unnamed : point.run)
    let series = try series.id(point.series)
    let (step, value) = (Int64(point.step), point.value + 0)
    if let again = try points.put(value, model: model, series: series, step: step, file: fileID) {
      if again == .conflicting { repeated += 1 }
      return note(again == .conflicting ? .new : .same)
    }
    guard !models.isNew(model), !self.series.isNew(series) else { return note(.new) }
    note(try points.compare(value, model: model, series: series, step: step, file: fileID))
  }

  private mutating func note(_ novelty: Novelty) {
    switch novelty {
    case .new: counts.new += 1
    case .same: counts.same += 1
    case .conflicting: counts.conflicting += 1
    }
  }

  /// What the import did.
  func outcome(_ format: String, _ summary: ImportSummary) -> ImportOutcome {
    ImportOutcome(
      path: file.path, format: format, version: summary.version, isKnown: false,
      models: models.count, metrics: keys.count + series.count, new: counts.new,
      same: counts.same, conflicting: counts.conflicting,
      warnings: summary.warnings + ownWarnings)
  }

  private var ownWarnings: [String] {
    [
      (repeated, "logged a step again with another value; the last one counts"),
      (contradicted, "stand beside another value for the same model and metric in this file"),
      (strange, "are outside of the range of their unit and taken as plain scores"),
    ].filter { $0.0 > 0 }.map { "\($0.0) of its values \($0.1)" }
  }

  private func check(
    _ value: Double, _ name: String, _ metric: String, _ locator: String
  ) throws {
    guard value.isFinite else { throw fault("a value is not finite", locator, "\(value)") }
    guard !name.isEmpty, !metric.isEmpty else {
      throw fault("a record has no name of what was measured", locator, nil)
    }
    try checkLengths([name, metric], locator)
  }

  private func checkLengths(_ names: [String], _ locator: String) throws {
    for name in names where name.utf8.count > Self.longestName {
      throw fault(
        "a name is too long", locator, "\(name.utf8.count) bytes: \(name.prefix(80))...")
    }
  }

  private func fault(_ what: String, _ locator: String, _ found: String?) -> Fault {
    Fault(what, at: "\(file.path): \(locator.prefix(200))", found: found)
  }
}
