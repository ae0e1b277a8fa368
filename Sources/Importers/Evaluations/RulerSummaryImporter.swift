import Core
import Foundation
import Published
import Results

/// The summaries that NVIDIA's RULER writes: a transposed table with one column per task.
///
///     0,1,2
///     Tasks,niah_single_1,vt
///     Score,100.0,99.4
///     Nulls,0/500,0/500
///
/// Scores are in percent. The length stands in the path only.
enum RulerSummaryImporter: ResultImporter {
  static let format = "ruler-summary"
  static let title = "RULER summary (CSV)"

  static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText.drop { $0 == "\u{FEFF}" }
    let lines = text.split(maxSplits: 2, whereSeparator: \.isNewline)
    guard lines.count > 1, lines[0].hasPrefix("0,1") else { return false }
    return lines[1].hasPrefix("Tasks,")
  }

  /// Model and length; a model without a name is called by the file's path.
  static func context(of file: ImportFile) -> String { RulerPath(file.url).context(of: file) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
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

/// What the path of a RULER summary says: `mistral-7b/synthetic/4096/pred/summary.csv`, or the same
/// in one name, `mistral-7b_4096_summary.csv`.
struct RulerPath {
  /// Empty where the path names none.
  var model = ""
  /// In tokens.
  var length: Int?

  init(_ url: URL) {
    let folders = url.deletingLastPathComponent().pathComponents
    if let found = Self.fromFolders(folders) {
      length = found.length
      model = found.model
    } else if let found = Self.fromName(url.deletingPathExtension().lastPathComponent) {
      length = found.length
      model = found.model
    }
  }

  /// What an importer takes from the path; a model without a name is called by the whole of it.
  func context(of file: ImportFile) -> String {
    "\(model.isEmpty ? file.path : model)\n\(length.map(String.init) ?? "")"
  }

  private static func fromFolders(_ folders: [String]) -> (length: Int, model: String)? {
    let isInside = folders.last == "pred"
    let outer = isInside ? folders.dropLast() : folders[...]
    guard let name = outer.last, let length = RulerLength.tokens(name), isInside || isUsual(length)
    else { return nil }
    let above = outer.dropLast()
    guard above.last == "synthetic", let model = above.dropLast().last, model != "/" else {
      return (length, "")
    }
    return (length, model)
  }

  private static func fromName(_ name: String) -> (length: Int, model: String)? {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard let place = parts.lastIndex(where: { RulerLength.tokens($0).map(isUsual) ?? false }),
      let length = RulerLength.tokens(parts[place])
    else { return nil }
    return (length, parts[..<place].joined(separator: "_"))
  }

  /// Whether a number by itself is likely a length, and no year or date.
  private static func isUsual(_ number: Int) -> Bool { number >= 256 && number % 256 == 0 }
}

/// Lengths of context as people write them.
enum RulerLength {
  /// `4096`, or `4k` for as many; nil for anything else.
  static func tokens(_ text: some StringProtocol) -> Int? {
    let isThousands = text.last == "k" || text.last == "K"
    let digits = text.utf8.dropLast(isThousands ? 1 : 0)
    guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(String(decoding: digits, as: UTF8.self)), number > 0
    else { return nil }
    return isThousands ? number * 1024 : number
  }

  /// The metric of RULER at a length: `score@4096`.
  static func metric(_ length: Int?) -> String { length.map { "score@\($0)" } ?? "score" }
}

extension ImportNotes {
  /// RULER counts in percent. Values that are all at most 1, and not all 0, may be fractions.
  mutating func doubtPercent(_ values: [Double], at place: String = "") {
    guard values.contains(where: { $0 > 0 }), values.allSatisfy({ $0 <= 1 }) else { return }
    add(
      "all values are at most 1, but RULER counts in percent: they may be fractions from 0 to 1; they are "
        + "kept as percentages, as written", at: place)
  }
}
