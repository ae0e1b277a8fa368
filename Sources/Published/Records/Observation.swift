/// One measured value with all that is known of it.
public struct Observation: Sendable, Hashable {
  /// What was measured.
  public let model: Model
  /// The task, such as `ruler_average`.
  public let task: String
  /// The metric, such as `accuracy`.
  public let metric: String
  /// The value in `unit`.
  public package(set) var value: Double
  /// The value as its source prints it: `0.410`.
  public let valueText: String
  /// One unit of the last printed digit: 0.001 for `0.410`.
  public let resolution: Double
  /// The standard error that the source gives.
  public let standardError: Double?
  /// The number of items of the task.
  public let n: Int?
  /// The unit of the value.
  public let unit: MetricUnit
  /// Whether more is better.
  public let higherIsBetter: Bool
  /// The row, column or file in the source.
  public let locator: String
  /// The data file: `data/paper/table7.csv`.
  public package(set) var path: String
  /// The line in that file; the header is line 1. None where the path says all: for results of other
  /// tools, whose places are no lines.
  public package(set) var line: Int?
  /// Where the value was read, where it stands in the place of a value of `path`; nil for what was
  /// read there.
  public package(set) var origin: String?
  /// The key of the reference.
  public let citation: String
  /// Whose number this is.
  public let scope: Scope

  package init(
    model: Model, task: String, metric: String, value: Double, valueText: String,
    resolution: Double, standardError: Double?, n: Int?, unit: MetricUnit, higherIsBetter: Bool,
    locator: String, path: String, line: Int?, origin: String? = nil, citation: String, scope: Scope
  ) {
    (self.model, self.task, self.metric) = (model, task, metric)
    (self.value, self.valueText, self.resolution) = (value, valueText, resolution)
    (self.standardError, self.n, self.unit) = (standardError, n, unit)
    (self.higherIsBetter, self.locator, self.path) = (higherIsBetter, locator, path)
    (self.line, self.origin, self.citation, self.scope) = (line, origin, citation, scope)
  }

  /// Where the value stands: `data/paper/table7.csv:4`.
  public var provenance: String { origin ?? line.map { "\(path):\($0)" } ?? path }
}

/// Two observations that invite comparison: see `Store.conflicts` and `Store.replications`.
public struct ObservationPair: Sendable, Hashable {
  /// The one that comes first in the manifest.
  public let first: Observation
  /// The other.
  public let second: Observation

  /// The second value less the first.
  public var difference: Double { second.value - first.value }
}

extension ObservationPair: CustomStringConvertible {
  /// Both values with their places, in one line.
  public var description: String {
    "\(first.model.name), \(first.task) \(first.metric): \(first.valueText) in "
      + "\(first.provenance), \(second.valueText) in \(second.provenance)"
  }
}

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
