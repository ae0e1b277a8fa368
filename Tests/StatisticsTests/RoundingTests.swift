import Core
import Testing

@testable import Statistics

/// Worked by hand.
@Suite struct RoundingTests {
  @Test func means() throws {
    let parts = [0.1, 0.2, 0.4].map { Printed(value: $0, resolution: 0.001) }
    let plain = try Printed.mean(parts)
    #expect(abs(plain.value - 0.7 / 3) < 1e-15)
    #expect(abs(plain.halfWidth - 0.0005) < 1e-15)
    let weighted = try Printed.mean(parts, weights: [1, 2, 1])
    #expect(abs(weighted.value - 0.225) < 1e-15)
    #expect(abs(weighted.low - 0.2245) < 1e-15 && abs(weighted.high - 0.2255) < 1e-15)
  }

  @Test func eachNumberHasItsOwnStep() throws {
    let parts = [Printed(value: 2, resolution: 0.1), Printed(value: 6, resolution: 0.01)]
    // (3 · 0.05 + 1 · 0.005)/4; with a weight of −1, divided by 2.
    #expect(abs(try Printed.mean(parts, weights: [3, 1]).halfWidth - 0.03875) < 1e-15)
    let contrast = try Printed.mean(parts, weights: [3, -1])
    #expect(contrast.value == 0)
    #expect(abs(contrast.halfWidth - 0.0775) < 1e-15)
  }

  @Test func differences() throws {
    let range = try Printed.difference(
      Printed(value: 0.475, resolution: 0.001), Printed(value: 0.472, resolution: 0.001))
    #expect(abs(range.value - 0.003) < 1e-15)
    #expect(abs(range.low - 0.002) < 1e-15 && abs(range.high - 0.004) < 1e-15)
  }

  @Test func ratios() throws {
    let range = try Printed.ratio(
      Printed(value: 0.426, resolution: 0.001), Printed(value: 0.320, resolution: 0.001))
    #expect(range.value == 0.426 / 0.320)
    #expect(abs(range.low - 0.4255 / 0.3205) < 1e-12)
    #expect(abs(range.high - 0.4265 / 0.3195) < 1e-12)
    // −1.5...−0.5 over 1.5...2.5.
    let negative = try Printed.ratio(
      Printed(value: -1, resolution: 1), Printed(value: 2, resolution: 1))
    #expect(abs(negative.low + 1) < 1e-15 && abs(negative.high + 0.2) < 1e-15)
  }

  @Test func agreement() throws {
    // The mean of 0.4 and 0.5 lies in 0.40...0.50.
    let mean = try Printed.mean([0.4, 0.5].map { Printed(value: $0, resolution: 0.1) })
    #expect(mean.agrees(with: Printed(value: 0.5, resolution: 0.1)))
    #expect(mean.agrees(with: Printed(value: 0.505, resolution: 0.01)))
    #expect(mean.agrees(with: Printed(value: 0.5, resolution: 0)))
    #expect(!mean.agrees(with: Printed(value: 0.51, resolution: 0)))
    #expect(abs(mean.gap(to: Printed(value: 0.56, resolution: 0.01)) - 0.055) < 1e-12)
    #expect(abs(mean.gap(to: Printed(value: 0.3, resolution: 0.01)) + 0.095) < 1e-12)
  }

  @Test func refusesNonsense() {
    let one = Printed(value: 1, resolution: 0.1)
    #expect(throws: Fault.self) { try Printed.mean([]) }
    #expect(throws: Fault.self) { try Printed.mean([one, one], weights: [1]) }
    #expect(throws: Fault.self) { try Printed.mean([one, one], weights: [1, -1]) }
    #expect(throws: Fault.self) { try Printed.mean([Printed(value: .nan, resolution: 0.1)]) }
    #expect(throws: Fault.self) { try Printed.difference(one, Printed(value: 1, resolution: -1)) }
    #expect(throws: Fault.self) { try Printed.ratio(one, Printed(value: 0.05, resolution: 0.1)) }
  }
}
