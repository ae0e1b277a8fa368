import Core
import Published

/// A number that is wanted and that nobody printed. No fault: it makes a claim untestable.
public struct Unprinted: Error, Sendable, Equatable {
  /// What is missing, as a sentence without a full stop.
  public let what: String

  public init(_ what: String) { self.what = what }
}

/// The way to the evidence: it hands out numbers and remembers which, so that a verdict or finding
/// lists exactly what it rests on. One for each question; nothing is read past it.
public final class Evidence {
  let base: EvidenceBase
  /// The places of all that was handed out, in order of first reading.
  public private(set) var reads: [String] = []

  public init(_ base: EvidenceBase) { self.base = base }

  // MARK: One number

  /// The one observation that matches.
  /// - Throws: `Unprinted` where there is none, `Fault` where there are several.
  public func value(
    _ task: String, in path: String, family: String, ratio: String? = nil, metric: String? = nil,
    scale: String? = nil
  ) throws -> Observation {
    let found = base.observations.filter { row in
      row.path == path && row.task == task && row.model.family == family
        && (ratio.map { row.model.ratioLabel == $0 } ?? true)
        && (metric.map { row.metric == $0 } ?? true)
        && (scale.map { row.model.scale == $0 } ?? true)
    }
    let name = [task, family, ratio, metric, scale].compactMap { $0 }.joined(separator: " ")
    guard let first = found.first else { throw Unprinted("\(base.title(of: path)) has no \(name)") }
    guard found.count == 1 else {
      throw Fault(
        "several observations match", at: path, expected: "one \(name)",
        found: found.map(\.provenance).joined(separator: ", "))
    }
    note(first.provenance)
    return first
  }

  /// The observation that matches, or nil where nobody printed it.
  public func ifPrinted(
    _ task: String, in path: String, family: String, ratio: String? = nil, metric: String? = nil,
    scale: String? = nil
  ) throws -> Observation? {
    do {
      return try value(
        task, in: path, family: family, ratio: ratio, metric: metric, scale: scale)
    } catch is Unprinted {
      return nil
    }
  }

  /// A number that a sentence of the paper quotes.
  /// - Throws: `Unprinted` where the data do not have it.
  public func quote(_ id: String) throws -> Quote {
    guard let quote = base.quotes.first(where: { $0.id == id }) else {
      throw Unprinted("the data quote no sentence \(id)")
    }
    note(quote.provenance)
    return quote
  }

  // MARK: Several

  /// All observations that a condition accepts, in the store's order.
  public func values(where condition: (Observation) -> Bool) -> [Observation] {
    let found = base.observations.filter(condition)
    for row in found { note(row.provenance) }
    return found
  }

  /// All quoted numbers that a condition accepts.
  public func quotes(where condition: (Quote) -> Bool) -> [Quote] {
    let found = base.quotes.filter(condition)
    for quote in found { note(quote.provenance) }
    return found
  }

  /// Runs a computation on all evidence, which itself tells what it read.
  public func compute<Result>(
    _ body: (EvidenceBase) throws -> (result: Result, reads: [String])
  ) rethrows -> Result {
    let (result, reads) = try body(base)
    for place in reads { note(place) }
    return result
  }

  // MARK: What is no measurement

  /// What the paper's Table 4 says a mixer of this family costs.
  public func cost(of family: String) throws -> MixerCost {
    guard let cost = base.costs.first(where: { $0.families.contains(family) }) else {
      throw Unprinted("Table 4 has no \(family)")
    }
    note(cost.provenance)
    return cost
  }

  /// What Table 4 says of a mixer by its printed name; nil where it has none.
  public func cost(named mixer: String) -> MixerCost? {
    let cost = base.costs.first { $0.mixer == mixer }
    if let cost { note(cost.provenance) }
    return cost
  }

  /// All rows of Table 4.
  public func costs() -> [MixerCost] {
    for cost in base.costs { note(cost.provenance) }
    return base.costs
  }

  /// The layers of a released checkpoint by its ratio label.
  public func layout(_ ratio: String) throws -> LayerLayout {
    guard let layout = base.layouts.first(where: { $0.ratio.description == ratio }) else {
      throw Unprinted("data/layouts.csv has no \(ratio)")
    }
    return layout
  }

