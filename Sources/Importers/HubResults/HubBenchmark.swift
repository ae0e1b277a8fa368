import Results

/// A task of a benchmark on the Hugging Face Hub: the data set whose repository holds the leaderboard, and
/// the task that its `eval.yaml` names.
public struct HubBenchmark: Sendable, Hashable {
  /// `cais/hle`.
  public var dataset: String
  /// `gpqa_diamond`; `default` where there is only one.
  public var task: String

  public init(dataset: String, task: String = Self.only) {
    self.dataset = dataset
    self.task = task.isEmpty ? Self.only : task
  }

  /// What a benchmark of one task calls it.
  public static let only = "default"
  /// The metric of imported entries, which name none.
  static let metric = "value"
  /// The settings that an entry may have.
  static let framework = "evaluation_framework"
  static let notes = "notes"

  /// The name of the task in records: `cais/hle`, `Idavidrein/gpqa:gpqa_diamond`.
  var name: String { task == Self.only ? dataset : "\(dataset):\(task)" }

  /// What an imported score is of; nil for scores of other formats.
  init?(_ key: ResultKey) {
    guard key.metric == Self.metric, key.task.contains("/") else { return nil }
    let parts = key.task.split(separator: ":", maxSplits: 1).map(String.init)
    self.init(dataset: parts[0], task: parts.count > 1 ? parts[1] : Self.only)
  }
}
