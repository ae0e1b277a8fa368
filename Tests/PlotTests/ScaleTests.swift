import Core
import Testing

@testable import Plot

@Suite struct NiceTicksTests {
  @Test(arguments: [
    (0.1...0.45, 5, [0.1, 0.2, 0.3, 0.4], 1), (0.0...1.0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1], 1),
    (-3.0...3.0, 5, [-2, 0, 2], 0), (0.455...0.5, 5, [0.46, 0.47, 0.48, 0.49, 0.5], 2),
    (0.0...5000.0, 5, [0, 1000, 2000, 3000, 4000, 5000], 0),
  ])
  func areRound(_ domain: ClosedRange<Double>, _ count: Int, _ values: [Double], _ decimals: Int) {
    let ticks = NiceTicks(in: domain, count: count)
    #expect(ticks.values == values)
    #expect(ticks.decimals == decimals)
  }

  @Test func aDomainHoldsItsValues() {
    var random = RandomStream(seed: 1)
    for _ in 0..<500 {
      let values = (0..<4).map { _ in random.normal() * 100 }
      let ticks = NiceTicks(around: values, count: 5)
      #expect(values.allSatisfy { ticks.domain.contains($0) })
      #expect((3...7).contains(ticks.values.count), "\(ticks.values)")
      #expect(ticks.values.first == ticks.domain.lowerBound)
    }
  }

  @Test func aSingleValueGetsRoom() {
    #expect(NiceTicks(around: [0.42], count: 5).domain.contains(0.42))
    #expect(NiceTicks(around: [0], count: 5).domain == -1...1)
    #expect(NiceTicks(around: [], count: 5).domain == 0...1)
  }
}

@Suite struct ScaleTests {
  @Test func linearIsLinear() throws {
    let scale = try LinearAxis(0.1...0.5).scale(for: [])
    #expect(try scale.position(.number(0.1)) == 0)
    #expect(abs(try scale.position(.number(0.2)) - 0.25) < 1e-12)
    #expect(scale.ticks.map(\.labels) == [["0.1"], ["0.2"], ["0.3"], ["0.4"], ["0.5"]])
  }

  @Test(arguments: [0.09, 0.51]) func linearRefusesWhatIsOutside(_ value: Double) throws {
    let scale = try LinearAxis(0.1...0.5).scale(for: [])
    let fault = #expect(throws: Fault.self) { _ = try scale.position(.number(value)) }
    #expect(fault?.expected == "0.100 to 0.500" && fault?.found == "\(value)")
  }

  @Test(arguments: [1.0...1.0, 0.0...Double.infinity]) func axesHaveALength(
    _ domain: ClosedRange<Double>
  ) {
    #expect(throws: Fault.self) { _ = try LinearAxis(domain).scale(for: []) }
    #expect(throws: Fault.self) { _ = try LogAxis(domain).scale(for: []) }
  }

  @Test func linearRefusesText() throws {
    let scale = try LinearAxis().scale(for: [.number(1), .number(2)])
    #expect(throws: Fault.self) { _ = try scale.position(.text("a")) }
  }

  @Test func negativeTicksHaveATrueMinus() throws {
    let scale = try LinearAxis(-1...1, tickCount: 2).scale(for: [])
    #expect(scale.ticks.map { $0.labels[0] } == ["−1", "0", "1"])
  }

  @Test func logStepsDouble() throws {
    let scale = try LogAxis().scale(for: [.number(512), .number(4096)])
    #expect(scale.ticks.map { $0.labels[0] } == ["512", "1024", "2048", "4096"])
    let steps = zip(scale.ticks, scale.ticks.dropFirst()).map { $1.position - $0.position }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-12 })
    #expect(throws: Fault.self) { _ = try scale.position(.number(0)) }
    #expect(throws: Fault.self) { _ = try LogAxis().scale(for: [.number(-1)]) }
  }

  @Test func categoriesAreInTheirOrder() throws {
    let scale = try CategoryAxis(["a", "b"], startsAtEnd: true).scale(for: [])
    #expect(try scale.position(.text("a")) == 0.75)
    #expect(try scale.position(.text("b")) == 0.25)
    #expect(throws: Fault.self) { _ = try scale.position(.text("c")) }
  }
}

@Suite struct RatioAxisTests {
  let ticks = [24.0, 12, 6, 3].map { RatioTick(1 / $0, labels: ["\(Int($0)):1"]) }

  @Test func stepsAreEqualInTheLogarithm() throws {
    let scale = try RatioAxis(ticks: ticks, pure: nil).scale(for: [])
    let places = try [24.0, 12, 6, 3].map { try scale.position(.number(1 / $0)) }
    let steps = zip(places, places.dropFirst()).map { $1 - $0 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-12 && $0 > 0 })
    #expect(scale.breaks.isEmpty)
  }

  @Test func pureAndFullAreBeyondBreaks() throws {
    let scale = try RatioAxis(ticks: ticks, pure: ["pure"], full: ["full"]).scale(for: [])
    let places = try [0, 1.0 / 24, 1.0 / 3, 1].map { try scale.position(.number($0)) }
    #expect(scale.breaks.count == 2)
    #expect(places[0] < scale.breaks[0] && scale.breaks[0] < places[1])
    #expect(places[2] < scale.breaks[1] && scale.breaks[1] < places[3])
    #expect(places.map(scale.stretch(of:)) == [0, 1, 1, 2])
    #expect(scale.ticks.map { $0.labels[0] } == ["pure", "24:1", "12:1", "6:1", "3:1", "full"])
    #expect(places[0] > 0 && places[3] < 1)
  }

  /// The other convention's fraction for a label lies close by, and is shown where it is.
  @Test func eachFractionHasItsOwnPlace() throws {
    let scale = try RatioAxis(ticks: ticks).scale(for: [])
    let (a, b) = (try scale.position(.number(1.0 / 24)), try scale.position(.number(1.0 / 25)))
    #expect(b < a && a - b < 0.02)
  }

  @Test(arguments: [-0.1, 0.01, 0.5, 1, 1.5]) func refusesWhatItDoesNotShow(_ value: Double) throws
  {
    let scale = try RatioAxis(ticks: ticks).scale(for: [])
    let fault = #expect(throws: Fault.self) { _ = try scale.position(.number(value)) }
    #expect(fault?.what.contains("attention fraction") == true)
    #expect(fault?.expected == "about 0.0417 to 0.3333, or 0")
  }

  @Test func refusesPureWithoutAGutter() throws {
    let scale = try RatioAxis(ticks: ticks, pure: nil).scale(for: [])
    #expect(throws: Fault.self) { _ = try scale.position(.number(0)) }
  }

  @Test func refusesTicksThatAreNotInOrder() {
    #expect(throws: Fault.self) { _ = try RatioAxis(ticks: ticks.reversed()).scale(for: []) }
    #expect(throws: Fault.self) { _ = try RatioAxis(ticks: [ticks[0]]).scale(for: []) }
    let zero = RatioTick(0, labels: [])
    #expect(throws: Fault.self) { _ = try RatioAxis(ticks: [zero] + ticks).scale(for: []) }
  }
}
