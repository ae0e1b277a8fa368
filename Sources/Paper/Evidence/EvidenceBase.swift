import Published

/// All that claims and audits read, loaded at once, so that they can be judged again with a number
/// changed: for sensitivity, for "what if the recomputed number is the right one", and for tests.
public struct EvidenceBase: Sendable {
  public private(set) var observations: [Observation]
  public private(set) var families: [Family]
  public let layouts: [LayerLayout]
  public private(set) var costs: [MixerCost]
  public let tasks: [TaskInfo]
  public private(set) var quotes: [Quote]
  /// What a file is called when something is not in it: the file itself, or what stands in for it.
  private var titles: [String: String] = [:]

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

  /// The same with other numbers in the place of some tables: nothing of what the tables print is
  /// left, and a cell that nobody fills is missing.
  /// - Parameters:
  ///   - rows: what stands in, by the table whose cell it fills
  ///   - families: all families with the parts that they take; nil leaves them as they are
  ///   - title: what the numbers are called where one is missing: `your results`
  public func standingIn(
    _ rows: [(table: PaperTable, row: Observation)], for tables: [PaperTable],
    of families: [Family]? = nil, called title: String
  ) -> EvidenceBase {
    let paths = Set(tables.map(\.path))
    var copy = self
    copy.observations =
      observations.filter { !paths.contains($0.path) }
      + rows.map { $0.row.standing(in: $0.table.path) }
    if let families { copy.families = families }
    for table in tables { copy.titles[table.path] = title }
    return copy
  }

  /// Whether other numbers stand in the place of the paper's.
  public var isStandIn: Bool { !titles.isEmpty }

  /// What a file is called in a sentence.
  func title(of path: String) -> String { titles[path] ?? path }

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
    var copy = self
    copy.value = value
    return copy
  }

  /// The same value in the place of one that a file has.
  func standing(in path: String) -> Observation {
    var copy = self
    (copy.path, copy.line, copy.origin) = (path, nil, provenance)
    return copy
  }
}
