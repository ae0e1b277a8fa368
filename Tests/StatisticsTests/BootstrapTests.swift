import Core
import Testing

@testable import Statistics

@Suite struct BootstrapTests {
  @Test func sameSeedSameBits() throws {
    let fit = try #require(try fitCurve(.saturatingExponential, to: recall).fit)
    let plan = BootstrapPlan(draws: 200, seed: 42, resolution: 0.001)
    let (first, second) = (
      try BootstrapDraws(fit, plan: plan), try BootstrapDraws(fit, plan: plan)
    )
    #expect(first.curves.map(\.shape) == second.curves.map(\.shape))
    #expect(first.curves.map(\.levels) == second.curves.map(\.levels))
    let xs = [0, 0.1, 0.3]
    #expect(try first.band(at: xs) == second.band(at: xs))
  }

  @Test func seedsAndFamiliesDrawDifferentNumbers() throws {
    let fit = try #require(try fitCurve(.linear, to: recall).fit)
    let draws = try BootstrapDraws(fit, plan: BootstrapPlan(draws: 200, seed: 1))
    let other = try BootstrapDraws(fit, plan: BootstrapPlan(draws: 200, seed: 2))
    #expect(zip(draws.curves, other.curves).allSatisfy { $0.shape != $1.shape })
    let renamed = recall.map { CurvePoint(group: $0.group + "'", x: $0.x, y: $0.y) }
    let twin = try #require(try fitCurve(.linear, to: renamed).fit)
    let twins = try BootstrapDraws(twin, plan: BootstrapPlan(draws: 200, seed: 1))
    #expect(zip(draws.curves, twins.curves).allSatisfy { $0.shape != $1.shape })
    #expect(
      abs(correlation(draws.curves.map { $0.shape[0] }, twins.curves.map { $0.shape[0] })) < 0.2)
  }

  /// For a pooled line the standard error is known: sigma/√Sxx, Sxx within the four groups.
  @Test func standardErrorOfALineIsTheTextbookOne() throws {
    let fit = try #require(try fitCurve(.linear, to: recall).fit)
    let draws = try BootstrapDraws(fit, plan: BootstrapPlan(draws: 8000, seed: 3))
    let interval = try draws.interval { try $0.parameter("b") }
    let expected = fit.sigma / (4 * squaresAboutMean(publishedFractions)).squareRoot()
    #expect(abs(interval.standardError / expected - 1) < 0.03)
    #expect(interval.low < interval.estimate && interval.estimate < interval.high)
  }

  @Test(arguments: CurveForm.all.map(\.name))
  func bandHasWidthEverywhere(_ name: String) throws {
    let fit = try #require(try fitCurve(.named(name), to: recall).fit)
    let draws = try BootstrapDraws(
      fit, plan: BootstrapPlan(draws: 300, seed: 4, resolution: 0.001))
    let band = try draws.band(at: (0...40).map { Double($0) / 120 }, group: "GLA")
    for i in band.xs.indices {
      #expect(band.low[i] < band.fitted[i] && band.fitted[i] < band.high[i])
      #expect(band.high[i] - band.low[i] > 0.005)
    }
    #expect(draws.failures == 0)
    #expect(draws.df == fit.df)
  }

  @Test func exactDataNeedAResolution() throws {
    let points = publishedFractions.map { CurvePoint(group: "a", x: $0, y: 0.5) }
    let fit = try #require(try fitCurve(.linear, to: points).fit)
    let fault = #expect(throws: Fault.self) {
      try BootstrapDraws(fit, plan: BootstrapPlan(seed: 1))
    }
    #expect(fault?.hint?.contains("resolution") == true)
    let draws = try BootstrapDraws(fit, plan: BootstrapPlan(seed: 1, resolution: 0.001))
    let band = try draws.band(at: [0.1])
    #expect(band.high[0] - band.low[0] > 1e-4)
    #expect(band.high[0] - band.low[0] < 3e-3)
  }

  @Test func groupsAreResampledWhole() throws {
    let fit = try #require(try fitCurve(.saturatingExponential, to: recall).fit)
    let plan = BootstrapPlan(draws: 2000, seed: 6, unit: .groups)
    let draws = try BootstrapDraws(fit, plan: plan)
    #expect(draws.df == 3)
    #expect(
      draws.curves.allSatisfy { $0.levels.count == 4 && Set($0.groups).isSubset(of: fit.groups) })
    // Four groups with replacement give 35 different samples, and so at most 35 shapes.
    #expect(Set(draws.curves.map { ($0.shape[0] * 1e6).rounded() }).count <= 35)
    let gain = try draws.interval { $0.gain(to: 1.0 / 3) }
    #expect(gain.low < gain.estimate && gain.estimate < gain.high)
    let band = try draws.band(at: publishedFractions)
    #expect(zip(band.low, band.high).allSatisfy { $1 - $0 > 0.1 })
    #expect(throws: Fault.self) { try draws.band(at: [0.1], group: "GLA") }
  }

  /// The mean of four levels has the standard error s/√4.
  @Test func standardErrorOverGroupsIsTheTextbookOne() throws {
    let fit = try #require(try fitCurve(.constant, to: recall).fit)
    let plan = BootstrapPlan(draws: 8000, seed: 10, unit: .groups)
    let band = try BootstrapDraws(fit, plan: plan).band(at: [0.1])
    let deviation = try #require(try MeanInterval(fit.curve.levels).deviation)
    #expect(abs(band.standardErrors[0] / (deviation / 2) - 1) < 0.03)
  }

  @Test func aGroupDrawnTwiceCountsTwice() throws {
    let form = CurveForm.linear
    let doubled = ["GLA", "GLA", "HGRN2"].enumerated().flatMap { copy, name in
      family(name, of: recall).map {
        CurvePoint(group: "\(name) \(copy)", x: $0.x, y: $0.y)
      }
    }
    let expected = try #require(try fitCurve(form, to: doubled).fit)
    let table = try PointTable(recall)
    let problem = ProjectedLeastSquares(form, table)
    problem.load(table.responses, groupWeights: [0, 0, 2, 1])
    let curve = problem.curve(at: [])
    #expect(abs(curve.shape[0] - expected.curve.shape[0]) < 1e-12)
    #expect(abs(try curve.level(of: "GLA") - expected.curve.levels[0]) < 1e-12)
    #expect(abs(try curve.level(of: "HGRN2") - expected.curve.levels[2]) < 1e-12)
  }

  @Test func twoGroupsAreTooFewToResample() throws {
    let points = recall.filter { ["GLA", "HGRN2"].contains($0.group) }
    let fit = try #require(try fitCurve(.linear, to: points).fit)
    #expect(throws: Fault.self) {
      try BootstrapDraws(fit, plan: BootstrapPlan(seed: 1, unit: .groups))
    }
  }

  @Test func intervalsOfNothingAreFaults() throws {
    let fit = try #require(try fitCurve(.linear, to: recall).fit)
    let draws = try BootstrapDraws(fit, plan: BootstrapPlan(draws: 200, seed: 8))
    #expect(throws: Fault.self) { try draws.interval { _ in 1 } }
    #expect(throws: Fault.self) { try draws.interval { _ in .nan } }
    #expect(throws: Fault.self) { try draws.interval { try $0.parameter("knee") } }
    #expect(throws: Fault.self) { try draws.band(at: [0.1], level: 95) }
    #expect(throws: Fault.self) { try draws.band(at: [0.1], group: "Mamba") }
  }

  @Test func plansAreChecked() throws {
    let fit = try #require(try fitCurve(.linear, to: recall).fit)
    for plan in [
      BootstrapPlan(draws: 3, seed: 1), BootstrapPlan(seed: 1, resolution: -1),
      BootstrapPlan(seed: 1, resolution: .nan),
    ] {
      #expect(throws: Fault.self) { try BootstrapDraws(fit, plan: plan) }
    }
  }

  @Test func intervalsOfParametersAreMarkedWhereTheyAreOpen() throws {
    let knee = try parameterInterval(.brokenStick, "knee", of: recall)
    #expect(!knee.isOpenBelow && !knee.isOpenAbove)
    #expect(knee.low > 1.0 / 24 && knee.high < 1.0 / 3)
    let flat = try parameterInterval(.brokenStick, "knee", of: languageModelling)
    #expect(flat.isOpenBelow && flat.isOpenAbove)
    let amplitude = try parameterInterval(.brokenStick, "b", of: recall)
    #expect(!amplitude.isOpenBelow && !amplitude.isOpenAbove)
    let steepness = try parameterInterval(.logistic, "k", of: recall)
    #expect(steepness.isOpenBelow)
    let middle = try parameterInterval(.logistic, "m", of: recall)
    #expect(middle.isOpenBelow || middle.isOpenAbove)
  }

  private func parameterInterval(
    _ form: CurveForm, _ name: String, of points: [CurvePoint]
  ) throws -> BootstrapInterval {
    let fit = try #require(try fitCurve(form, to: points).fit)
    let plan = BootstrapPlan(draws: 1000, seed: 1, resolution: 0.001)
    return try BootstrapDraws(fit, plan: plan).interval(ofParameter: name)
  }

  @Test func quantilesInterpolate() {
    let ends = percentileEnds([1, 2, 3, 4, 5], level: 0.8)
    #expect(abs(ends.low - 1.4) < 1e-12 && abs(ends.high - 4.6) < 1e-12)
    #expect(percentileEnds([1, 2], level: 1) == (1, 2))
  }

  @Test func inflationRestoresTheVariance() throws {
    let fit = try #require(try fitCurve(.linear, to: family("GLA", of: recall)).fit)
    let errors = Resampler.inflatedErrors(fit)
    #expect(abs(errors.reduce(0, +)) < 1e-15)
    let variance = errors.reduce(0) { $0 + $1 * $1 } / 5
    #expect(abs(variance - fit.sigma * fit.sigma) < 1e-15)
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let means = [a, b].map { $0.reduce(0, +) / Double($0.count) }
    let product = zip(a, b).reduce(0) { $0 + ($1.0 - means[0]) * ($1.1 - means[1]) }
    let squares = [a, b].indices.map { side in
      [a, b][side].reduce(0) { $0 + ($1 - means[side]) * ($1 - means[side]) }
    }
    return product / (squares[0] * squares[1]).squareRoot()
  }
}