  /// What is known of a task: its items, above all.
  public func task(_ key: String) throws -> TaskInfo {
    guard let task = base.tasks.first(where: { $0.key == key }) else {
      throw Unprinted("data/tasks.csv has no \(key)")
    }
    return task
  }

  /// The families of a role, in the order of tables.
  public func families(_ role: Family.Role) -> [Family] {
    base.families.filter { $0.role == role }
  }

  /// A family by its key.
  public func family(_ key: String) throws -> Family {
    guard let family = base.families.first(where: { $0.key == key }) else {
      throw Unprinted("data/families.csv has no \(key)")
    }
    return family
  }

  /// Whether other numbers stand in the place of the paper's, which may have other holes.
  var isStandIn: Bool { base.isStandIn }

  private func note(_ place: String) {
    if !reads.contains(place) { reads.append(place) }
  }
}

// The paper's tables by name.

extension Evidence {
  /// The ratio labels of the paper's hybrids and its pure models, from no attention to most.
  public static let ratios = ["pure", "24:1", "12:1", "6:1", "3:1"]

  /// Mean RULER accuracy (fraction) by ratio at 1.3B: Table 7.
  public func recall(_ family: String, _ ratio: String) throws -> Observation {
    try value("ruler_average", in: PaperTable.seven.path, family: family, ratio: ratio)
  }

  /// The printed values of `recall` at all ratios of a family; none where nobody printed any.
  func printedRecall(_ family: String) throws -> [Observation] {
    try Self.ratios.compactMap { try printedRecall(family, $0) }
  }

  /// A value of `recall`, or nil where nobody printed it.
  func printedRecall(_ family: String, _ ratio: String) throws -> Observation? {
    try ifPrinted("ruler_average", in: PaperTable.seven.path, family: family, ratio: ratio)
  }

  /// Mean zero-shot accuracy (fraction) by ratio, said to be over both scales: Table 6.
  public func lm(_ family: String, _ ratio: String) throws -> Observation {
    try value("lm_average", in: PaperTable.six.path, family: family, ratio: ratio)
  }

  /// Mean zero-shot accuracy of a family's best ratio at 340M (Table 2) or 1.3B (Table 3).
  public func bestLM(_ family: String, in table: PaperTable) throws -> Observation {
    try value("lm_average", in: table.path, family: family)
  }

  /// A column of Table 5, RULER at 1.3B in each family's best ratio.
  public func ruler(_ family: String, _ column: String = "ruler_average") throws -> Observation {
    try value(column, in: PaperTable.five.path, family: family)
  }

  /// The studied families with a printed value at each of some ratios, each with its values.
  ///
  /// Of numbers that stand in for the paper's, and for all ratios, those ratios are taken at which most
  /// is there: from pure to 3:1, three at least.
  public func curves(
    over ratios: [String]? = nil, _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [(family: Family, values: [Observation])] {
    let wanted = try ratios ?? (isStandIn ? ratiosWithMost(value) : Self.ratios)
    return try complete(over: wanted, value)
  }

  private func complete(
    over ratios: [String], _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [(family: Family, values: [Observation])] {
    try families(.studied).compactMap { family in
      do {
        return (family, try ratios.map { try value(self, family.key, $0) })
      } catch is Unprinted {
        return nil
      }
    }
  }

  private func ratiosWithMost(
    _ value: (Evidence, String, String) throws -> Observation
  ) throws -> [String] {
    let inner = Self.ratios.dropFirst().dropLast()
    let choices = (1..<1 << inner.count).map { bits in
      [Self.ratios[0]] + inner.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
        + [Self.ratios[Self.ratios.count - 1]]
    }
    let sizes = try choices.map {
      ($0, try Evidence(base).complete(over: $0, value).count * $0.count)
    }
    return sizes.max { ($0.1, $0.0.count) < ($1.1, $1.0.count) }?.0 ?? Self.ratios
  }
}

/// A table of the paper whose numbers are in `data/paper`, by its number in version 2.
public enum PaperTable: Int, Sendable, Hashable, CaseIterable {
  case two = 2
  case three = 3
  case four = 4
  case five = 5
  case six = 6
  case seven = 7

  /// The data file: `data/paper/table7.csv`.
  public var path: String { self == .four ? "data/costs.csv" : "data/paper/table\(rawValue).csv" }
  /// `Table 7`.
  public var title: String { "Table \(rawValue)" }
}
