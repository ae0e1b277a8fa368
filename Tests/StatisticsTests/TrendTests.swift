import Core
import Testing

@testable import Statistics

/// References: scipy 1.17, stats.page_trend_test(method="exact").
@Suite struct TrendTests {
  @Test func publishedRecallRises() throws {
    let test = try pageTrend(recall)
    #expect(test.statistic == 212)
    #expect(abs(test.pValue - 0.00021632908950617287) < 1e-15)
    #expect(test.method == .exact)
    #expect(abs(test.meanCorrelation - 0.8) < 1e-12)
  }

  @Test func smallCases() throws {
    let mixed = try pageTrend(points([[1, 2, 3], [1, 3, 2], [2, 1, 3]]))
    #expect(mixed.statistic == 40)
    #expect(abs(mixed.pValue - 0.08796296296296297) < 1e-12)
    let falling = try pageTrend(points([[5, 4, 3, 2, 1], [5, 4, 3, 2, 1]]))
    #expect(falling.statistic == 70)
    #expect(abs(falling.pValue - 1) < 1e-12)
    #expect(abs(falling.meanCorrelation + 1) < 1e-12)
  }

  @Test func tiesGetMeanRanks() throws {
    // Ranks 1.5, 1.5, 3: L = 13.5, the largest of the three distinct orders.
    let test = try pageTrend(points([[1, 1, 2]]))
    #expect(test.statistic == 13.5)
    #expect(abs(test.pValue - 1.0 / 3) < 1e-12)
  }

  @Test func manyTreatmentsArePermutedWithASeed() throws {
    let rising = points([[1, 2, 3, 4, 5, 6, 8, 7], [1, 3, 2, 4, 5, 6, 7, 8]])
    let test = try pageTrend(rising, seed: 3, draws: 2000)
    #expect(test.method == .permutation(draws: 2000))
    #expect(test.pValue < 0.01)
    #expect(test.pValue > 0)
    #expect(try test == pageTrend(rising, seed: 3, draws: 2000))
  }

  @Test func blocksMustBeComplete() {
    #expect(throws: Fault.self) { try pageTrend(Array(recall.dropLast())) }
    #expect(throws: Fault.self) { try pageTrend([]) }
    #expect(throws: Fault.self) { try pageTrend(points([[1], [2]])) }
  }

  private func points(_ blocks: [[Double]]) -> [CurvePoint] {
    blocks.enumerated().flatMap { block, values in
      values.enumerated().map {
        CurvePoint(group: "block \(block)", x: Double($0.offset) / 10, y: $0.element)
      }
    }
  }
}
