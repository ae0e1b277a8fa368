import Core
import Results

/// The `trainer_state.json` that the Trainer of Hugging Face's transformers writes: points of
/// all numbers in `log_history`, by step.
///
/// Each row is of the training, of an evaluation (`eval_loss`) or the summary at the end. The summary
/// tells `train_loss`, a mean over the whole run, which is a series of its own and not `loss`. Epochs are another name
/// of the step and are left out.
public enum TrainerStateImporter: ResultImporter {
  public static let format = "hf-trainer-state"
  public static let title = "Hugging Face trainer_state.json"

  public static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText.drop(while: \.isWhitespace)
    guard text.first == "{" else { return false }
    return text.contains("\"log_history\"") || file.name.hasSuffix("trainer_state.json")
  }

  public static func context(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["trainer_state"])
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let state = try file.json()
    guard let rows = state["log_history"]?.array else {
      throw Fault(
        "log_history is missing", at: file.path, expected: "a list of rows",
        found: state["log_history"]?.summary)
    }
    var history = TrainerHistory(path: file.path, run: context(of: file))
    for (index, row) in rows.enumerated() {
      try history.take(row, index: index, take)
    }
    let isNew = state["stateful_callbacks"] != nil
    return ImportSummary(
      version: isNew ? "4.42 or later" : "before 4.42", warnings: history.notes.warnings)
  }
}

/// The rows of `log_history`.
private struct TrainerHistory {
  private struct Point: Hashable {
    let series: String
    let step: Int
  }

  let path: String
  let run: String
  var notes = ImportNotes()
  private var known: [Point: Double] = [:]

  init(path: String, run: String) {
    self.path = path
    self.run = run
  }

  mutating func take(
    _ row: JSONNode, index: Int, _ take: (ImportRecord) throws -> Void
  ) throws {
    let place = "\(path):\(row.line)"
    guard row.object != nil else {
      throw Fault(
        "log_history[\(index)] is not a row", at: place, expected: "an object", found: row.summary)
    }
    guard let step = try step(row, index, place) else {
      notes.add("rows without a step are left out", at: "line \(row.line)")
      return
    }
    try row.forEachLeaf { name, value in
      guard name != "step", name != "epoch" else { return }
      try point(value.cell, name, step, value.line, "log_history[\(index)].\(name)", take)
    }
  }

  private func step(_ row: JSONNode, _ index: Int, _ place: String) throws -> Int? {
    guard let value = row["step"] else { return nil }
    guard let step = value.natural else {
      throw Fault(
        "log_history[\(index)].step is not a whole number", at: place, expected: "0 or more",
        found: value.summary)
    }
    return step
  }

  private mutating func point(
    _ cell: NumberCell, _ name: String, _ step: Int, _ line: Int, _ locator: String,
    _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let value = notes.number(cell, of: name, at: "line \(line)") else { return }
    let place = Point(series: name, step: step)
    if let before = known[place] {
      guard before != value else { return }
      return notes.add(
        "\(name.clipped): a second value at one step is left out", at: "line \(line)")
    }
    known[place] = value
    try take(
      .point(PointRecord(run: run, series: name, step: step, value: value, locator: locator)))
  }
}
