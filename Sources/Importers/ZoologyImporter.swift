import Core
import Results

/// A run of multi-query associative recall in the manner of zoology: a JSON a run, with accuracies of
/// the best and of the final epoch, over all and by number of key-value pairs.
///
/// The scores of the two epochs differ in their filter, `best` and `final`; the best is picked on the
/// very items that it is told for. Points of `epoch_history` have epochs for steps.
public enum ZoologyImporter: ResultImporter {
  public static let format = "zoology-mqar"
  public static let title = "zoology-style MQAR run (JSON)"

  public static func recognises(_ file: ImportFile) -> Bool {
    let text = file.headText
    guard text.drop(while: \.isWhitespace).first == "{" else { return false }
    return text.contains("\"run_id\"")
      && ["\"final_valid_accuracy\"", "\"best_valid_accuracy\"", "_accuracy_by_kv_pairs\""]
        .contains { text.contains($0) }
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let root = try file.json()
    guard let model = root["run_id"]?.string, !model.isEmpty else {
      throw Fault(
        "run_id is missing", at: file.path, expected: "the name of the run",
        found: root["run_id"]?.summary)
    }
    var run = ZoologyRun(path: file.path, model: model, root: root)
    for epoch in ["final", "best"] { try run.scores(epoch, take) }
    try run.points(take)
    run.compare()
    return ImportSummary(warnings: run.notes.warnings)
  }
}
