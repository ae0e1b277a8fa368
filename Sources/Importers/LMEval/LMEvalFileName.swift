import Foundation

/// What the name of a file of lm-evaluation-harness says: `results_<time>.json`, `samples_piqa_<time>.jsonl`.
enum LMEvalFileName {
  /// The task of a file of samples.
  static func task(_ url: URL) -> String {
    var stem = stem(url)[...]
    if stem.hasPrefix("samples_") { stem = stem.dropFirst("samples_".count) }
    let task = String(stem.replacing(ending, with: ""))
    return task.isEmpty ? url.lastPathComponent : task
  }

  /// The time of the evaluation, as it is written; empty where the name has none. The results of one
  /// evaluation and its samples have the same.
  static func time(_ url: URL) -> String {
    stem(url).firstMatch(of: ending).map { String($0.output.1) } ?? ""
  }

  private static func stem(_ url: URL) -> String { url.deletingPathExtension().lastPathComponent }

  private static var ending: Regex<(Substring, Substring, Substring?)> {
    /_(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(\.\d+)?)$/
  }
}
