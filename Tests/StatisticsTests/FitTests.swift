import Core
import Testing

@testable import Statistics

@Suite struct FitTests {
  @Test(arguments: CurveForm.all.map(\.name))
  func recoversASingleFamilyWithoutNoise(_ name: String) throws {
    let truth = exampleCurve(try .named(name))
    try expectRecovered(truth, synthetic(truth, at: denseFractions), within: 1e-6)
  }

  @Test(arguments: CurveForm.all.map(\.name))
  func recoversPooledFamiliesWithoutNoise(_ name: String) throws {
    let truth = exampleCurve(try .named(name), groups: 4)
    try expectRecovered(truth, synthetic(truth), within: 1e-6)
  }

  /// Parameters may trade off against one another under noise; the curve lies within two standard
  /// deviations of the noise.
  @Test(arguments: CurveForm.all.map(\.name))
  func recoversPooledFamiliesWithNoise(_ name: String) throws {
    let truth = exampleCurve(try .named(name), groups: 6)
    let points = synthetic(truth, at: denseFractions, noise: 0.004, seed: 5)
    let fit = try #require(try fitCurve(truth.form, to: points).fit)
    for point in points {
      let error =
        try fit.predict(point.x, group: point.group) - truth.predict(point.x, group: point.group)
      #expect(abs(error) < 0.008)
    }
    #expect(abs(fit.sigma - 0.004) < 0.0012)
  }

  @Test(arguments: CurveForm.all.map(\.name))
  func recoversASingleFamilyWithNoise(_ name: String) throws {
    let truth = exampleCurve(try .named(name))
    let xs = (0...40).map { Double($0) / 120 }
    let points = synthetic(truth, at: xs, noise: 0.002, seed: 7)
    let fit = try #require(try fitCurve(truth.form, to: points).fit)
    for x in xs {
      #expect(abs(try fit.predict(x) - truth.predict(x)) < 0.004)
    }
  }

  @Test func straightLineByHand() throws {
    let ys = [1.0, 2, 2, 4]
    let points = zip([0, 0.25, 0.5, 0.75], ys).map { CurvePoint(group: "a", x: $0, y: $1) }
    let fit = try #require(
      try fitCurve(
        .linear,
        to: points + [
          CurvePoint(group: "a", x: 1, y: 6)
        ]
      ).fit)
    // x̄ = 0.5, ȳ = 3, Sxx = 0.625, Sxy = 3, so b = 4.8 and a = 0.6; RSS = 16 − 4.8·3.
    #expect(abs(fit.curve.shape[0] - 4.8) < 1e-12)
    #expect(abs(fit.curve.levels[0] - 0.6) < 1e-12)
    #expect(abs(fit.rss - 1.6) < 1e-12)
    #expect(fit.n == 5 && fit.p == 2 && fit.df == 3)
  }

  @Test func groupsKeepTheCallersOrder() throws {
    let fit = try #require(try fitCurve(.linear, to: recall).fit)
    #expect(fit.groups == ["DeltaNet", "GatedDeltaNet", "GLA", "HGRN2"])
    let backwards = try #require(try fitCurve(.linear, to: recall.reversed()).fit)
    #expect(backwards.groups == fit.groups.reversed())
    #expect(abs(backwards.rss - fit.rss) < 1e-15)
  }

  @Test func levelsAreNotCreditedToTheShape() throws {
    let fit = try #require(try fitCurve(.constant, to: recall).fit)
    #expect(fit.shapeTest == nil)
    let rising = try #require(try fitCurve(.power, to: recall).fit)
    #expect(try #require(rising.shapeTest).pValue < 0.001)
  }

  private func expectRecovered(
    _ truth: Curve, _ points: [CurvePoint], within tolerance: Double
  ) throws {
    let outcome = try fitCurve(truth.form, to: points)
    let fit = try #require(outcome.fit, "\(outcome.reason ?? "")")
    for (found, expected) in zip(fit.curve.levels + fit.curve.shape, truth.levels + truth.shape) {
      #expect(abs(found - expected) < tolerance * max(1, abs(expected)))
    }
    #expect(fit.rss < 1e-12)
  }
}
