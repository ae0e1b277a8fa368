import Testing

@testable import Metrics

@Suite struct StrictNumberTests {
  @Test(arguments: [("0.410", 0.41, 3), ("-3", -3, 0), ("0", 0, 0), ("12.50", 12.5, 2)])
  func readsDecimals(text: String, value: Double, decimals: Int) throws {
    let number = try #require(StrictNumber.decimal(text))
    #expect(number.value == value)
    #expect(number.decimals == decimals)
  }

  @Test(arguments: [
    "", "NaN", "nan", "inf", "-inf", "infinity", "0x1p3", "0x10", "1e3", "1E-4", "+1", " 1", "1 ",
    "1.", ".5", "-", "--1", "1,000", "1.2.3", "01", "00.1", "١", "1_000",
  ])
  func refusesOtherSpellings(text: String) {
    #expect(StrictNumber.decimal(text) == nil)
  }

  @Test func refusesWhatOverflows() {
    #expect(StrictNumber.decimal(String(repeating: "9", count: 400)) == nil)
    #expect(StrictNumber.natural(String(repeating: "9", count: 30)) == nil)
  }

  @Test func readsWholeNumbers() {
    #expect(StrictNumber.natural("0") == 0)
    #expect(StrictNumber.natural("5153") == 5153)
    for text in ["", "-1", "1.0", "007", "1e3"] { #expect(StrictNumber.natural(text) == nil) }
  }

  @Test func readsFractions() {
    #expect(StrictNumber.ratio("1/8") == 0.125)
    #expect(StrictNumber.ratio("0/1") == 0)
    for text in ["1", "1/0", "3/2", "1/8/2", "a/b", "0.5/1"] {
      #expect(StrictNumber.ratio(text) == nil)
    }
  }
}

@Suite struct MetricUnitTests {
  @Test(arguments: [
    (MetricUnit.fraction, [0, 0.5, 1], [-0.1, 1.01, 42.6]),
    (.percent, [0, 42.6, 100], [-1, 100.1]),
    (.perplexity, [1, 9.72], [0.99, 0, -1]),
    (.nats, [0, 2.7], [-0.1]),
    (.logProbability, [-0.5, 0], [0.1]),
    (.score, [-5, 7.35], []),
    (.milliseconds, [0.1, 1000], [0, -1]),
    (.seconds, [0.1], [0]),
    (.megabytes, [3221.9], [0]),
    (.mebibytes, [1], [-1]),
    (.tokensPerSecond, [10], [0]),
    (.count, [0, 12], [1.5, -1]),
  ])
  func hasARange(unit: MetricUnit, good: [Double], bad: [Double]) {
    for value in good { #expect(unit.allows(value), "\(unit) \(value)") }
    for value in bad + [.nan, .infinity] { #expect(!unit.allows(value), "\(unit) \(value)") }
    #expect(!unit.rule.isEmpty)
  }
}
