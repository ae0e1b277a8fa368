import Core
import Testing
import TestSupport

@testable import Canvas
@testable import Plot
@testable import Published
@testable import Runs
@testable import Studies

@Suite struct RatioSweepTests {
  private func sweep(
    _ points: [(Double, Double)], _ unit: MetricUnit, higher: Bool = false
  ) throws -> RatioSweep {
    try RatioSweep(
      points.map { RatioSweep.Point(fraction: $0.0, value: $0.1, source: "made up") }, unit: unit,
      higherIsBetter: higher)
  }

  @Test func perplexitiesAreComparedInParts() throws {
    let made = try sweep([(0.5, 8.04), (0, 10), (1, 9), (0.25, 8)], .perplexity)
    #expect(made.points.map(\.fraction) == [0, 0.25, 0.5, 1])
    #expect(
      made.points.map(made.distance).map { ($0 * 1e9).rounded() / 1e9 } == [0.25, 0, 0.005, 0.125])
    #expect(made.optima == [0.25])
    #expect(made.fractions(within: 0.005) == [0.25, 0.5])
    #expect(made.fractions(within: 0.004) == [0.25])
    #expect(!made.isAtEdge && made.isRelative)
  }

  /// exp(0.01) − 1 = 0.010050167.
  @Test func lossesBecomePerplexities() throws {
    let loss = try sweep([(1.0 / 6, 2.735), (0.5, 2.725)], .nats)
    #expect(abs(loss.distance(loss.points[0]) - 0.010050167) < 1e-9)
    #expect(loss.isAtEdge)
    let probability = try sweep([(0, -0.543), (0.25, -0.533)], .logProbability, higher: true)
    #expect(probability.optima == [0.25])
    #expect(abs(probability.distance(probability.points[0]) - 0.010050167) < 1e-9)
  }

  @Test func accuraciesKeepTheirUnit() throws {
    let made = try sweep([(0, 43.19), (0.125, 50.85), (0.5, 56.67)], .percent, higher: true)
    #expect(!made.isRelative && made.isAtEdge)
    #expect(abs(made.distance(made.points[1]) - 5.82) < 1e-9)
  }

  @Test func tiesAndRepeatedFractions() throws {
    let tied = try sweep([(0, 2), (0.125, 1), (0.25, 1), (1, 2)], .nats)
    #expect(tied.optima == [0.125, 0.25])
    #expect(!tied.isAtEdge)
    let twice = try sweep([(0.5, 3), (0.25, 1), (0.25, 1)], .nats)
    #expect(twice.optima == [0.25])
  }

  @Test func onePointIsNoSweep() {
    #expect(throws: Fault.self) { try sweep([(0, 1)], .nats) }
  }

  @Test func sweepsComeFromTheStore() throws {
    let store = try NotebookFixture("// %%\n").notebook().store
    let rows = try store.observations(task: "pile", path: "data/other-papers/mamba_2.csv")
    let cited = try CitedSweep("mamba2", "Mamba-2", convention: "layers", rows)
    // 8.26 at 6 of 48 layers; half a percent of it is 0.0413, and 8.29 to 8.30 are within that.
    #expect(cited.sweep.optima == [6.0 / 48])
    #expect(cited.sweep.fractions(within: 0.005).first == 3.0 / 48)
    #expect(cited.sweep.fractions(within: 0.005).last == 11.0 / 48)
    #expect(cited.isSecondary)
    let frame = try cited.sweep.frame(named: "mamba2", scale: 100)
    #expect(frame.rowCount == 13)
    #expect(try frame.numbers("distance").compactMap(\.self).min() == 0)
    let read = try store.observations(
      metric: "validation_perplexity", path: "data/other-papers/kimi_linear.csv")
    #expect(try !CitedSweep("kimi", "Kimi", convention: "", read).isSecondary)
    #expect(throws: Fault.self) { try RatioSweep(rows + store.observations(task: "dclm")) }
  }
}
