import Core
import Foundation
import Published
import Results

/// A key in a row of results: `acc,none`, `acc_stderr,none`, or `acc` before version 0.4.
struct LMEvalKey {
  let metric: String
  let filter: String
  let isStandardError: Bool
  /// Whether it has the comma of version 0.4.
  let hasFilter: Bool

  init(_ key: String) {
    let comma = key.firstIndex(of: ",")
    let name = String(key[..<(comma ?? key.endIndex)])
    isStandardError = name.hasSuffix(Self.ending)
    metric = isStandardError ? String(name.dropLast(Self.ending.count)) : name
    filter = comma.map { String(key[key.index(after: $0)...]) } ?? ""
    hasFilter = comma != nil
  }

  /// The key under which the metric's standard error stands.
  var standardErrorKey: String { "\(metric)\(Self.ending)" + (hasFilter ? ",\(filter)" : "") }
  var valueKey: String { metric + (hasFilter ? ",\(filter)" : "") }

  private static let ending = "_stderr"

  /// Keys of rows that are no metric in any version; the blank is what a group without values has.
  static let labels: Set<String> = [
    "alias", "name", "sample_len", "sample_count", " ", "", "samples", "higher_is_better", "group",
  ]
}

/// What lm-evaluation-harness's names of metrics mean.
enum LMEvalMetric {
  /// Shares from 0 to 1 in every task of the harness that has them.
  private static let fractions: Set<String> = [
    "acc", "acc_norm", "acc_bytes", "acc_mutual_info", "acc_all", "acc_norm_bytes", "em",
    "exact_match", "f1", "macro_f1", "micro_f1", "mc1", "mc2", "contains", "pct_stereotype",
    "precision", "recall", "pass_at_k", "qa_f1_score", "quasi_exact_match", "prefix_exact_match",
    "math_verify", "extractive_match", "accuracy", "accuracy_amb", "accuracy_disamb",
  ]
  private static let perplexities: Set<String> = [
    "perplexity", "word_perplexity", "byte_perplexity", "ppl",
  ]
  private static let losses: Set<String> = ["loss", "nll", "cross_entropy"]

  /// The unit by the metric's nature; `score` where that is not known.
  static func unit(of metric: String, task: String) -> MetricUnit {
    if isLength(metric) { return .fraction }
    if isSquadPercent(metric, task) || metric == "percent_parseable" { return .percent }
    if fractions.contains(metric) || metric.hasSuffix("_acc") { return .fraction }
    if metric.hasPrefix("pass@") || metric.hasPrefix("pass_at_") { return .fraction }
    if perplexities.contains(metric) { return .perplexity }
    return losses.contains(metric) ? .nats : .score
  }

  /// SQuAD 2's own script counts in percent; a low value would pass for a fraction.
  private static func isSquadPercent(_ metric: String, _ task: String) -> Bool {
    let isSquad2 = task.lowercased().contains("squadv2") || task.lowercased().contains("squad2")
    return isSquad2 && (metric.hasSuffix("exact") || metric.hasSuffix("f1"))
  }

  /// Whether the name is a sequence length, as the tasks of RULER have.
  static func isLength(_ metric: String) -> Bool {
    (1...8).contains(metric.utf8.count) && metric.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The name in records: `4096` becomes `accuracy@4096`.
  static func name(_ metric: String) -> String { isLength(metric) ? "accuracy@\(metric)" : metric }

  /// What RULER's tasks write for a length that no item has.
  static let notRun = -1.0
  /// What `--predict_only` writes for each item in place of a score.
  static let predictOnly = "bypass"

  /// The value with its unit, or with the unit `score` and a warning where it cannot be in its unit.
  static func checked(
    _ value: Double, metric: String, task: String, notes: inout ImportNotes
  ) -> MetricUnit {
    notes.unit(
      unit(of: metric, task: task), holding: value, of: "\(task.clipped), \(metric.clipped)")
  }
}

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

/// Where a results file says which model was measured.
enum LMEvalModelName {
  /// In the order in which the harness itself looks for a name in its model arguments.
  private static let arguments = ["peft", "delta", "pretrained", "model", "path", "engine"]

  /// The name in the file, with `@revision` where one is given; nil where the file names none.
  static func written(in root: JSONObject) -> String? {
    if let name = named(by: ModelArguments(root["config"]?.object?["model_args"])) { return name }
    if let name = text(root["model_name"]) ?? text(root["config"]?.object?["model_name"]) {
      return name
    }
    return text(root["model_name_sanitized"]).map(restored)
  }

  /// The name among the arguments of a model, with `@revision` where one is given.
  static func named(by arguments: ModelArguments) -> String? {
    guard let name = Self.arguments.lazy.compactMap({ arguments[$0] }).first else { return nil }
    guard let revision = arguments["revision"], revision != "main" else { return name }
    return "\(name)@\(revision)"
  }

  private static func text(_ node: JSONNode?) -> String? {
    node?.string.map { $0.trimmed.unquoted }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The name that the harness made fit for a folder, made whole again: `a__b` is `a/b`.
  static func restored(_ sanitized: String) -> String {
    let old = "pretrained__"
    let name = sanitized.hasPrefix(old) ? String(sanitized.dropFirst(old.count)) : sanitized
    return name.replacingOccurrences(of: "__", with: "/")
  }

  /// The name of the folder that the harness made for a model, or else of the file.
  static func guessed(from url: URL) -> String {
    let stem = url.deletingPathExtension().lastPathComponent
    let folder = folder(of: url)
    return stem.lowercased().hasPrefix("results") && !folder.isEmpty ? folder : stem
  }

  /// The model that the file's folder is named after; empty at the root.
  static func folder(of url: URL) -> String {
    let folder = url.deletingLastPathComponent().lastPathComponent
    return ["/", ".", ".."].contains(folder) ? "" : restored(folder)
  }
}
