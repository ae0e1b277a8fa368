import Core
import Results

/// A value of a run under the name that its tracker has for it.
typealias LoggedValue = (name: String, node: JSONNode)

/// The scores that lm-evaluation-harness logged to a tracker, among other values of a run.
struct LoggedEvaluation {
  /// The values that are not of an evaluation, in their order.
  private(set) var others: [LoggedValue] = []
  /// A row of metrics for each task, as in a results file.
  private var results = JSONObject()
  /// What the metrics are called in the run, by their place in `results`.
  private var names: [String: String] = [:]

  /// - Parameter all: the names of all values of the file.
  init(_ values: [LoggedValue], among all: Set<String>) {
    var rows: [String: JSONObject] = [:]
    var tasks: [String] = []
    for value in values {
      guard let name = EvaluationName(value.name, among: all) else {
        others.append(value)
        continue
      }
      if rows[name.task] == nil { tasks.append(name.task) }
      rows[name.task, default: JSONObject()].append(name.metric, value.node)
      names["results/\(name.task)/\(name.metric)"] = value.name
    }
    for task in tasks { results.append(task, JSONNode(.object(rows[task] ?? JSONObject()))) }
  }

  /// Hands over the scores, as those of a results file are read.
  /// - Returns: how many there are.
  func scores(
    model: String, _ file: ImportFile, _ notes: inout ImportNotes,
    _ take: ImportSink
  ) throws -> Int {
    guard !results.members.isEmpty else { return 0 }
    var root = JSONObject()
    root.append("model_name", JSONNode(.string(model)))
    var reading = LMEvalReading(root: root, results: results, file: file)
    var count = 0
    try reading.run { record in
      guard case .score(var score) = record else { return }
      count += 1
      score.model = model
      score.locator = names[score.locator] ?? score.locator
      try take(.score(score))
    }
    for warning in reading.notes.warnings { notes.add(warning) }
    return count
  }
}

/// The name under which lm-evaluation-harness logs a metric: `piqa/acc_norm`, `gsm8k/exact_match,strict-match`. It
/// leaves out the filter `none`.
struct EvaluationName {
  let task: String
  /// The metric as results files name it: `acc_norm,none`.
  let metric: String

  /// Nil where the name is not that of an evaluation: it has to have a filter, a standard error or an alias beside
  /// it, or a metric that only the harness calls so, and a task that is not a part of the training.
  init?(_ name: String, among all: Set<String>) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, parts.count > 1 else { return nil }
    var tasks = parts.dropLast()[...]
    while tasks.count > 1, let first = tasks.first, Self.prefixes.contains(first.lowercased()) {
      tasks.removeFirst()
    }
    task = tasks.joined(separator: "/")
    guard !task.isEmpty, !Self.isOfTraining(task) else { return nil }
    let before = String(name.dropLast(last.count))
    let key = LMEvalKey(last)
    if LMEvalKey.labels.contains(last) {
      guard Self.labels.contains(last), all.contains("\(before)alias") else { return nil }
      metric = last
      return
    }
    let isKnown =
      key.hasFilter || Self.metrics.contains(key.metric)
      || [key.standardErrorKey, key.valueKey].allSatisfy { all.contains(before + $0) }
      || all.contains("\(before)alias")
    guard isKnown, !key.metric.isEmpty else { return nil }
    metric = key.hasFilter ? last : "\(last),none"
  }

  private static func isOfTraining(_ task: String) -> Bool {
    task.lowercased().split { "/._- ".contains($0) }.allSatisfy { training.contains(String($0)) }
  }

  private static let prefixes: Set<String> = [
    "eval", "evaluation", "lm_eval", "lm-eval", "lm_evaluation_harness", "downstream",
  ]
  private static let labels: Set<String> = ["alias", "sample_len"]
  private static let metrics: Set<String> = [
    "acc", "acc_norm", "exact_match", "word_perplexity",
    "byte_perplexity", "bits_per_byte",
  ]
  private static let training: Set<String> = [
    "train", "training", "val", "valid", "validation", "eval", "evaluation", "test", "dev", "best",
    "final", "last", "epoch", "step", "batch", "metrics", "mean", "avg", "running", "online", "ema",
  ]
}
