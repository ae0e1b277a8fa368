import Core
import Testing

@testable import Statistics

/// References: scipy 1.17, stats.kendalltau. Without ties its p values are exact; with ties they
/// were counted over all orders, with itertools.permutations and tau-b.
@Suite struct KendallTests {
  struct Reference: Sendable {
    let x: [Double]
    let y: [Double]
    let tau: Double
    let greater: Double
    let less: Double
    let twoSided: Double
  }

  static let references = [
    // RULER averages of DeltaNet by rising share of attention, arXiv:2507.06457 v2, Table 7.
    Reference(
      x: [1, 2, 3, 4, 5], y: [0.320, 0.417, 0.352, 0.371, 0.426], tau: 0.6,
      greater: 0.11666666666666667, less: 0.9583333333333333, twoSided: 0.23333333333333334),
    Reference(
      x: [1, 2, 3, 4, 5, 6, 7, 8], y: [2, 1, 4, 3, 8, 6, 5, 7], tau: 0.5714285714285714,
      greater: 0.03050595238095238, less: 0.9844246031746032, twoSided: 0.06101190476190476),
    Reference(
      x: [0, 1, 2, 3, 4, 5, 6, 7, 8], y: [8, 3, 7, 5, 6, 1, 4, 2, 0], tau: -0.611111111111111,
      greater: 0.993667328042328, less: 0.012370480599647266, twoSided: 0.02474096119929453),
    Reference(
      x: [1, 1, 2, 3, 3], y: [2, 1, 2, 4, 3], tau: 0.8249579113843054,
      greater: 0.06666666666666667, less: 1, twoSided: 0.13333333333333333),
    Reference(
      x: [1, 2, 2, 2, 3, 4], y: [3, 3, 1, 3, 2, 2], tau: -0.43519413988924466, greater: 0.9,
      less: 0.21666666666666667, twoSided: 0.4166666666666667),
  ]

  @Test(arguments: references)
  func agreesWithScipy(_ reference: Reference) throws {
    let test = try KendallTau(reference.x, reference.y)
    #expect(test.method == .exact)
    #expect(abs(test.tau - reference.tau) < 1e-14)
    #expect(abs(test.pGreater - reference.greater) < 1e-14)
    #expect(abs(test.pLess - reference.less) < 1e-14)
    #expect(abs(test.pTwoSided - reference.twoSided) < 1e-14)
  }

  @Test func countsPairs() throws {
    // Of the ten pairs two are tied in x, and one in y.
    let test = try KendallTau([1, 1, 2, 3, 3], [2, 1, 2, 4, 3])
    #expect(test.n == 5)
  }

  @Test func manyPointsAreDrawn() throws {
    let x = (0..<12).map(Double.init)
    let y: [Double] = [2, 1, 4, 3, 8, 6, 5, 7, 12, 9, 10, 11]
    let test = try KendallTau(x, y, seed: 5)
    #expect(test.method == .permutation(draws: 20_000))
    #expect(abs(test.tau - 0.7272727272727272) < 1e-14)
    // Exact: 0.00024944; 20 000 draws have a standard error of 0.00011.
    #expect(test.pGreater > 0 && test.pGreater < 0.0007)
    #expect(test.pLess > 0.999)
    #expect(try test == KendallTau(x, y, seed: 5))
  }

  @Test func drawnAndExactAgree() throws {
    // scipy, exact; 20 000 draws have a standard error of 0.0005.
    let x = (0..<12).map(Double.init)
    let y: [Double] = [3, 1, 2, 6, 4, 12, 5, 9, 8, 7, 11, 10]
    let test = try KendallTau(x, y, seed: 1)
    #expect(abs(test.tau - 0.5757575757575757) < 1e-14)
    #expect(abs(test.pGreater - 0.004378866375394153) < 0.0015)
  }

  @Test func theObservedOrderCounts() throws {
    let rising = (0..<20).map(Double.init)
    let test = try KendallTau(rising, rising, draws: 999)
    #expect(test.pGreater == 0.001)
    #expect(test.pLess == 1)
  }

  @Test func leastP() throws {
    let test = try KendallTau([1, 2, 3, 4], [5, 6, 7, 8])
    #expect(test.pGreater == KendallTau.minimumP(points: 4))
    #expect(abs(test.pGreater - 1.0 / 24) < 1e-16)
    #expect(KendallTau.minimumP(points: 9) == 1 / 362_880.0)
  }

  /// All 6⁶ resamples, by numpy: the quantiles at 0.1 and 0.9 are 5/13 and 1, at 0.025 1/9.
  @Test func intervalIsThatOfAllResamples() throws {
    let test = try KendallTau([0, 1, 2, 3, 4, 5], [1, 0, 2, 3, 5, 4])
    let wide = try test.interval(seed: 2, draws: 20_000)
    #expect(abs(wide.low - 0.1111) < 0.06)
    #expect(wide.high == 1)
    let narrow = try test.interval(level: 0.8, seed: 2, draws: 20_000)
    #expect(abs(narrow.low - 0.3846) < 0.03)
    let again = try test.interval(level: 0.8, seed: 2, draws: 20_000)
    #expect(again == narrow)
  }

  @Test func intervalsNeedSpread() throws {
    let perfect = try KendallTau([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    #expect(throws: Fault.self) { try perfect.interval() }
    let two = try KendallTau([1, 2], [1, 2])
    #expect(throws: Fault.self) { try two.interval() }
    // All but one value of y are equal, and (7/8)⁸ = 0.344 of the resamples miss it.
    let nearlyFlat = try KendallTau([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 1, 0, 0, 0, 0])
    #expect(throws: Fault.self) { try nearlyFlat.interval(draws: 20_000) }
    let mixed = try KendallTau([1, 2, 3, 4], [1, 3, 2, 4])
    #expect(throws: Fault.self) { try mixed.interval(level: 1) }
    #expect(throws: Fault.self) { try mixed.interval(draws: 10) }
  }

  @Test func refusesNonsense() throws {
    #expect(throws: Fault.self) { try KendallTau([1, 2], [1]) }
    #expect(throws: Fault.self) { try KendallTau([1], [1]) }
    #expect(throws: Fault.self) { try KendallTau([1, .nan], [1, 2]) }
    let fault = #expect(throws: Fault.self) { try KendallTau([1, 2, 3], [4, 4, 4]) }
    #expect(fault?.found == "the second is always 4.0")
  }
}
