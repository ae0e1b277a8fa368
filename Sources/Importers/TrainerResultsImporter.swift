import Core
import Results

/// The results that the scripts of Hugging Face's transformers save at the end: `all_results.json`,
/// `eval_results.json`, `train_results.json`, `test_results.json`, `predict_results.json`.
///
/// They are scores of the final model, since the files name no step. The model has the name of the folder, or of the
/// file before `all_results`. The task is the part of the data, `eval`, `train`, `test` or `predict`, which stands
/// before each name; `perplexity` is of `eval`. Items are counted by `eval_samples`. Epochs, runtimes, speeds, memory
/// and other counts are no scores and are left out.
public enum TrainerResultsImporter: ResultImporter {
  public static let format = "hf-trainer-results"
  public static let title = "Hugging Face all_results.json, eval_results.json or train_results.json"

  private static let parts = ["eval", "train", "test", "predict"]
  private static let names = (["all"] + parts).map { "\($0)_results" }

  public static func recognises(_ file: ImportFile) -> Bool {
    guard names.contains(where: { file.name.hasSuffix($0 + ".json") }),
      file.headText.drop(while: \.isWhitespace).first == "{"
    else { return false }
    let top = JSONKeyScan(file.head).top
    return parts.contains { part in
      ["loss", "runtime", "samples"].contains { top.contains("\(part)_\($0)") }
    }
  }

  public static func context(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: names)
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
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
