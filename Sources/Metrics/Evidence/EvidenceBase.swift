/// All that claims and audits read, loaded at once, so that they can be judged again with a number
/// changed: for sensitivity, for "what if the recomputed number is the right one", and for tests.
public struct EvidenceBase: Sendable {
  public private(set) var observations: [Observation]
  public let families: [Family]
  public let layouts: [LayerLayout]
  public private(set) var costs: [MixerCost]
  public let tasks: [TaskInfo]
  public private(set) var quotes: [Quote]

  /// Reads everything that `store` holds.
  public init(_ store: Store) throws {
    observations = try store.observations()
    families = try store.families()
    layouts = try store.layouts()
    costs = try store.costs()
    tasks = try store.tasks()
    quotes = try store.quotes()
  }

  /// The same with other values at some places (`data/paper/table7.csv:4`); the resolution of a
  /// replaced value stays that of the printed one.
  public func replacing(_ values: [String: Double]) -> EvidenceBase {
    var copy = self
    copy.observations = observations.map { row in
      values[row.provenance].map(row.replacing) ?? row
    }
    return copy
  }

  /// The same without the observation, quote or cost at a place.
  public func removing(_ provenance: String) -> EvidenceBase {
    var copy = self
    copy.observations.removeAll { $0.provenance == provenance }
    copy.quotes.removeAll { $0.provenance == provenance }
    copy.costs.removeAll { $0.provenance == provenance }
    return copy
  }

  /// The same with a quoted number in place of the one at the same place.
  public func replacing(_ quote: Quote) -> EvidenceBase {
    var copy = self
    copy.quotes = quotes.map { $0.provenance == quote.provenance ? quote : $0 }
    return copy
  }
}

extension Observation {
  /// The same observation with another value.
  func replacing(_ value: Double) -> Observation {
    Observation(
      model: model, task: task, metric: metric, value: value, valueText: valueText,
      resolution: resolution, standardError: standardError, n: n, unit: unit,
      higherIsBetter: higherIsBetter, locator: locator, path: path, line: line,
      citation: citation, scope: scope)
  }
}
