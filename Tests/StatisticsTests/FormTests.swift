import Core
import Testing

@testable import Statistics

@Suite struct FormTests {
  @Test(arguments: CurveForm.all.map(\.name))
  func pureIsTheLevel(_ name: String) throws {
    let curve = exampleCurve(try .named(name))
    #expect(curve.rise(at: 0) == 0)
    #expect(try curve.predict(0) == 0.3)
  }

  @Test func valuesByHand() {
    let at: (CurveForm) -> Double = { exampleCurve($0).rise(at: 0.25) }
    #expect(at(.constant) == 0)
    #expect(abs(at(.linear) - 0.1) < 1e-15)
    #expect(abs(at(.logarithmic) - 0.05 * 2.807354922057604) < 1e-15)  // log2 7
    #expect(abs(at(.power) - 0.15) < 1e-15)
    #expect(abs(at(.saturatingExponential) - 0.15 * 0.9560630663765926) < 1e-15)  // 1 - exp(-3.125)
    #expect(abs(at(.brokenStick) - 0.132) < 1e-15)
    #expect(abs(at(.logistic) - 0.2 * 0.9168273035060777) < 1e-15)  // 1 / (1 + exp(-2.4))
  }

  @Test func namesAreUnique() {
    let names = CurveForm.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(CurveForm.brokenStick.parameterNames == ["b", "knee"])
  }

  @Test func parameterCounts() {
    #expect(CurveForm.constant.parameterCount(groups: 4) == 4)
    #expect(CurveForm.linear.parameterCount(groups: 4) == 5)
    #expect(CurveForm.power.parameterCount(groups: 4) == 6)
    #expect(CurveForm.logistic.parameterCount(groups: 1) == 4)
  }

  @Test(arguments: CurveForm.all.map(\.name))
  func startsLieWithinTheRange(_ name: String) throws {
    for parameter in try CurveForm.named(name).shapeParameters {
      let range = parameter.range(publishedFractions)
      let starts = parameter.starts(publishedFractions)
      #expect(starts.count > 2)
      #expect(starts.allSatisfy { range.contains($0) && $0 != range.lowerBound })
    }
  }

  @Test func positionsAreFoldedIntoTheRange() {
    let map = PositionMap(range: 0.01...1, scale: .logarithmic)
    #expect(abs(map.value(at: 0.5) - 0.1) < 1e-15)
    #expect(abs(map.position(of: 0.1) - 0.5) < 1e-15)
    for (outside, inside) in [(-0.25, 0.25), (1.25, 0.75), (2.5, 0.5), (-1.75, 0.25)] {
      #expect(abs(PositionMap.fold(outside) - inside) < 1e-15)
    }
    #expect(PositionMap.fold(.nan) == 0.5)
  }

  @Test func curveAnswersForItsGroupsOnly() throws {
    let curve = exampleCurve(.linear, groups: 3)
    #expect(abs(try curve.predict(0.5, group: "family 2") - 0.42) < 1e-15)
    #expect(abs(try curve.predict(0.5) - 0.46) < 1e-15)
    #expect(abs(curve.gain(from: 0.25, to: 0.5) - 0.1) < 1e-15)
    #expect(throws: Fault.self) { try curve.predict(0.5, group: "family 9") }
    #expect(throws: Fault.self) { try curve.parameter("knee") }
    #expect(try curve.parameter("b") == 0.4)
  }
}
