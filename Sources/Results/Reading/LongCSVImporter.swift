import Core
import Published

/// The plain long CSV, for any numbers: each line is a score or a point of a curve.
///
/// A score has model, task and metric; a point has its run as model, its series as task, and a step.
/// docs/store.md describes the columns.
public enum LongCSVImporter: ResultImporter {
  public static let format = "long-csv"
  public static let title = "long CSV: a line a score or a point"

  public static var mayBeEmpty: Bool { true }

  public static func recognises(_ file: ImportFile) -> Bool {
    let head = file.head.dropFirst(file.head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
    return [LongCSVColumn.header, LongCSVColumn.shortHeader].contains {
      line.elementsEqual($0.utf8)
    }
  }

  public static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    var strange = (count: 0, line: 0)
    var isHeader = true
    let cursor = CSVCursor(path: file.path, longestRecord: 1 << 20)
    var row = LongCSVRow(cursor)
    try file.forEachChunk { chunk, _ in
      try cursor.feed(chunk) { record in
        guard !isHeader else {
          isHeader = false
          return try checkHeader(record)
        }
        var imported = try row.imported()
        if case .score(var score) = imported, !score.key.unit.allows(score.value) {
          score.key.unit = .score
          imported = .score(score)
          if strange.count == 0 { strange.line = record.line }
          strange.count += 1
        }
        try take(imported)
      }
    }
    guard cursor.isAtLineEnd, !isHeader else {
      throw Fault(
        isHeader ? "the file has no header" : "the last line does not end",
        at: "\(file.path):\(cursor.line)", expected: isHeader ? LongCSVColumn.header : nil,
        hint: "the file was probably cut short; fetch it again")
    }
    return ImportSummary(warnings: strange.count > 0 ? [warning(strange)] : [])
  }

  private static func checkHeader(_ record: CSVCursor) throws {
    let found = try record.texts()
    guard ![LongCSVColumn.header, LongCSVColumn.shortHeader].contains(found.joined(separator: ","))
    else { return }
    throw Fault(
      "the header is another one", at: "\(record.path):1", expected: LongCSVColumn.header,
      found: found.joined(separator: ","))
  }

  private static func warning(_ strange: (count: Int, line: Int)) -> String {
    "\(strange.count) value\(strange.count == 1 ? " is" : "s are") outside of the range of the "
      + "unit and taken as plain scores; the first is on line \(strange.line)"
  }
}

/// The columns of the long CSV, in order. The last two may be missing, as they were in the first edition.
enum LongCSVColumn: Int {
  case kind, model, task, metric, filter, shots, taskVersion, step, value, standardError, n, unit
  case higherIsBetter, settings, seed

  private static let names = [
    "kind", "model", "task", "metric", "filter", "shots", "task_version", "step", "value", "stderr",
    "n", "unit", "higher_is_better", "settings", "seed",
  ]
  /// The first line of the file, and that of the first edition.
  static let header = names.joined(separator: ",")
  static let shortHeader = names.dropLast(2).joined(separator: ",")

  var name: String { Self.names[rawValue] }

  /// What a point leaves empty.
  static let ofScoresAlone: [LongCSVColumn] = [
    .metric, .filter, .shots, .taskVersion, .standardError, .n, .unit, .higherIsBetter, .settings,
    .seed,
  ]
}

/// Turns the fields of one line into a record.
private struct LongCSVRow {
  let record: CSVCursor
  /// The last text of each column, which mostly comes again.
  private var texts = Array(repeating: "", count: LongCSVColumn.seed.rawValue + 1)

  init(_ record: CSVCursor) { self.record = record }

  mutating func imported() throws -> ImportRecord {
    switch try text(.kind) {
    case "score": .score(try score())
    case "point": .point(try point())
    default: throw fault("the kind is unknown", .kind, "score or point")
    }
  }

  private mutating func point() throws -> PointRecord {
    for column in LongCSVColumn.ofScoresAlone where !field(column).isEmpty {
      throw fault("a point has no such field", column, "nothing")
    }
    return PointRecord(
      run: try text(.model), series: try name(.task), step: try integer(.step),
      value: try number(.value), locator: locator)
  }

  private mutating func score() throws -> ScoreRecord {
    guard field(.step).isEmpty else { throw fault("a score has no step", .step, "nothing") }
    return ScoreRecord(
      model: try text(.model), task: try name(.task), metric: try name(.metric),
      filter: try text(.filter), shots: try natural(.shots),
      taskVersion: field(.taskVersion).isEmpty ? nil : try text(.taskVersion),
      settings: try settings(), seed: try natural(.seed), value: try number(.value),
      unit: try unit(), standardError: try standardError(), n: try natural(.n),
      higherIsBetter: try flag(.higherIsBetter), locator: locator)
  }

  private var locator: String { "line \(record.line)" }

  /// The bytes of a field; none where the file lacks the column.
  private func field(_ column: LongCSVColumn) -> UnsafeRawBufferPointer {
    column.rawValue < record.count
      ? record[column.rawValue] : UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private mutating func text(_ column: LongCSVColumn) throws -> String {
    let field = field(column)
    if field.elementsEqual(texts[column.rawValue].utf8) { return texts[column.rawValue] }
    guard let text = String(validating: field, as: UTF8.self) else {
      throw fault("the field is not UTF-8", column)
    }
    texts[column.rawValue] = text
    return text
  }

  private mutating func name(_ column: LongCSVColumn) throws -> String {
    guard !field(column).isEmpty else { throw fault("the field is empty", column) }
    return try text(column)
  }

  private mutating func unit() throws -> MetricUnit {
    if let unit = MetricUnit(rawValue: try text(.unit)) { return unit }
    throw fault(
      "the unit is unknown", .unit, MetricUnit.allCases.map(\.rawValue).joined(separator: ", "))
  }

  private mutating func settings() throws -> EvaluationSettings {
    guard !field(.settings).isEmpty else { return .none }
    if let settings = EvaluationSettings(try text(.settings)) { return settings }
    throw fault(
      "the settings cannot be read", .settings, #"a JSON object of texts, such as {"limit":"10"}"#)
  }

  private func standardError() throws -> Double? {
    guard !field(.standardError).isEmpty else { return nil }
    let value = try number(.standardError)
    guard value < 0 else { return value }
    throw fault("the standard error is negative", .standardError, "at least 0")
  }

  private func number(_ column: LongCSVColumn) throws -> Double {
    if let value = DecimalText.double(field(column)) { return value }
    throw fault("this is not a number", column, "a decimal number")
  }

  private func integer(_ column: LongCSVColumn) throws -> Int {
    if let value = DecimalText.integer(field(column)) { return value }
    throw fault("this is not a whole number", column, "a whole number")
  }

  private func natural(_ column: LongCSVColumn) throws -> Int? {
    guard !field(column).isEmpty else { return nil }
    let value = try integer(column)
    guard value < 0 else { return value }
    throw fault("the number is negative", column, "at least 0, or nothing")
  }

  private mutating func flag(_ column: LongCSVColumn) throws -> Bool? {
    switch try text(column) {
    case "": nil
    case "true": true
    case "false": false
    default: throw fault("this is neither true nor false", column, "true, false or nothing")
    }
  }

  private func fault(_ what: String, _ column: LongCSVColumn, _ expected: String? = nil) -> Fault {
    Fault(
      what, at: "\(record.path):\(record.line): \(column.name)", expected: expected,
      found: String(decoding: field(column).prefix(80), as: UTF8.self))
  }
}
