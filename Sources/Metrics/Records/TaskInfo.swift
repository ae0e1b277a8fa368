/// What is known of a task that tables print.
public struct TaskInfo: Sendable, Hashable {
  /// The name in data files: `arc_challenge`.
  public let key: String
  /// The name in reports: `ARC-c`.
  public let display: String
  /// What it belongs to: `lm-eval`, `RULER`.
  public let suite: String
  /// How many items are scored, where that is known.
  public let items: Int?
  /// Where the number of items was read.
  public let source: String
}
