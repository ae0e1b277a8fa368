import Core
import Foundation
import GRDB

extension ResultStore {
  /// Writes all scores and points as long CSV: scores first, each by model, task, metric and the other
  /// columns, points by run, series and step. A value that several files have stands once; values
  /// that contradict one another all stand, in the order of their files.
  ///
  /// The same contents give the same bytes, and importing the file into an empty store and exporting
  /// that gives them again.
  public func exportLongCSV(to url: URL) throws {
    try AtomicFile.write(to: url) { sink in
      try file.read { db in
        var export = LongCSVExport(db)
        try export.run { try sink.write($0) }
      }
    }
  }
}

/// One pass over a store.
private struct LongCSVExport {
  private let db: Database
  private var text = LongCSVText()
  /// What a line without settings and seed ends with.
  private var padding: [String] = []

  /// A store without settings and seeds is written as the first edition of the format was.
  private static let isShort = """
    SELECT NOT EXISTS (SELECT 1 FROM result_key WHERE settings <> '' OR seed IS NOT NULL)
    """

  init(_ db: Database) { self.db = db }

  mutating func run(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    let isShort = try Bool.fetchOne(db, sql: Self.isShort) ?? true
    text.line([isShort ? LongCSVColumn.shortHeader : LongCSVColumn.header])
    padding = isShort ? [] : ["", ""]
    let models = try names("result_model")
    let scores = try RawStatement(
      db,
      """
      SELECT key_id, \(ResultKey.columns), value, stderr, n
      FROM score s JOIN result_key k ON k.id = s.key_id WHERE model_id = ?
      ORDER BY \(ResultKey.columns), file_id, turn
      """)
    for model in models {
      scores.bind(1, model.id)
      try self.scores(model.name, scores, write)
      scores.reset()
    }
    let series = try names("series")
    let points = try RawStatement(
      db,
      """
      SELECT step, value FROM point WHERE model_id = ? AND series_id = ?
      ORDER BY step, file_id, turn
      """)
    for model in models {
      for series in series {
        points.bind(1, model.id)
        points.bind(2, series.id)
        try self.points(model.name, series.name, points, write)
        points.reset()
      }
    }
    try text.flush(write)
  }

  private func names(_ table: String) throws -> [(id: Int64, name: String)] {
    try db.rows("SELECT id, name FROM \(table) ORDER BY name") { ($0.int64(0), $0.text(1)) }
  }

  private mutating func scores(
    _ model: String, _ row: RawStatement, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var last: (key: Int64, value: ResultValue)?
    let first = 1 + ResultKey.width
    while try row.step() {
      let key = row.int64(0)
      let value = ResultValue(
        value: row.double(first), standardError: row.optionalDouble(first + 1),
        n: row.count(first + 2))
      if let last, last.key == key, last.value == value { continue }
      last = (key, value)
      let about = ResultKey(row, from: 1)
      let end = padding.isEmpty ? [] : [about.settings.text, number(about.seed)]
      text.line(
        [
          "score", model, about.task, about.metric, about.filter, number(about.shots),
          about.taskVersion ?? "", "", NumberText.exact(value.value),
          value.standardError.map(NumberText.exact) ?? "", number(value.n), about.unit.rawValue,
          about.higherIsBetter.map { $0 ? "true" : "false" } ?? "",
        ] + end)
      try text.flush(write, above: 1 << 18)
    }
  }

  private mutating func points(
    _ model: String, _ series: String, _ row: RawStatement,
    _ write: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var last: (step: Int, value: Double)?
    while try row.step() {
      let (step, value) = (row.int(0), row.double(1))
      if let last, last == (step, value) { continue }
      last = (step, value)
      text.line(
        [
          "point", model, series, "", "", "", "", "\(step)", NumberText.exact(value), "", "", "",
          "",
        ] + padding)
      try text.flush(write, above: 1 << 18)
    }
  }

  private func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
}

/// CSV text as bytes, handed on in pieces.
private struct LongCSVText {
  private var bytes: [UInt8] = []

  mutating func line(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      add(field, isHeader: fields.count == 1)
    }
    bytes.append(0x0A)
  }

  mutating func flush(
    _ write: (UnsafeRawBufferPointer) throws -> Void, above limit: Int = 0
  ) throws {
    guard bytes.count > limit else { return }
    try bytes.withUnsafeBytes(write)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ field: String, isHeader: Bool) {
    let needsQuotes = !isHeader && field.utf8.contains(where: Self.isSpecial)
    guard needsQuotes else {
      bytes += field.utf8
      return
    }
    bytes.append(0x22)
    for byte in field.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x2C, 0x0A, 0x0D: true
    default: false
    }
  }
}

/// What an exported score says.
private struct ResultValue: Equatable {
  var value: Double
  var standardError: Double?
  var n: Int?
}
