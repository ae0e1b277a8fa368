import Core
import Results

/// The `trainer_state.json` that the Trainer of Hugging Face's transformers writes: points of
/// all numbers in `log_history`, by step.
///
/// Each row is of the training, of an evaluation (`eval_loss`) or the summary at the end. The summary
/// tells `train_loss`, a mean over the whole run, which is a series of its own and not `loss`. Epochs are another name
/// of the step and are left out.
enum TrainerStateImporter: ResultImporter {
  static let format = "hf-trainer-state"
  static let title = "Hugging Face trainer_state.json"

  static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText.drop(while: \.isWhitespace)
    guard text.first == "{" else { return false }
    return text.contains("\"log_history\"") || file.name.hasSuffix("trainer_state.json")
  }

  static func context(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["trainer_state"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
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
  struct Point: Hashable {
    let series: String
    let step: Int
  }

  let path: String
  let run: String
  var notes = ImportNotes()
  var known: [Point: Double] = [:]

  mutating func take(_ row: JSONNode, index: Int, _ take: ImportSink) throws {
    guard row.object != nil else {
      throw row.fault("log_history[\(index)] is not a row", in: path, expected: "an object")
    }
    guard let step = try step(row, index) else {
      return notes.add("rows without a step are left out", at: "line \(row.line)")
    }
    try row.forEachLeaf { name, value in
      guard name != "step", name != "epoch" else { return }
      try point(value.cell, name, step, value.line, "log_history[\(index)].\(name)", take)
    }
  }

  private func step(_ row: JSONNode, _ index: Int) throws -> Int? {
    guard let value = row["step"] else { return nil }
    if let step = value.natural { return step }
    throw Fault(
      "log_history[\(index)].step is not a whole number", at: "\(path):\(row.line)",
      expected: "0 or more", found: value.summary)
  }

  private mutating func point(
    _ cell: NumberCell, _ name: String, _ step: Int, _ line: Int, _ locator: String,
    _ take: ImportSink
  ) throws {
    guard let value = notes.number(cell, of: name, at: "line \(line)") else { return }
    let place = Point(series: name, step: step)
    if let before = known[place] {
      guard before != value else { return }
      return notes.add(
        "\(name.clipped): a second value at one step is left out", at: "line \(line)")
    }
    known[place] = value
    try take(.point(run, name, step, value, at: locator))
  }
}

/// The results that the scripts of Hugging Face's transformers save at the end: `all_results.json`,
/// `eval_results.json`, `train_results.json`, `test_results.json`, `predict_results.json`.
///
/// They are scores of the final model, since the files name no step. The model has the name of the folder, or of the
/// file before `all_results`. The task is the part of the data, `eval`, `train`, `test` or `predict`, which stands
/// before each name; `perplexity` is of `eval`. Items are counted by `eval_samples`. Epochs, runtimes, speeds, memory
/// and other counts are no scores and are left out.
enum TrainerResultsImporter: ResultImporter {
  static let format = "hf-trainer-results"
  static let title = "Hugging Face all_results.json, eval_results.json or train_results.json"

  private static let parts = ["eval", "train", "test", "predict"]
  private static let names = (["all"] + parts).map { "\($0)_results" }

  static func recognises(_ file: ImportFile) -> Bool {
    guard names.contains(where: { file.name.hasSuffix($0 + ".json") }),
      file.headText.drop(while: \.isWhitespace).first == "{"
    else { return false }
    let top = JSONKeyScan(file.head).top
    return parts.contains { part in
      ["loss", "runtime", "samples"].contains { top.contains("\(part)_\($0)") }
    }
  }

  static func context(of file: ImportFile) -> String { file.runName(withoutSuffixes: names) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let (root, model) = (try file.json(), context(of: file))
    var (notes, count) = (ImportNotes(), 0)
    for member in root.object?.members ?? [] {
      guard let (part, metric) = score(member.key) else { continue }
      let place = "line \(member.value.line)"
      guard let value = notes.number(member.value.cell, of: member.key, at: place) else { continue }
      count += 1
      try take(
        .score(
          ScoreRecord(
            model: model, task: part, metric: metric, value: value,
            unit: NamedUnit.unit(metric, holding: [value]),
            n: root["\(part)_samples"]?.natural, locator: member.key)))
    }
    guard count > 0 else {
      throw notes.nothingTaken(
        at: file.path, expected: "numbers such as eval_loss, eval_accuracy or train_loss")
    }
    return ImportSummary(warnings: notes.warnings)
  }

  /// The part of the data and the metric that a name tells; nil where it is of no score.
  private static func score(_ name: String) -> (part: String, metric: String)? {
    if name == "perplexity" { return ("eval", name) }
    guard let part = parts.first(where: { name.hasPrefix($0 + "_") }) else { return nil }
    let metric = String(name.dropFirst(part.count + 1))
    guard !metric.isEmpty, !metric.hasSuffix("per_second"), !metric.contains("mem_"),
      !metric.hasSuffix("runtime"), !metric.hasSuffix("samples"), !metric.hasSuffix("steps"),
      !metric.hasSuffix("time")
    else { return nil }
    return (part, metric)
  }
}
