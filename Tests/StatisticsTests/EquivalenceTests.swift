import Core
import Testing

@testable import Statistics

/// References: scipy 1.17, stats.ttest_1samp against −margin (alternative "greater") and +margin
/// ("less"), and stats.t for intervals.
@Suite struct EquivalenceTests {
  /// Language-modelling averages of arXiv:2507.06457 v2, Table 6: 3:1 less pure, six families.
  static let gains = [
    0.475 - 0.472, 0.478 - 0.487, 0.478 - 0.459, 0.483 - 0.459, 0.489 - 0.486, 0.468 - 0.471,
  ]

  @Test(arguments: [
    (0.01, 0.013453474880830568, 0.24777505019635646),
    (0.02, 0.002026765541672471, 0.022684098590041845),
    (0.04, 0.00015327909503024857, 0.0006506008104081722),
  ])
  func agreesWithTwoTTests(_ margin: Double, _ lower: Double, _ upper: Double) throws {
    let test = try EquivalenceTest(differences: Self.gains, margin: margin)
    #expect(abs(test.pLower - lower) < 1e-12)
    #expect(abs(test.pUpper - upper) < 1e-12)
    #expect(test.pValue == test.pUpper)
    #expect(test.n == 6 && test.df == 5 && !test.isRoundingOnly)
    #expect(abs(test.estimate - 0.006166666666666663) < 1e-15)
    #expect(abs(test.standardError - 0.005218024317476652) < 1e-15)
  }

  @Test func intervals() throws {
    let test = try EquivalenceTest(differences: Self.gains, margin: 0.02)
    #expect(abs(test.low + 0.004347904746276831) < 1e-12)
    #expect(abs(test.high - 0.01668123807961015) < 1e-12)
    #expect(abs(test.wideLow + 0.007246691861747396) < 1e-12)
    #expect(abs(test.wideHigh - 0.019580025195080723) < 1e-12)
    #expect(test.smallestMargin == test.high)
  }

  @Test func ofAnEstimate() throws {
    let test = try EquivalenceTest(
      estimate: 0.3, standardError: 0.7, df: 12.5, n: 20, margin: 2, level: 0.9)
    #expect(abs(test.pLower - 0.0030968677331528346) < 1e-12)
    #expect(abs(test.pUpper - 0.015541879390473374) < 1e-12)
    #expect(abs(test.low + 0.6471468109283127) < 1e-11)
    #expect(abs(test.wideHigh - 1.5434563548729214) < 1e-11)
    #expect(test.outcome == .equivalent)
  }

  @Test func outcomes() throws {
    // The wide interval is −0.0072...0.0196, the narrow one −0.0043...0.0167.
    #expect(try EquivalenceTest(differences: Self.gains, margin: 0.02).outcome == .equivalent)
    #expect(try EquivalenceTest(differences: Self.gains, margin: 0.01).outcome == .undecided)
    let shifted = Self.gains.map { $0 + 0.02 }
    #expect(try EquivalenceTest(differences: shifted, margin: 0.01).outcome == .different)
    let below = shifted.map { -$0 }
    #expect(try EquivalenceTest(differences: below, margin: 0.01).outcome == .different)
    #expect(try EquivalenceTest(differences: below, margin: 0.013).outcome == .undecided)
  }

  @Test func theIntervalAndTheTestsAgree() throws {
    for step in 1...40 {
      let test = try EquivalenceTest(differences: Self.gains, margin: Double(step) / 1000)
      #expect((test.outcome == .equivalent) == (test.pValue <= 0.05))
    }
    let least = try EquivalenceTest(differences: Self.gains, margin: 1).smallestMargin
    let atLeast = try EquivalenceTest(differences: Self.gains, margin: least)
    #expect(atLeast.outcome == .equivalent)
    #expect(abs(atLeast.pValue - 0.05) < 1e-10)
  }

  @Test func equalDifferencesHaveTheNoiseOfRounding() throws {
    // All 0.002 on paper, which they are not in binary.
    let equal = [0.474 - 0.472, 0.476 - 0.474, 0.481 - 0.479, 0.468 - 0.466]
    #expect(throws: Fault.self) { try EquivalenceTest(differences: equal, margin: 0.005) }
    let test = try EquivalenceTest(differences: equal, margin: 0.005, resolution: 0.001)
    #expect(test.isRoundingOnly)
    // 0.001/√6/√4.
    #expect(abs(test.standardError - 0.00020412414523193154) < 1e-15)
    #expect(abs(test.pLower - 2.7258496079809486e-05) < 1e-12)
    #expect(abs(test.pUpper - 0.00034164011028409706) < 1e-12)
  }

  @Test func resolutionLeavesASpreadAlone() throws {
    let plain = try EquivalenceTest(differences: Self.gains, margin: 0.02)
    let rounded = try EquivalenceTest(differences: Self.gains, margin: 0.02, resolution: 0.001)
    #expect(plain == rounded)
  }

  /// At a true difference of just the margin, equivalence is found in α of the cases.
  @Test func keepsItsLevel() throws {
    var stream = RandomStream(seed: 4, named: "test/equivalence")
    var found = 0
    for _ in 0..<1000 {
      let sample = (0..<6).map { _ in 3 + stream.normal() }
      found += try EquivalenceTest(differences: sample, margin: 3).outcome == .equivalent ? 1 : 0
    }
    #expect((30...70).contains(found))
  }

  @Test func refusesNonsense() {
    #expect(throws: Fault.self) { try EquivalenceTest(differences: [1], margin: 1) }
    #expect(throws: Fault.self) { try EquivalenceTest(differences: [1, .nan], margin: 1) }
    #expect(throws: Fault.self) { try EquivalenceTest(differences: [1, 2], margin: 0) }
    #expect(throws: Fault.self) { try EquivalenceTest(differences: [1, 2], margin: 1, level: 0.5) }
    #expect(throws: Fault.self) {
      try EquivalenceTest(differences: [1, 2], margin: 1, resolution: -1)
    }
    #expect(throws: Fault.self) {
      try EquivalenceTest(estimate: 1, standardError: 0, df: 3, n: 4, margin: 1)
    }
    #expect(throws: Fault.self) {
      try EquivalenceTest(estimate: 1, standardError: 1, df: 0, n: 1, margin: 1)
    }
  }
}
