import Core
import Results

/// RULER's scores of several models and lengths in one table, one column for each task, in percent:
///
///     model,ctx,niah_single_1,vt
///     gla-1.3B,4096,100.0,99.72
enum RulerTableImporter: ResultImporter {
  static let format = "ruler-table"
  static let title = "RULER table of models and lengths (CSV)"

  static func recognises(_ file: ImportFile) -> Bool {
    file.csvHeader.flatMap(RulerTableColumns.init) != nil
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    var columns: RulerTableColumns?
    var notes = ImportNotes()
    var count = 0
    try file.forEachCSVRecord { row in
      guard let known = columns else {
        columns = try RulerTableColumns(row.texts())
        if columns == nil { throw wrongHeader(file) }
        return
      }
      let scores = try known.records(row, &notes)
      notes.doubtPercent(scores.map(\.value), at: "line \(row.line)")
      count += scores.count
      for score in scores { try take(.score(score)) }
    }
    guard count > 0 else {
      throw Fault(
        "the table has no scores", at: file.path, expected: "a row of a model and a length")
    }
    return ImportSummary(warnings: (columns?.warnings ?? []) + notes.warnings)
  }

  private static func wrongHeader(_ file: ImportFile) -> Fault {
    Fault(
      "the header is not that of a table of RULER", at: "\(file.path):1",
      expected: "a column of models, one of lengths, and tasks of RULER")
  }
}

/// Which column of a table holds what.
private struct RulerTableColumns {
  private let model: Int
  private let length: Int
  private let tasks: [(column: Int, name: String)]
  /// Columns that are means over tasks.
  let warnings: [String]

  init?(_ header: [String]) {
    let names = header.map { $0.trimmed.lowercased() }
    guard let model = names.firstIndex(where: Self.models.contains),
      let length = names.firstIndex(where: Self.lengths.contains),
      names.contains(where: Self.isOfRuler), Set(header).count == header.count
    else { return nil }
    (self.model, self.length) = (model, length)
    let means = header.indices.filter { Self.means.contains(names[$0]) }
    warnings = means.map { "the column \(header[$0].clipped), a mean over tasks, is left out" }
    tasks = header.indices.filter { $0 != model && $0 != length && !means.contains($0) }
      .filter { !names[$0].isEmpty }.map { ($0, header[$0].trimmed) }
  }

  func records(_ row: CSVCursor, _ notes: inout ImportNotes) throws -> [ScoreRecord] {
    let place = "line \(row.line)"
    let name = try row.text(model).trimmed
    guard let length = RulerLength.tokens(try row.text(length).trimmed), !name.isEmpty else {
      notes.add("rows without a model or a length are left out", at: place)
      return []
    }
    return tasks.compactMap { column, task in
      switch row.number(column) {
      case .number(let value):
        return ScoreRecord(
          model: name, task: task, metric: RulerLength.metric(length), value: value,
          unit: notes.unit(.percent, holding: value, of: "\(place), \(task.clipped)"),
          higherIsBetter: true, locator: "\(place): \(task)")
      case .blank: return nil
      case .missing, .text:
        notes.add("\(task.clipped): cells that are not numbers are left out", at: place)
        return nil
      }
    }
  }

  private static func isOfRuler(_ task: String) -> Bool {
    ["vt", "cwe", "fwe"].contains(task) || task.hasPrefix("niah_")
  }

  private static let models: Set<String> = ["model", "models", "model_name"]
  private static let lengths: Set<String> = [
    "ctx", "context", "context_length", "context_len", "ctx_len", "length", "len", "seq_len",
    "seq_length", "seqlen", "max_seq_length", "max_length",
  ]
  private static let means: Set<String> = [
    "avg", "average", "mean", "avg.", "wavg", "weighted_average",
  ]
}
