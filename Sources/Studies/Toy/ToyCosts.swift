import Core
import Lab
import Plot
import Statistics

/// What the stacks of a study cost by count, beside what they recall, and which of them no other beats in
/// both. Only stacks whose runs all finished take part.
public struct ToyCosts {
  /// What a stack costs.
  public enum Measure: String, Sendable, CaseIterable {
    case flops = "FLOPs of the forward pass"
    case states = "bytes that decoding keeps"

    func value(_ cost: ModelCost) -> Double {
      self == .flops ? cost.flopsPerToken : Double(cost.stateBytes)
    }
  }

  public struct Stack {
    public let group: ToyGroup
    /// `HGRN-2 6:1`
    public let name: String
    /// The key of its family.
    public let family: String
    public let recall: ToyGroup.Estimate
    /// The recall of each seed.
    public let seeds: [Double]
    /// By the lengths that were asked for.
    public let costs: [ModelCost]
  }

  public let lengths: [Int]
  public let stacks: [Stack]

  /// - Parameter lengths: tokens of the sequences that costs are counted for
  public init(_ study: ToyStudy, lengths: [Int]) throws {
    self.lengths = lengths
    stacks = try study.groups.compactMap { group in
      guard let recall = try study.estimate(group, study.recall) else { return nil }
      return Stack(
        group: group, name: study.name(group), family: study.key(group), recall: recall,
        seeds: group.runs.compactMap(study.recall),
        costs: try lengths.map { try group.cost(length: $0) })
    }
  }

  /// A stack's cost for sequences of the length at a place of `lengths`.
  public func cost(_ stack: Stack, _ measure: Measure, at place: Int) -> Double {
    measure.value(stack.costs[place])
  }

  /// The stacks that no other beats in recall at the same cost; nil for no stacks.
  public func front(_ measure: Measure, at place: Int) throws -> ParetoFront? {
    try front(measure, at: place, recall: stacks.map(\.recall.value))
  }

  private func front(_ measure: Measure, at place: Int, recall: [Double]) throws -> ParetoFront? {
    guard !stacks.isEmpty else { return nil }
    return try ParetoFront(
      zip(stacks, recall).map {
        ParetoPoint(name: $0.name, cost: cost($0, measure, at: place), value: $1)
      })
  }

  /// How often each stack is on the front where seeds are drawn again, as many as there are of each stack
  /// with replacement: shares of draws.
  public func frontShares(
    _ measure: Measure, at place: Int, draws: Int = 1000, seed: UInt64 = 2507
  ) throws -> [Double] {
    var stream = RandomStream(seed: seed, named: "toy-front")
    var counts = stacks.map { _ in 0 }
    for _ in 0..<draws {
      let recall = stacks.map { stack in
        stack.seeds.reduce(0) { sum, _ in
          sum + stack.seeds[stream.index(below: stack.seeds.count)]
        } / Double(stack.seeds.count)
      }
      let front = try front(measure, at: place, recall: recall)
      for (index, stack) in stacks.enumerated() where front?.contains(stack.name) == true {
        counts[index] += 1
      }
    }
    return counts.map { Double($0) / Double(draws) }
  }
}

extension ToyCosts {
  /// Recall against a cost of each stack, with the front's stairs.
  /// - Parameters:
  ///   - cost: of each stack, in their order; nil where it is not known
  ///   - front: the stacks on the front, from the cheapest
  ///   - lowerIsBetter: false for speeds
  ///   - isLabelled: whether stacks on the front are named: those that recall `step` more than the named
  ///     one before
  public func panel(
    _ title: String, x: Axis, cost: [Double?], front: [ParetoPoint],
    lowerIsBetter: Bool = true,
    isLabelled: Bool
  ) throws -> Panel {
    let rows = zip(stacks, cost).compactMap { stack, cost in cost.map { (stack, $0) } }
    let (onFront, named) = (front.map(\.name), isLabelled ? Self.steps(front) : [])
    let frame = try Frame([
      "family": .text(rows.map(\.0.family)), "stack": .text(rows.map(\.0.name)),
      "cost": .numbers(rows.map(\.1)), "recall": .numbers(rows.map(\.0.recall.value)),
      "low": .numbers(rows.map(\.0.recall.low)), "high": .numbers(rows.map(\.0.recall.high)),
      "n": .numbers(rows.map { Double($0.0.seeds.count) }),
      "kind": .text(rows.map(\.0.recall.kind)),
      "name": .text(rows.map { named.contains($0.0.name) ? $0.0.name : "" }),
    ])
    let stairs = FrontMark(
      try frame.rows(of: "stack") { onFront.contains($0) }, x: "cost", y: "recall",
      lowerIsBetter: lowerIsBetter)
    let intervals = IntervalMark(frame, x: "cost", low: "low", high: "high", series: "family")
    let points: [any Mark] = [
      stairs, intervals,
      PointMark(frame, x: "cost", y: "recall", series: "family", n: "n", isLabelled: true),
    ]
    let names: [any Mark] =
      isLabelled
      ? [
        LabelMark(
          frame, x: "cost", y: "recall", label: "name", series: "family",
          avoiding: [stairs])
      ] : []
    return Panel(
      title, x: x, y: Axis("mean recall", LinearAxis(0...1)), marks: points + names)
  }

  /// What a stack on the front recalls more than the named one before, to be named as well.
  public static let step = 0.05

  private static func steps(_ front: [ParetoPoint]) -> [String] {
    front.reduce(into: [ParetoPoint]()) { named, point in
      guard let last = named.last else { return named = [point] }
      if point.value > last.value + step { named.append(point) }
    }.map(\.name)
  }

  /// The chart with the front's names in each panel where there is room for them.
  /// - Parameter chart: makes it with the panels of these numbers named
  public static func named(
    panels: Int, _ chart: (_ labelled: Set<Int>) throws -> Chart
  ) throws -> Chart {
    var labelled: Set<Int> = []
    for panel in 0..<panels
    where (try? chart(labelled.union([panel])).scene()) != nil { labelled.insert(panel) }
    return try chart(labelled)
  }
}
