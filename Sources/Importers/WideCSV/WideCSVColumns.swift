import Core
import Foundation
import Results

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
