import Core

/// The last value of each series of a Weights & Biases run, `wandb-summary.json`: points at the run's
/// last step.
public enum WandbSummaryImporter: ResultImporter {
  public static let format = "wandb-summary"
  public static let title = "Weights & Biases run summary (wandb-summary.json)"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard !WandbHistoryLines.recognises(file), !file.name.hasSuffix(".jsonl") else { return false }
    let text = file.headText
    guard text.drop(while: \.isWhitespace).first == "{" else { return false }
    if file.name.hasSuffix("wandb-summary.json") { return true }
    return text.contains("\"_step\"")
      && (text.contains("\"_timestamp\"") || text.contains("\"_wandb\""))
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let summary = try file.json()
    guard summary.object != nil else {
      throw Fault(
        "this is no summary of a run", at: file.path, expected: "an object", found: summary.summary)
    }
    let run = file.runName(withoutSuffixes: ["wandb-summary", "summary"])
    var rows = WandbRows(path: file.path)
    guard let step = try WandbHistoryLines.step(summary, at: file.path) else {
      rows.notes.add("the summary does not tell its step (_step), so nothing of it is taken")
      return ImportSummary(warnings: rows.notes.warnings)
    }
    try summary.forEachLeaf { name, value in
      guard !name.hasPrefix("_") else { return }
      try rows.point(value.cell, run, name, step, "line \(value.line)", take)
    }
    return ImportSummary(warnings: rows.notes.warnings)
  }
}
