import Core
import Testing

@testable import Statistics

@Suite struct GroupBootstrapTests {
  struct Family: Sendable {
    let pure: Double
    let hybrid: Double
  }

  /// RULER averages of four families, pure and 3:1: arXiv:2507.06457 v2, Table 7.
  static let families = [
    Family(pure: 0.320, hybrid: 0.426), Family(pure: 0.356, hybrid: 0.436),
    Family(pure: 0.144, hybrid: 0.332), Family(pure: 0.203, hybrid: 0.395),
  ]

  static func ratioOfMeans(_ families: [Family]) -> Double {
    families.reduce(0) { $0 + $1.hybrid } / families.reduce(0) { $0 + $1.pure }
  }

  /// Over all 4⁴ resamples (itertools.product, numpy) the ratio has the standard deviation
  /// 0.239654 with the factor √(4/3), and the quantiles 1.27515 and 2.09510.
  @Test func agreesWithAllResamples() throws {
    let result = try GroupBootstrap.interval(
      Self.families, draws: 20_000, seed: 7, name: "gain", statistic: Self.ratioOfMeans)
    #expect(abs(result.estimate - 1.5532746823069405) < 1e-12)
    #expect(abs(result.standardError - 0.239653994550953) < 0.005)
    #expect(abs(result.low - 1.27514793) < 0.01)
    #expect(abs(result.high - 2.09510086) < 0.05)
    #expect(result.draws == 20_000)
  }

  @Test func studentTIsWiderByTheFactorOfItsDegreesOfFreedom() throws {
    let result = try GroupBootstrap.interval(
      Self.families, draws: 500, seed: 7, name: "gain", method: .studentT,
      statistic: Self.ratioOfMeans)
    let half = 3.182446305283708 * result.standardError
    #expect(abs(result.low - (result.estimate - half)) < 1e-11)
    #expect(abs(result.high - (result.estimate + half)) < 1e-11)
  }

  /// The standard error of a mean is s/√n.
  @Test func meansHaveTheirTextbookError() throws {
    let values = [1.0, 4, 2, 8, 5, 7]
    let result = try GroupBootstrap.interval(
      values, draws: 20_000, seed: 1, name: "mean"
    ) { $0.reduce(0, +) / Double($0.count) }
    #expect(abs(result.standardError - (7.5 / 6).squareRoot()) < 0.02)
  }

  @Test func drawsAreNamed() throws {
    func low(_ name: String, _ seed: UInt64) throws -> Double {
      try GroupBootstrap.interval(
        Self.families, draws: 200, seed: seed, name: name, method: .studentT,
        statistic: Self.ratioOfMeans
      ).low
    }
    #expect(try low("a", 1) == low("a", 1))
    #expect(try low("a", 1) != low("b", 1))
    #expect(try low("a", 1) != low("a", 2))
  }

  @Test func refusesNonsense() {
    func interval(
      _ items: [Double], level: Double = 0.95, draws: Int = 200,
      _ statistic: ([Double]) throws -> Double = { $0[0] }
    ) throws {
      _ = try GroupBootstrap.interval(
        items, level: level, draws: draws, seed: 1, name: "test", statistic: statistic)
    }
    #expect(throws: Never.self) { try interval([1, 2, 3]) }
    #expect(throws: Fault.self) { try interval([1, 2]) }
    #expect(throws: Fault.self) { try interval([1, 2, 3], level: 1) }
    #expect(throws: Fault.self) { try interval([1, 2, 3], draws: 10) }
    #expect(throws: Fault.self) { try interval([2, 2, 2]) }
    #expect(throws: Fault.self) { try interval([1, 2, 3]) { _ in .nan } }
    // Not finite whenever the first draw is not the 1.
    #expect(throws: Fault.self) { try interval([1, 2, 3]) { $0[0] == 1 ? $0[1] : .infinity } }
  }
}
