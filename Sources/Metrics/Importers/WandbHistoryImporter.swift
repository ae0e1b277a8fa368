import Core

/// A run's history as Weights & Biases exports it: points of all series by step.
///
/// Two forms. A CSV has a column `_step` or `Step` somewhere; cells are blank where a row did not log
/// that series. A chart's export names its columns `run - series` and has one run a column. JSON lines
/// hold one object a row. Names that begin with `_` are the logger's own (time, runtime) and are left
/// out, and so are values that are no numbers, with a warning for each name.
public enum WandbHistoryImporter: ResultImporter {
  public static let format = "wandb-history"
  public static let title = "Weights & Biases run history (CSV or JSON lines)"

  public static func recognises(_ file: ImportFile) -> Bool {
    WandbHistoryLines.recognises(file) || (file.csvHeader.map(WandbHistoryColumns.fits) ?? false)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let run = file.runName(withoutSuffixes: ["wandb-history", "history", "wandb_export"])
    var rows = WandbRows(path: file.path)
    if WandbHistoryLines.recognises(file) {
      try WandbHistoryLines.read(file, run: run, &rows, take)
      return ImportSummary(version: "jsonl", warnings: rows.notes.warnings)
    }
    try readTable(file, run: run, &rows, take)
    return ImportSummary(version: "csv", warnings: rows.notes.warnings)
  }

  private static func readTable(
    _ file: ImportFile, run: String, _ rows: inout WandbRows,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    var columns: WandbHistoryColumns?
    try file.forEachCSVRecord { record in
      guard let columns else {
        columns = try WandbHistoryColumns(record, run: run, &rows.notes)
        return
      }
      try rows.take(record, columns, take)
    }
  }
}

/// What rows of a history have in common: which steps have been, and what is left out.
struct WandbRows {
  let path: String
  var notes = ImportNotes()
  private var steps = SeriesSteps()

  init(path: String) { self.path = path }

  mutating func take(
    _ record: CSVCursor, _ columns: WandbHistoryColumns, _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let step = try step(record, columns.step) else { return }
    let place = "line \(record.line)"
    for column in columns.series {
      let cell = record.number(column.index)
      guard cell != .blank else { continue }
      let isLast = column.index == record.count - 1
      if record.isCut, isLast {
        notes.add(
          "the file ends in the middle of a line: its last value is left out", at: "\(record.line)")
        continue
      }
      try point(cell, column.run, column.name, step, place, take)
    }
  }

  /// Hands over a value, or notes why not.
  mutating func point(
    _ cell: NumberCell, _ run: String, _ series: String, _ step: Int, _ place: String,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    guard !series.isEmpty else { return notes.add("values without a name are left out", at: place) }
    switch cell {
    case .number(let value):
      guard try admits(step, run, series, place) else {
        let name = ImportNotes.short(series)
        notes.add("\(name): steps that are not above the one before are left out", at: place)
        return
      }
      try take(
        .point(PointRecord(run: run, series: series, step: step, value: value, locator: place)))
    case .missing:
      notes.add("\(ImportNotes.short(series)): values that are not finite are left out", at: place)
    case .text:
      notes.add("\(ImportNotes.short(series)): values that are no numbers are left out", at: place)
    case .blank: break
    }
  }

  private mutating func admits(
    _ step: Int, _ run: String, _ series: String, _ place: String
  ) throws -> Bool {
    if let answer = steps.admits(step, of: series, run: run) { return answer }
    throw Fault(
      "the file has too many series", at: "\(path): \(place)",
      expected: "\(SeriesSteps.limit) at most")
  }

  private mutating func step(_ record: CSVCursor, _ index: Int) throws -> Int? {
    switch record.number(index) {
    case .blank:
      notes.add("rows without a step are left out", at: "line \(record.line)")
      return nil
    case .number(let value):
      if let step = NumberCell.natural(value) { return step }
      fallthrough
    default:
      throw Fault(
        "the step is no whole number", at: "\(path):\(record.line)", expected: "0 or more",
        found: ImportNotes.short(try record.text(index)))
    }
  }
}
