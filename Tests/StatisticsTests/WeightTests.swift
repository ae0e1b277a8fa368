import Core
import Testing

@testable import Statistics

@Suite struct WeightTests {
  /// RULER at 1.3B: arXiv:2507.06457 v2, Table 5. Columns: multi-key, multi-query, multi-value,
  /// single, CWE/FWE, QA, VT.
  static let ruler = [
    row("DeltaNet", [0.349, 0.471, 0.361, 0.791, 0.155, 0.391, 0.191], 0.426),
    row("GLA", [0.313, 0.220, 0.196, 0.784, 0.063, 0.342, 0.234], 0.365),
    row("GatedDeltaNet", [0.293, 0.542, 0.502, 0.875, 0.271, 0.300, 0.024], 0.440),
    row("HGRN2", [0.358, 0.509, 0.507, 0.660, 0.412, 0.364, 0.014], 0.434),
    row("Transformer", [0.332, 0.464, 0.472, 0.559, 0.284, 0.412, 0.066], 0.423),
  ]

  /// The counts were made with Python (itertools, numpy). The weights are RULER's 13 tasks.
  @Test func findsTheTasksBehindTheColumns() throws {
    let search = try WeightSearch(Self.ruler, sums: 7...13)
    #expect(search.searched == 1716)
    #expect(search.histogram == [1624, 82, 9, 0, 1, 0])
    #expect(search.best.map(\.weights) == [[3, 1, 1, 3, 2, 2, 1]])
    #expect(search.best[0].reproduced == ["DeltaNet", "GLA", "GatedDeltaNet", "HGRN2"])
    #expect(search.best[0].sum == 13)
    #expect(abs(search.best[0].error - 0.0016153846153846296) < 1e-12)
  }

  @Test func proportionalWeightsCountOnce() throws {
    // All 3432 less (2, 2, 2, 2, 2, 2, 2).
    let search = try WeightSearch(Self.ruler, sums: 7...14)
    #expect(search.searched == 3431)
    #expect(search.histogram == [3263, 152, 15, 0, 1, 0])
    let pair = try WeightSearch([Self.row("a", [0, 1], 0.5)], sums: 2...4)
    // (1,1), (1,2), (2,1), (1,3), (3,1), without (2,2).
    #expect(pair.searched == 5)
    #expect(pair.best.map(\.weights) == [[1, 1]])
  }

  /// The 93 means of the single row, ± 0.001, cover 0.3753 of 0.1...0.5 (Python).
  @Test func fourRowsAreNoLuckAndOneIs() throws {
    let search = try WeightSearch(Self.ruler, sums: 7...13)
    #expect(search.chance(seed: 1) == 0)
    let one = try WeightSearch([Self.row("a", [0.1, 0.2, 0.3, 0.4, 0.5], 0.31)], sums: 5...12)
    #expect(abs(one.chance(seed: 1, draws: 4000) - 0.3753) < 0.03)
  }

  /// Means 1/2, 1/3 and 2/3, each ± 0.05, cover 0.3 of 0...1.
  @Test func chanceIsTheShareThatIsCovered() throws {
    let row = WeightSearch.Row(
      name: "a", columns: [0, 1], average: 0.5, columnResolution: 0.05, averageResolution: 0.05)
    let search = try WeightSearch([row], sums: 2...3)
    let chance = search.chance(seed: 3, draws: 4000)
    #expect(abs(chance - 0.3) < 0.03)
    #expect(search.chance(seed: 3, draws: 4000) == chance)
  }

  @Test func bestAreInOrder() throws {
    // Two equal columns: weights of either kind give the same mean.
    let search = try WeightSearch([Self.row("a", [0.4, 0.4], 0.4)], sums: 2...4)
    #expect(search.best.map(\.weights) == [[1, 1], [1, 2], [2, 1], [1, 3], [3, 1]])
    // Means 0.3333 and 0.3 at sums 3 and 10; 0.3 is out of reach of half a step.
    let near = try WeightSearch([Self.row("a", [0, 1], 0.334)], sums: 2...10)
    #expect(near.best.map(\.weights) == [[2, 1]])
  }

  @Test func nothingReproducedIsNoCandidate() throws {
    let search = try WeightSearch([Self.row("a", [0, 1], 2)], sums: 2...5)
    #expect(search.best.isEmpty)
    #expect(search.histogram == [search.searched, 0])
    #expect(search.chance() == 1)
  }

  @Test func roundingIsAllowedForAndNoMore() throws {
    // The mean of 0.4 and 0.5 lies in 0.4495...0.4505; 0.451 prints what is in 0.4505...0.4515.
    #expect(try WeightSearch([Self.row("a", [0.4, 0.5], 0.451)], sums: 2...2).best.count == 1)
    #expect(try WeightSearch([Self.row("a", [0.4, 0.5], 0.452)], sums: 2...2).best.isEmpty)
  }

  @Test func refusesNonsense() {
    let row = Self.row("a", [0, 1], 0.5)
    #expect(throws: Fault.self) { try WeightSearch([], sums: 2...3) }
    #expect(throws: Fault.self) { try WeightSearch([Self.row("a", [], 0.5)], sums: 2...3) }
    #expect(throws: Fault.self) { try WeightSearch([row, row], sums: 2...3) }
    #expect(throws: Fault.self) { try WeightSearch([row, Self.row("b", [1], 1)], sums: 2...3) }
    #expect(throws: Fault.self) { try WeightSearch([Self.row("a", [.nan], 1)], sums: 2...3) }
    #expect(throws: Fault.self) { try WeightSearch([row], sums: 1...1) }
    #expect(throws: Fault.self) { try WeightSearch(Self.ruler, sums: 7...60) }
  }

  static func row(_ name: String, _ columns: [Double], _ average: Double) -> WeightSearch.Row {
    WeightSearch.Row(
      name: name, columns: columns, average: average, columnResolution: 0.001,
      averageResolution: 0.001)
  }
}
