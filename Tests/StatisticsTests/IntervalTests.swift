import Core
import Testing

@testable import Statistics

@Suite struct IntervalTests {
  /// scipy.stats.binomtest(s, n).proportion_ci(0.95, method="wilson").
  @Test(arguments: [
    (0, 10, 0.0, 0.27753279986288926), (10, 10, 0.7224672001371109, 1.0),
    (7, 20, 0.1811918241010821, 0.5671457233147637),
    (500, 1000, 0.4690696003681042, 0.5309303996318958),
  ])
  func wilson(_ successes: Int, _ trials: Int, _ low: Double, _ high: Double) throws {
    let interval = try ProportionInterval(successes: successes, trials: trials)
    #expect(abs(interval.low - low) < 1e-12)
    #expect(abs(interval.high - high) < 1e-12)
  }

  @Test func wilsonTakesPrintedProportions() throws {
    let printed = try ProportionInterval(proportion: 0.35, trials: 20)
    #expect(try printed == ProportionInterval(successes: 7, trials: 20))
  }

  @Test func wilsonRefusesNonsense() {
    #expect(throws: Fault.self) { try ProportionInterval(proportion: 42.6, trials: 20) }
    #expect(throws: Fault.self) { try ProportionInterval(proportion: 0.4, trials: 0) }
    #expect(throws: Fault.self) { try ProportionInterval(successes: -1, trials: 10) }
    #expect(throws: Fault.self) { try ProportionInterval(proportion: 0.4, trials: 9, level: 1) }
  }

  /// scipy.stats.t.interval(0.95, 3, mean, sem).
  @Test func meanWithSpread() throws {
    let interval = try MeanInterval([0.41, 0.43, 0.40, 0.45])
    #expect(interval.kind == .studentT)
    #expect(interval.n == 4)
    #expect(abs(interval.mean - 0.4225) < 1e-15)
    #expect(abs(try #require(interval.low) - 0.387216921410693) < 1e-12)
    #expect(abs(try #require(interval.high) - 0.45778307858930695) < 1e-12)
  }

  @Test func oneValueHasNoInterval() throws {
    let interval = try MeanInterval([0.4])
    #expect(interval.kind == .singleValue)
    #expect(interval.low == nil && interval.high == nil && interval.deviation == nil)
  }

  @Test func equalValuesHaveNoInterval() throws {
    let interval = try MeanInterval([0.1, 0.1, 0.1])
    #expect(interval.kind == .noSpread)
    #expect(interval.low == nil && interval.high == nil)
    #expect(interval.deviation == 0)
  }

  @Test func meanRefusesNonsense() {
    #expect(throws: Fault.self) { try MeanInterval([]) }
    #expect(throws: Fault.self) { try MeanInterval([1, .nan]) }
  }
}
