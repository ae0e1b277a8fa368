import Core
import Foundation
import Results

/// Curves in a plain table: a column of steps, and a column of values per series (`step,train_loss,val_loss`). So
/// write scripts of one's own, Lightning's `CSVLogger` (`metrics.csv`), Keras's (`epoch,loss,val_loss`), and
/// TensorBoard's download of one curve.
///
/// Commas, semicolons or tabs separate the fields. Cells may be blank. A column may name the run, or stand before the
/// series' names (`split`, or `tag` with the values in `value`).
enum WideCSVImporter: ResultImporter {
  static let format = "wide-csv"
  static let title = "wide CSV: a column of steps and a column per series"

  static func recognises(_ file: ImportFile) -> Bool {
    guard file.isNamedAsTable, let header = file.csvHeader, header.count > 1 else { return false }
    if TensorBoardDownload.fits(header) { return true }
    return WideCSVColumns.step(header) != nil && !isOfOthers(file, header)
  }

  private static func isOfOthers(_ file: ImportFile, _ header: [String]) -> Bool {
    LongCSVImporter.recognises(file) || WandbHistoryImporter.fits(header)
      || WandbRunsTableImporter.recognises(file) || MLflowRunsTableImporter.fits(header)
  }

  static func context(of file: ImportFile) -> String {
    if let header = file.csvHeader, TensorBoardDownload.fits(header) {
      let download = TensorBoardDownload(file)
      return "\(download.run)\n\(download.series)"
    }
    return run(file)
  }

  private static func run(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["metrics", "losses", "loss", "history", "progress"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    try CurveRows.read(file.path) { rows in
      try rows.take(table: file, take) { record, notes in
        let header = try record.texts()
        return TensorBoardDownload.fits(header)
          ? TensorBoardDownload(file).columns(&notes)
          : try WideCSVColumns.columns(header, run: run(file), record, &notes)
      }
    }.summary()
  }
}

/// What the header of a plain table of curves says.
enum WideCSVColumns {
  /// Names of the step, best first, in the form of `plain`.
  private static let steps = [
    "global_step", "train/global_step", "trainer/global_step", "step", "steps", "train_step",
    "training_step", "iteration", "iterations", "iter", "iters", "iter_num", "update", "updates",
    "num_updates", "current_steps",
  ]
  private static let epochs = ["epoch", "epochs"]
  private static let runs = ["run", "run_name", "run_id", "experiment", "model", "name"]
  private static let splits = ["split", "phase", "stage", "mode", "subset"]
  private static let tags = ["tag", "metric", "series", "variable", "key", "name"]
  private static let times: Set<String> = [
    "time", "wall_time", "walltime", "timestamp", "date", "datetime", "created_at",
  ]

  /// The column of steps; that of epochs where it is the first and there is no other.
  static func step(_ header: [String]) -> Int? {
    let names = header.map(plain)
    if let step = steps.lazy.compactMap({ names.firstIndex(of: $0) }).first { return step }
    return names.first.map(epochs.contains) == true ? 0 : nil
  }

  static func columns(
    _ header: [String], run: String, _ record: CSVCursor, _ notes: inout ImportNotes
  ) throws -> CurveColumns {
    guard let step = step(header) else {
      throw Fault(
        "the header has no column of steps", at: "\(record.path):\(record.line)",
        expected: "a column step, iteration, iter, global_step or a first column epoch",
        found: header.joined(separator: ", ").clipped)
    }
    let names = header.map(plain)
    if epochs.contains(names[step]) { notes.add("no column tells steps, so the steps are epochs") }
    let value = names.firstIndex(of: "value")
    let tag = value == nil ? nil : first(of: tags, in: names)
    var columns = CurveColumns(step: step, series: [])
    columns.prefix = tag ?? first(of: splits, in: names)
    columns.run = first(of: runs.filter { $0 != tag.map { names[$0] } }, in: names)
    let special = [step, columns.prefix, columns.run].compactMap { $0 }
    let texts = notes.numbered(header.map(trimmed), at: "line \(record.line)")
    columns.series = header.indices.compactMap { index in
      guard !special.contains(index), isSeries(names[index], &notes) else { return nil }
      let isTagged = tag != nil && index == value
      return CurveColumns.Series(index: index, run: run, name: isTagged ? "" : texts[index])
    }
    return columns
  }

  private static func first(of wanted: [String], in names: [String]) -> Int? {
    wanted.lazy.compactMap { names.firstIndex(of: $0) }.first
  }

  /// Whether a column may hold values. What only tells the time, or the step in another way, does not.
  private static func isSeries(_ name: String, _ notes: inout ImportNotes) -> Bool {
    if name.isEmpty || name.hasPrefix("unnamed:") { return false }
    if epochs.contains(name) {
      notes.add("the column \(name) is left out, since another column tells the step")
      return false
    }
    guard times.contains(name) else { return true }
    notes.add("the column \(name) is left out, since it tells the time")
    return false
  }

  private static func trimmed(_ name: String) -> String {
    name.trimmingCharacters(in: .whitespaces)
  }

  /// The name in lower case, with underscores for spaces.
  private static func plain(_ name: String) -> String {
    trimmed(name).lowercased().replacing(" ", with: "_")
  }
}

/// The CSV that TensorBoard downloads for one curve. Its run and series stand in its name alone:
/// `run-gla_340M-tag-train_loss.csv`.
struct TensorBoardDownload {
  let run: String
  let series: String
  private let isNamed: Bool

  static func fits(_ header: [String]) -> Bool { header == ["Wall time", "Step", "Value"] }

  /// A file that was given another name is called by that, in a run that its folder names.
  init(_ file: ImportFile) {
    let stem = file.url.deletingPathExtension().lastPathComponent
    let parts = Self.withoutCopy(stem).components(separatedBy: "-tag-")
    let run = parts.dropLast().joined(separator: "-tag-")
    isNamed = parts.count > 1 && run.hasPrefix("run-") && !(parts.last ?? "").isEmpty
    series = isNamed ? parts.last ?? "" : stem
    // The run of TensorBoard's own folder is called by a point.
    let name = run.dropFirst(4)
    self.run = isNamed && !["", "."].contains(name) ? String(name) : file.folderRunName
  }

  func columns(_ notes: inout ImportNotes) -> CurveColumns {
    if !isNamed {
      notes.add(
        "the file's name is not run-NAME-tag-TAG.csv, so the series is called by the file and the run by "
          + "its folder: \(series.clipped), \(run.clipped)")
    }
    return CurveColumns(step: 1, series: [CurveColumns.Series(index: 2, run: run, name: series)])
  }

  /// The name without the number that a browser gives to a second download: ` (1)`.
  private static func withoutCopy(_ stem: String) -> String {
    guard stem.hasSuffix(")"), let start = stem.range(of: " (", options: .backwards),
      stem[start.upperBound...].dropLast().allSatisfy(\.isNumber)
    else { return stem }
    return String(stem[..<start.lowerBound])
  }
}
