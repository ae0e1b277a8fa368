import Core
import Results

/// The `result.json` that LongBench's `eval.py` writes in the folder of a model: one score for each dataset,
/// from 0 to 100, or with `--e` one for each range of lengths.
///
/// Each dataset has a metric of its own (F1, ROUGE-L, accuracy, edit similarity), which the file does not name.
enum LongBenchImporter: ResultImporter {
  static let format = "longbench"
  static let title = "LongBench result.json"

  static func recognises(_ file: ImportFile) -> Bool {
    guard file.name == "result.json" else { return false }
    let keys = JSONKeyScan(file.head).top
    return !keys.isEmpty && keys.isSubset(of: datasets)
  }

  /// The model.
  static func context(of file: ImportFile) -> String { model(of: file) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try JSONReader.read(file.data(atMost: 1 << 20), at: file.path)
    let model = model(of: file)
    var notes = ImportNotes()
    notes.add("the file names no model; the name is its folder's: \(model.clipped)")
    var count = 0
    try root.forEachLeaf { name, node in
      guard case .number(let value) = node.cell else {
        return notes.add("\(name.clipped): \(node.summary) is not a score; it is left out")
      }
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard let task = parts.first else { return notes.add("a score without a name is left out") }
      count += 1
      try take(
        .score(
          ScoreRecord(
            model: model, task: task, metric: parts.count > 1 ? "score@\(parts[1])" : "score",
            value: value, unit: notes.unit(.percent, holding: value, of: name.clipped),
            higherIsBetter: true, locator: "line \(node.line): \(name)")))
    }
    guard count > 0 else {
      throw Fault("the file has no scores", at: file.path, expected: "a number for each dataset")
    }
    return ImportSummary(warnings: notes.warnings)
  }

  /// `pred/gla-1.3B/result.json` is of `gla-1.3B`.
  private static func model(of file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["result"])
  }

  private static let datasets: Set<String> = [
    "narrativeqa", "qasper", "multifieldqa_en", "multifieldqa_zh", "hotpotqa", "2wikimqa",
    "musique", "dureader", "gov_report", "qmsum", "multi_news", "vcsum", "trec", "triviaqa",
    "samsum", "lsht", "passage_count", "passage_retrieval_en", "passage_retrieval_zh", "lcc",
    "repobench-p",
  ]
}
