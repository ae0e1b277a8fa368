import Core
import GRDB

/// What the import of one file did.
public struct ImportOutcome: Sendable, Equatable {
  /// The file's number in the store.
  public let id: Int64
  /// What errors and tables call the file.
  public let path: String
  public let format: String
  /// The version or era of the format; empty where it has none.
  public let version: String
  /// Whether the store had these bytes already, and nothing was read.
  public let isKnown: Bool
  /// Models or runs in the file; 0 where it was known.
  public let models: Int
  /// Different metrics and series in the file; 0 where it was known.
  public let metrics: Int
  /// Values of which the store had none before.
  public let new: Int
  /// Values that the store had already.
  public let same: Int
  /// Values that differ from all that the store has for their model and metric.
  public let conflicting: Int
  public let warnings: [String]
}

/// Writes the records of one file into the store, inside one transaction.
struct ImportWriter {
  private let file: ImportFile
  /// What models are called that the file leaves without a name.
  private let unnamed: String
  private let fileID: Int64
  private var models: ResultIDs<String>
  private var series: ResultIDs<String>
  private var keys: ResultIDs<ResultKey>
  private var scores: ValueTable<ScoreRow>
  private var points: ValueTable<PointRow>
  private let fileModel: RawStatement
  private let statement: RawStatement
  private var counts = ImportCounts()
  private var strange = 0
  /// Whether nothing has been taken.
  private(set) var isEmpty = true

  /// Names above this many bytes are no names.
  static let longestName = 16_384

  init(_ db: Database, _ file: ImportFile, id: Int64, unnamed: String) throws {
    (self.file, self.unnamed) = (file, unnamed)
    fileID = id
    models = try .names(db, "result_model")
    series = try .names(db, "series")
    keys = try .keys(db)
    scores = try ValueTable(db)
    points = try ValueTable(db)
    fileModel = try RawStatement(db, "INSERT INTO file_model (file_id, model_id) VALUES (?, ?)")
    statement = try .putStatement(db)
  }

  /// Puts a record into its table.
  /// - Throws: `Fault` for a record that no importer should have made.
  mutating func take(_ record: ImportRecord) throws {
    isEmpty = false
    switch record {
    case .score(let score): try take(score)
    case .point(let point): try take(point)
    case .model(let name, let said): try take(said, of: name)
    }
  }

  private func take(_ said: ModelStatement, of model: String) throws {
    try checkLength(model, said.place)
    try checkLength(said.family, said.place)
    try checkLength(said.scale, said.place)
    try checkLayers(said)
    try statement.put(said, of: model.isEmpty ? unnamed : model)
  }

  private mutating func take(_ score: ScoreRecord) throws {
    try check(score.value, score.key.task, score.key.metric, score.model, score.locator)
    try checkLength(score.key.filter, score.locator)
    try checkLength(score.key.taskVersion ?? "", score.locator)
    try checkCount(score.n, "the number of items", score.locator)
    try checkCount(score.key.shots, "the number of shots", score.locator)
    try checkError(score)
    if !score.key.unit.allows(score.value) { strange += 1 }
    let row = ScoreRow(
      model: try models.id(score.model.isEmpty ? unnamed : score.model),
      key: try keys.id(ResultKey(score)), file: fileID,
      value: score.value + 0,  // SQLite keeps no negative zero.
      standardError: score.standardError.flatMap { $0.isFinite && $0 >= 0 ? $0 + 0 : nil },
      n: score.n.flatMap { $0 < 0 ? nil : $0 }, locator: score.locator)
    try scores.put(row, isNew: models.isNew(row.model) || keys.isNew(row.key)) {
      counts.noteScore($0, again: $1)
    }
  }

  private mutating func take(_ point: PointRecord) throws {
    try check(point.value, point.series, "point", point.run, point.locator)
    guard NumberBounds.steps.contains(point.step) else {
      throw fault(
        "the step is too large", point.locator, "\(point.step)",
        expected: "\(NumberBounds.steps.upperBound) at most")
    }
    let row = PointRow(
      model: try models.id(point.run.isEmpty ? unnamed : point.run),
      series: try series.id(point.series), step: Int64(point.step), file: fileID,
      value: point.value + 0)
    try points.put(row, isNew: models.isNew(row.model) || series.isNew(row.series)) {
      counts.notePoint($0, again: $1)
    }
  }

