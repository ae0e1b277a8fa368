/// A task and metric that the store has observations of.
public struct MetricKind: Sendable, Hashable {
  /// The task, such as `ruler_average`.
  public let task: String
  /// The metric, such as `accuracy`.
  public let metric: String
  /// The unit of the values.
  public let unit: MetricUnit
  /// Whether more is better.
  public let higherIsBetter: Bool
  /// How many observations.
  public let observations: Int
}
