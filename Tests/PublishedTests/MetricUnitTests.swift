import Testing

@testable import Published

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
