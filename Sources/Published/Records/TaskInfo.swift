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
  /// The accuracy (fraction) of guessing, where all items have equally many answers to choose
  /// from; nil where they differ, where answers are generated, and where it is not known.
  public let chance: Double?
  /// Where the number of items was read.
  public let source: String
}
