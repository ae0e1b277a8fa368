import Core
import Results

/// The last value of each series of a Weights & Biases run, `wandb-summary.json`: points at the run's last step.
///
/// What lm-evaluation-harness logged to the run (`piqa/acc_norm`) are scores, which need no step.
enum WandbSummaryImporter: ResultImporter {
  static let format = "wandb-summary"
  static let title = "Weights & Biases run summary (wandb-summary.json)"

  static func recognises(_ file: ImportFile) -> Bool {
    guard !WandbHistoryRows.recognises(file), !file.name.hasSuffix(".jsonl") else { return false }
    let text = file.headText
    guard text.drop(while: \.isWhitespace).first == "{" else { return false }
    if file.name.hasSuffix("wandb-summary.json") { return true }
    return text.contains("\"_step\"")
      && (text.contains("\"_timestamp\"") || text.contains("\"_wandb\""))
  }

  static func context(of file: ImportFile) -> String { run(file) }

  private static func run(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["wandb-summary", "summary"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let summary = try file.json()
    guard summary.object != nil else {
      throw Fault(
        "this is not the summary of a run", at: file.path, expected: "an object",
        found: summary.summary)
    }
    var values: [LoggedValue] = []
    summary.forEachLeaf { name, value in
      if !name.hasPrefix("_") { values.append((name, value)) }
    }
    guard !values.isEmpty else {
      return ImportSummary(warnings: ["the run logged no values, so nothing of it is taken"])
    }
    let evaluation = LoggedEvaluation(values, among: Set(values.map(\.name)))
    var rows = try CurveRows.read(file.path) {
      try points(summary, evaluation.others, file, &$0, take)
    }
    let scores = try evaluation.scores(model: run(file), file, &rows.notes, take)
    return scores > 0 ? ImportSummary(warnings: rows.notes.warnings) : try rows.summary()
  }

  private static func points(
    _ summary: JSONNode, _ values: [LoggedValue], _ file: ImportFile,
    _ rows: inout CurveRows, _ take: ImportSink
  ) throws {
    guard !values.isEmpty else { return }
    let axis = WandbSteps.axis(of: [summary])
    guard let step = summary[axis ?? WandbSteps.calls]?.natural else {
      return rows.notes.add(
        "the summary does not tell its step, so the last values of its series are left out: "
          + "it has none of \((StepAxis.names + [WandbSteps.calls]).joined(separator: ", "))")
    }
    WandbSteps.note(axis, &rows.notes)
    for value in values where value.name != axis {
      let place = "line \(value.node.line)"
      try rows.point(value.node.cell, run(file), value.name, step, place, take)
    }
  }
}
