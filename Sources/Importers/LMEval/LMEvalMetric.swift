import Published
import Results

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
  static func name(_ metric: String) -> String {
    isLength(metric) ? "accuracy@\(metric)" : metric
  }

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
