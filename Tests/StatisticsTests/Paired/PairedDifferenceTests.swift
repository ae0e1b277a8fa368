import Core
import Testing

@testable import Statistics

@Suite struct PairedDifferenceTests {
  static let first = [0.1, 0.4, 0.35, 0.8, 0.2]
  static let second = [0.3, 0.9, 0.3, 0.95, 0.6]

  /// scipy: ttest_rel, t.interval of the differences, permutation_test(permutation_type="samples").
  @Test func isWhatScipySays() throws {
    let paired = try PairedDifference(Self.first, Self.second)
    #expect(abs(paired.mean.mean - 0.24) < 1e-12)
    #expect(abs((paired.mean.low ?? 0) + 0.0284694645529599) < 1e-9)
    #expect(abs((paired.mean.high ?? 0) - 0.5084694645529597) < 1e-9)
    #expect(abs((paired.pValue ?? 0) - 0.0680635495123688) < 1e-9)
    #expect(paired.signFlip == 0.125)
    #expect(paired.n == 5)
  }

  @Test func theOtherWayRoundOnlyTheSignChanges() throws {
    let (one, other) = try (
      PairedDifference(Self.first, Self.second), PairedDifference(Self.second, Self.first)
    )
    #expect(abs(one.mean.mean + other.mean.mean) < 1e-12)
    #expect(one.signFlip == other.signFlip)
    #expect(abs((one.pValue ?? 0) - (other.pValue ?? 1)) < 1e-12)
  }

  /// What pairs share does not count, however much it scatters.
  @Test func whatPairsShareCancels() throws {
    let shared = [0.0, 10, -20, 35, 7]
    let far = try PairedDifference(
      zip(Self.first, shared).map { $0 + $1 }, zip(Self.second, shared).map { $0 + $1 })
    let near = try PairedDifference(Self.first, Self.second)
    #expect(abs((far.mean.low ?? 0) - (near.mean.low ?? 1)) < 1e-9)
  }

  @Test func withoutSpreadThereIsNoInterval() throws {
    let none = try PairedDifference([1, 1, 1], [1, 1, 1])
    #expect(none.mean.kind == .noSpread && none.mean.low == nil)
    #expect(none.pValue == 1 && none.signFlip == 1)
    let equal = try PairedDifference([0, 0, 0], [1, 1, 1])
    #expect(equal.mean.low == nil && equal.pValue == 0.25)
    let one = try PairedDifference([0], [1])
    #expect(one.mean.kind == .singleValue && one.pValue == nil && one.signFlip == nil)
  }

  @Test func theLeastSignFlipIsThatOfOneSide() throws {
    for n in 2...8 {
      let paired = try PairedDifference(
        [Double](repeating: 0, count: n), (1...n).map { Double($0) })
      #expect(paired.signFlip == PairedDifference.leastSignFlip(pairs: n))
    }
    #expect(PairedDifference.leastSignFlip(pairs: 1) == 1)
  }

  @Test func whatIsNoPairIsRefused() {
    #expect(throws: Fault.self) { try PairedDifference([1, 2], [1]) }
    #expect(throws: Fault.self) { try PairedDifference([], []) }
    #expect(throws: Fault.self) { try PairedDifference([1, .nan], [1, 2]) }
  }

  /// Under no difference the t test raises false alarms about as often as it says.
  @Test func falseAlarmsAreAsRareAsPromised() throws {
    var stream = RandomStream(seed: 7, named: "paired test")
    let trials = 2000
    let alarms = try (0..<trials).count { _ in
      let (a, b) = ((0..<5).map { _ in stream.normal() }, (0..<5).map { _ in stream.normal() })
      return try (PairedDifference(a, b).pValue ?? 1) < 0.05
    }
    // Binomial(2000, 0.05): 100 ± 4 × 9.7.
    #expect((61...139).contains(alarms))
  }
}
