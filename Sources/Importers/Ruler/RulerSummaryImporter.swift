import Core
import Foundation
import Published
import Results

/// The summaries that NVIDIA's RULER writes: a table on its side, with a column a task.
///
///     0,1,2
///     Tasks,niah_single_1,vt
///     Score,100.0,99.4
///     Nulls,0/500,0/500
///
/// Scores are in percent. The length stands in the path only.
public enum RulerSummaryImporter: ResultImporter {
  public static let format = "ruler-summary"
  public static let title = "RULER summary (CSV)"

  public static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText.drop { $0 == "\u{FEFF}" }
    let lines = text.split(maxSplits: 2, whereSeparator: \.isNewline)
    guard lines.count > 1, lines[0].hasPrefix("0,1") else { return false }
    return lines[1].hasPrefix("Tasks,")
  }

  /// Model and length; a model without a name is called by the file's path.
  public static func context(of file: ImportFile) -> String {
    RulerPath(file.url).context(of: file)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let table = try CSV.parse(file.data(atMost: 4 << 20), path: file.path)
    var reading = try RulerReading(table.records, file: file)
    for record in try reading.records() { try take(.score(record)) }
    return ImportSummary(warnings: reading.notes.warnings)
  }
}

/// One pass over a summary.
private struct RulerReading {
  let file: ImportFile
  let path: RulerPath
  let tasks: CSVRecord
  let scores: CSVRecord
  let nulls: CSVRecord?
  var notes = ImportNotes()

  init(_ rows: [CSVRecord], file: ImportFile) throws {
    self.file = file
    path = RulerPath(file.url)
    tasks = try Self.row("Tasks", of: rows, file) ?? Self.missing("Tasks", file)
    scores = try Self.row("Score", of: rows, file) ?? Self.missing("Score", file)
    nulls = try Self.row("Nulls", of: rows, file)
    if path.length == nil { notes.add("the path names no sequence length") }
    if nulls == nil { notes.add("the row Nulls is missing, so numbers of items are not known") }
  }

  private static func row(
    _ name: String, of rows: [CSVRecord], _ file: ImportFile
  ) throws -> CSVRecord? {
    let found = rows.filter { $0.fields.first == name }
    guard found.count < 2 else {
      throw Fault("the row \(name) stands twice", at: "\(file.path):\(found[1].line)")
    }
    return found.first
  }

  private static func missing(_ name: String, _ file: ImportFile) throws -> CSVRecord {
    throw Fault("the row \(name) is missing", at: file.path, expected: "Tasks, Score, Nulls")
  }

  mutating func records() throws -> [ScoreRecord] {
    var seen: Set<String> = []
    let records = try (1..<max(1, tasks.fields.count)).compactMap { column in
      let task = tasks.fields[column]
      guard !task.isEmpty, seen.insert(task).inserted else {
        throw Fault(
          task.isEmpty ? "a task has no name" : "a task stands twice",
          at: "\(file.path):\(tasks.line): column \(column)", found: task.clipped)
      }
      return try record(task, column)
    }
    notes.doubtPercent(records.map(\.value))
    return records
  }

  private mutating func record(_ task: String, _ column: Int) throws -> ScoreRecord? {
    let count = try count(task, column)
    let text = scores.fields[column]
    guard !["", "nan", "inf", "-inf", "infinity", "-infinity"].contains(text.lowercased()) else {
      notes.add("\(task.clipped): the score is \"\(text)\"; it is left out")
      return nil
    }
    guard let value = StrictNumber.decimal(text)?.value else {
      throw Fault(
        "the score is not a number", at: "\(file.path):\(scores.line): \(task.clipped)",
        expected: MetricUnit.percent.rule, found: text.clipped)
    }
    return ScoreRecord(
      model: path.model, task: task, metric: RulerLength.metric(path.length),
      value: value, unit: notes.unit(.percent, holding: value, of: task.clipped), n: count,
      higherIsBetter: true,
      locator: "line \(scores.line): column \(column)")
  }

  /// How many items were asked, from `empty answers/items`.
  private mutating func count(_ task: String, _ column: Int) throws -> Int? {
    guard let nulls else { return nil }
    let text = nulls.fields[column]
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
      StrictNumber.natural(String($0))
    }
    guard parts.count == 2, let empty = parts[0], let all = parts[1], empty <= all else {
      throw Fault(
        "the number of empty answers cannot be read",
        at: "\(file.path):\(nulls.line): \(task.clipped)", expected: "two counts, such as 0/500",
        found: text.clipped)
    }
    if empty > 0 { notes.add("\(task.clipped): \(empty) of \(all) answers are empty") }
    return all > 0 ? all : nil
  }
}
