import Core
import Testing

@testable import Statistics

private func sample(_ times: [Double], _ happened: [Int]) throws -> [SurvivalTime] {
  try zip(times, happened).map { try SurvivalTime($0, happened: $1 == 1) }
}

/// References: scipy 1.17, stats.ecdf of CensoredData with its log-log intervals; lifelines 0.30 for
/// the median and its interval.
@Suite struct KaplanMeierTests {
  private func curve() throws -> KaplanMeier {
    try KaplanMeier(sample([3, 5, 5, 8, 10, 12, 12, 15], [1, 1, 0, 1, 0, 1, 1, 0]))
  }

  @Test func agreesWithScipy() throws {
    let curve = try curve()
    #expect(curve.end == 15 && curve.steps.reduce(0) { $0 + $1.events } == 5)
    #expect(curve.steps.map(\.time) == [3, 5, 8, 12])
    #expect(curve.steps.map(\.atRisk) == [8, 7, 5, 3])
    let shares = [0.875, 0.75, 0.6, 0.2]
    let lows = [0.38700001, 0.31480711, 0.19549587, 0.00958379]
    let highs = [0.98139297, 0.93089832, 0.85225435, 0.57273649]
    for (step, expected) in zip(curve.steps, zip(shares, zip(lows, highs))) {
      let interval = step.interval(Normal.twoSided(0.95))
      #expect(abs(step.share - expected.0) < 1e-12)
      #expect(abs(interval.low - expected.1.0) < 1e-7)
      #expect(abs(interval.high - expected.1.1) < 1e-7)
    }
    #expect(curve.share(at: 2) == 1 && abs(curve.share(at: 11) - 0.6) < 1e-12)
  }

  @Test func theMedianAgreesWithLifelines() throws {
    let curve = try curve()
    #expect(curve.quantile() == 12)
    let interval = curve.medianInterval()
    #expect(interval.low == 3 && interval.high == nil)
  }

  @Test func whereMostAreLeftThereIsNoMedian() throws {
    let curve = try KaplanMeier(sample([1, 9, 9, 9], [1, 0, 0, 0]))
    #expect(curve.quantile() == nil && curve.quantile(0.75) == 1)
  }

  @Test func whereAllHappenedNothingIsLeft() throws {
    let curve = try KaplanMeier(sample([1, 2, 2], [1, 1, 1]))
    #expect(curve.share(at: 5) == 0)
    #expect(curve.steps.last.map { $0.interval(1.96).high } == 0)
  }

  @Test func timesAreAboveZero() {
    #expect(throws: Fault.self) { try SurvivalTime(0, happened: true) }
    #expect(throws: Fault.self) { try SurvivalTime(.infinity, happened: false) }
    #expect(throws: Fault.self) { try KaplanMeier([]) }
  }
}

@Suite struct LogRankTests {
  private func two() throws -> [[SurvivalTime]] {
    [
      try sample([2, 3, 4, 6], [1, 1, 1, 0]), try sample([5, 7, 8, 8], [1, 1, 0, 0]),
    ]
  }

  /// Reference: counted over all ways with itertools.combinations.
  @Test func smallSamplesAreExact() throws {
    let test = try LogRank(two())
    #expect(test.method == .exact && test.observed == [3, 2])
    #expect(abs(test.expected[0] - 1.4619047619047618) < 1e-12)
    #expect(abs(test.statistic - 2.2869036084892223) < 1e-12)
    #expect(abs(test.pValue - 12.0 / 70) < 1e-12)
  }

  /// Two groups that do not overlap, five each: 2 of the 252 ways are as extreme.
  @Test func groupsApartHaveTheLeastPossibleP() throws {
    let test = try LogRank([
      sample([1, 2, 3, 4, 5], [1, 1, 1, 1, 1]), sample([9, 9, 9, 9, 9], [0, 0, 0, 0, 0]),
    ])
    #expect(abs(test.pValue - 2.0 / 252) < 1e-12)
  }

  @Test func largeSamplesAreDrawnAndNeverZero() throws {
    let group = try sample(Array(1...12).map(Double.init), Array(repeating: 1, count: 12))
    let late = try group.map { try SurvivalTime($0.time + 20, happened: true) }
    let test = try LogRank([group, late, group], draws: 500)
    #expect(test.method == .permutation(draws: 500))
    #expect(abs(test.pValue - 1.0 / 501) < 1e-12)
    #expect(try LogRank([group, group, group], draws: 500).pValue > 0.5)
    #expect(try test == LogRank([group, late, group], draws: 500))
  }

  @Test func nothingToCompareIsAFault() throws {
    let none = try sample([4, 4], [0, 0])
    #expect(throws: Fault.self) { try LogRank([none, none]) }
    #expect(throws: Fault.self) { try LogRank([none]) }
    #expect(throws: Fault.self) { try LogRank([none, []]) }
  }
}

@Suite struct HolmTests {
  /// Reference: statsmodels' multipletests, method holm.
  @Test func theOrderIsKeptAndTheSmallestCountsMost() {
    let corrected = holmCorrected([0.01, 0.04, 0.03, 0.005])
    for (one, other) in zip(corrected, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(one - other) < 1e-12)
    }
    #expect(holmCorrected([0.6, 0.9]) == [1, 1] && holmCorrected([]) == [])
  }
}
