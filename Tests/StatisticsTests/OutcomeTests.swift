import Core
import Testing

@testable import Statistics

/// What the data cannot say is said, not fitted.
@Suite struct OutcomeTests {
  @Test func fivePointsAdmitTwoParameters() throws {
    let points = family("GLA", of: recall)
    for form in CurveForm.all {
      let outcome = try fitCurve(form, to: points)
      if form.parameterCount(groups: 1) <= 2 {
        #expect(outcome.fit != nil, "\(form.name)")
      } else {
        guard case .refused(let reason) = outcome else {
          Issue.record("\(form.name) was not refused")
          continue
        }
        #expect(reason.hasSuffix("at least \(form.parameterCount(groups: 1) + 3) points"))
      }
    }
  }

  @Test func refusalSaysWhatIsMissing() throws {
    let outcome = try fitCurve(.logistic, to: family("GLA", of: recall))
    #expect(
      outcome.reason
        == "4 parameters from 5 points: the corrected Akaike criterion needs at least 7 points")
  }

  @Test func equalFractionsAreRefused() throws {
    let points = (0..<8).map { CurvePoint(group: "a", x: 0.25, y: Double($0)) }
    #expect(
      try fitCurve(.linear, to: points).reason
        == "the shape needs at least 2 distinct attention fractions and there is 1")
    #expect(try fitCurve(.constant, to: points).fit != nil)
  }

  @Test func powerLawOnConstantDataIsNotIdentified() throws {
    let points = denseFractions.map { CurvePoint(group: "a", x: $0, y: 0.4) }
    for form in CurveForm.all where !form.isLinear {
      guard case .failed(let reason) = try fitCurve(form, to: points) else {
        Issue.record("\(form.name) was fitted to constant data")
        continue
      }
      #expect(reason.contains("flat (b = 0), so \(form.shapeParameters[0].name) is arbitrary"))
    }
  }

  @Test func kneeBeyondTheDataIsNotIdentified() throws {
    let points = synthetic(exampleCurve(.linear), at: denseFractions, noise: 1e-4)
    let steep = points.map { CurvePoint(group: "a", x: $0.x, y: $0.y + $0.x * $0.x) }
    let outcome = try fitCurve(.brokenStick, to: steep)
    guard case .failed(let reason) = outcome else {
      Issue.record("the knee of a convex curve was fitted")
      return
    }
    #expect(reason.contains("knee runs to the high end") && reason.contains("straight line"))
  }

  @Test func stepIsNotAnExponent() throws {
    let points = denseFractions.map { CurvePoint(group: "a", x: $0, y: $0 > 0 ? 0.4 : 0.1) }
    for form in [CurveForm.power, .saturatingExponential, .brokenStick] {
      guard case .failed(let reason) = try fitCurve(form, to: points) else {
        Issue.record("\(form.name) was fitted to a step")
        continue
      }
      #expect(reason.contains("not identified"))
    }
  }

  @Test func stepBetweenRatiosIsNoLogistic() throws {
    let points = denseFractions.map { CurvePoint(group: "a", x: $0, y: $0 > 0.1 ? 0.4 : 0.1) }
    guard case .failed(let reason) = try fitCurve(.logistic, to: points) else {
      Issue.record("a step has no steepness")
      return
    }
    #expect(reason.contains("not identified"))
  }

  /// Only the sum of the two exponents matters, so neither of them is determined.
  @Test func parametersThatReplaceOneAnotherAreNotIdentified() throws {
    let parameters = ["q", "r"].map {
      ShapeParameter($0, .linear, startCount: 4, atLowEnd: "", atHighEnd: "") { _ in 0...1 }
    }
    let twofold = CurveForm(
      name: "twofold", title: "twofold", formula: "y = a + b·x^(q + r)",
      shapeParameters: parameters
    ) { x, theta in x > 0 ? DeterministicMath.pow(x, theta[0] + theta[1]) : 0 }
    let points = synthetic(exampleCurve(.power), at: denseFractions, noise: 0.001)
    guard case .failed(let reason) = try fitCurve(twofold, to: points) else {
      Issue.record("a parameter that another can replace was fitted")
      return
    }
    #expect(reason.contains("different values of q fit equally well"))
  }

  @Test func noConvergenceIsAFailure() throws {
    let parameter = ShapeParameter("q", .linear, atLowEnd: "", atHighEnd: "") { _ in 0...1 }
    for parameters in [[], [parameter]] {
      let broken = CurveForm(
        name: "broken", title: "broken", formula: "y = ?",
        shapeParameters: parameters
      ) { x, _ in x > 0.2 ? .nan : x }
      guard case .failed(let reason) = try fitCurve(broken, to: recall) else {
        Issue.record("a form without a value was fitted")
        continue
      }
      #expect(reason.contains("did not converge"))
    }
  }

  @Test func badDataAreFaults() {
    let good = family("GLA", of: recall)
    let bad: [[CurvePoint]] = [
      [],
      good + [CurvePoint(group: "GLA", x: 0.5, y: .nan)],
      good + [CurvePoint(group: "GLA", x: .infinity, y: 0.4)],
      good + [CurvePoint(group: "GLA", x: 24, y: 0.4)],
      good + [CurvePoint(group: "", x: 0.5, y: 0.4)],
    ]
    for points in bad {
      #expect(throws: Fault.self) { try fitCurve(.linear, to: points) }
      #expect(throws: Fault.self) { try compareForms(points) }
    }
  }

  @Test func faultNamesThePoint() {
    let points = [CurvePoint(group: "GLA", x: 24, y: 0.4)]
    let fault = #expect(throws: Fault.self) { try fitCurve(.linear, to: points) }
    #expect(fault?.location == "point 1 (GLA)")
    #expect(fault?.found == "24.0")
  }
}