  /// Puts what waits, and says what the import did.
  mutating func finish(_ format: String, _ summary: ImportSummary) throws -> ImportOutcome {
    try scores.flush { counts.noteScore($0, again: $1) }
    try points.flush { counts.notePoint($0, again: $1) }
    try models.forEachSeen { id in
      fileModel.bind(1, fileID)
      fileModel.bind(2, id)
      _ = try fileModel.insert()
    }
    return ImportOutcome(
      id: fileID, path: file.path, format: format, version: summary.version, isKnown: false,
      models: models.count, metrics: keys.count + series.count, new: counts.new,
      same: counts.same, conflicting: counts.conflicting,
      warnings: summary.warnings + ownWarnings)
  }

  private var ownWarnings: [String] {
    [
      (counts.repeated, "logged a step again with another value; the last one counts"),
      (
        counts.contradicted, "stand beside another value for the same model and metric in this file"
      ),
      (strange, "are outside of the range of their unit and taken as plain scores"),
    ].filter { $0.0 > 0 }.map { "\($0.0) of its values \($0.1)" }
  }

  private func check(
    _ value: Double, _ name: String, _ metric: String, _ model: String, _ locator: String
  ) throws {
    guard value.isFinite else { throw fault("a value is not finite", locator, "\(value)") }
    guard abs(value) <= NumberBounds.magnitude else {
      throw fault(
        "a value is too large", locator, "\(value)", expected: "\(NumberBounds.magnitude) at most")
    }
    guard !name.isEmpty, !metric.isEmpty else {
      throw fault("a record has no name of what was measured", locator, nil)
    }
    try checkLength(name, locator)
    try checkLength(metric, locator)
    try checkLength(model, locator)
    try checkLength(locator, locator)
  }

  private func checkCount(_ count: Int?, _ what: String, _ locator: String) throws {
    // Some tools write -1 for all.
    guard let count, count > NumberBounds.counts.upperBound else { return }
    throw fault(
      "\(what) is too large", locator, "\(count)",
      expected: "\(NumberBounds.counts.upperBound) at most")
  }

  /// The mean of shares cannot be further off than the whole.
  private func checkError(_ score: ScoreRecord) throws {
    let most = score.key.unit.whole ?? NumberBounds.magnitude
    guard let error = score.standardError, error.isFinite, error > most else { return }
    throw fault(
      "the standard error is too large", score.locator, "\(error)", expected: "\(most) at most")
  }

  private func checkLayers(_ said: ModelStatement) throws {
    let counts = [said.totalLayers, said.attentionLayers].compactMap { $0 }
    guard let wrong = counts.first(where: { !(0...ConfigStack.mostLayers).contains($0) }) else {
      return
    }
    throw Fault(
      "the number of layers cannot be one", at: said.place,
      expected: "a whole number up to \(ConfigStack.mostLayers)", found: "\(wrong)")
  }

  private func checkLength(_ name: String, _ locator: String) throws {
    guard name.utf8.count > Self.longestName else { return }
    throw fault("a name is too long", locator, "\(name.utf8.count) bytes: \(name.clipped)")
  }

  private func fault(
    _ what: String, _ locator: String, _ found: String?, expected: String? = nil
  ) -> Fault {
    Fault(what, at: "\(file.path): \(locator.prefix(200))", expected: expected, found: found)
  }
}

/// How many values were what to the store.
struct ImportCounts {
  private(set) var new = 0
  private(set) var same = 0
  private(set) var conflicting = 0
  /// Steps that the file has again with another value.
  private(set) var repeated = 0
  /// Scores that the file has twice with different values.
  private(set) var contradicted = 0

  mutating func noteScore(_ novelty: Novelty, again: Novelty?) {
    if again == .conflicting { contradicted += 1 }
    note(again ?? novelty)
  }

  mutating func notePoint(_ novelty: Novelty, again: Novelty?) {
    if again == .conflicting { repeated += 1 }
    note(again == .conflicting ? .new : again ?? novelty)
  }

  private mutating func note(_ novelty: Novelty) {
    switch novelty {
    case .new: new += 1
    case .same: same += 1
    case .conflicting: conflicting += 1
    }
  }
}
