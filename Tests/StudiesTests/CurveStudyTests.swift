import Core
import Foundation
import Plot
import Report
import Statistics
import Testing
import TestSupport

@testable import Lab
@testable import Notebook
@testable import Published
@testable import Studies

@Suite struct GlueTests {
  @Test func conventionsMoveThePoints() throws {
    let store = try NotebookFixture("// %%\n").notebook().store
    let rows = try store.observations(
      task: "ruler_average", path: "data/paper/table7.csv", family: "HGRN2")
    let released = try rows.curvePoints().map(\.x)
    let written = try rows.curvePoints(under: .linearToFull).map(\.x)
    let inReleased: [Double] = [24, 12, 6, 3].map { 1 / $0 }
    let inWritten: [Double] = [25, 13, 7, 4].map { 1 / $0 }
    #expect(released == [0] + inReleased)
    #expect(written == [0] + inWritten)
  }

  @Test func familiesHaveOneLookEach() throws {
    let families = try NotebookFixture("// %%\n").notebook().store.families()
    let studied = families.filter { $0.role == .studied }.map(HouseStyle.style)
    #expect(studied.count == 6)
    for (index, style) in studied.enumerated() {
      for other in studied[..<index] {
        #expect(style.color != other.color && style.marker != other.marker)
      }
    }
  }
}

@Suite struct CurveStudyTests {
  private let plan = BootstrapPlan(draws: 400, seed: 1, resolution: 0.001)
  private let store: Store

  init() throws { store = try NotebookFixture("// %%\n").notebook().store }

  private func recall() throws -> [Observation] {
    try store.observations(task: "ruler_average", path: "data/paper/table7.csv")
      .filter { $0.model.family != "FamilyMean" }
  }

  @Test func theBestFormIsTakenAndItsIntervalHoldsTheEstimate() throws {
    let study = try CurveStudy(try recall(), plan: plan)
    #expect(study.fit.form.name == study.comparison.bestByAICc?.form.name)
    #expect(study.fit.n == 20)
    let gain = try study.interval { $0.gain(to: 1.0 / 3) }
    #expect(gain.low < gain.estimate && gain.estimate < gain.high)
    #expect(study.method == "residual bootstrap, 400 draws, t interval")
  }

  @Test func fewFamiliesSayLessThanTheirPoints() throws {
    let study = try CurveStudy(try recall(), plan: plan)
    let points = try study.interval { $0.gain(to: 1.0 / 3) }
    let families = try study.intervalOverFamilies { $0.gain(to: 1.0 / 3) }
    #expect(families.high - families.low > points.high - points.low)
  }

  @Test func oneFamilyAloneKeepsTheFormThatItAdmits() throws {
    let study = try CurveStudy(try recall(), plan: plan)
    let family = try #require(try store.family(named: "GLA"))
    let alone = try study.alone(family)
    #expect(alone.fit.n == 5)
    #expect(alone.fit.form.name == study.fit.form.name)
    let power = try CurveStudy(try recall(), form: .power, plan: plan)
    #expect(power.fit.form.name == "power")
    // Five points do not admit a power law, so the best that they do admit is taken.
    #expect(try power.alone(family).fit.form.name == "constant")
    #expect(try power.alone(family).reasons(task: "recall").contains { $0.hasPrefix("power on") })
  }

  @Test func framesCarryCurveAndBand() throws {
    let frame = try CurveStudy(try recall(), plan: plan).frame(named: "fit")
    let (low, high) = (try frame.numbers("low"), try frame.numbers("high"))
    let fractions = try frame.numbers("fraction").compactMap { $0 }
    #expect(fractions.first == 0)
    #expect(abs((fractions.last ?? 0) - 1.0 / 3) < 1e-12)
    #expect(zip(low, high).allSatisfy { ($0 ?? 0) < ($1 ?? 0) })
  }

  @Test func tablesByRatioShowWhatIsPrinted() throws {
    let table = try recall().tableByRatio(
      ["pure", "3:1", "1:1"], families: try store.families(), id: "t", title: "T", caption: "")
    #expect(table.rows.count == 4)
    #expect(table.rows[1].map(\.shown) == ["HGRN-2", "0.203", "0.395", "–"])
  }

  @Test func taskMeansNeedEveryTask() throws {
    let path = "data/independent/entrainment_gated_ft.csv"
    let rows = try ["piqa", "arc_easy"].flatMap {
      try store.observations(task: $0, metric: "acc", path: path, scale: "1.3B")
    }
    let family = try #require(try store.family(named: "RetNet"))
    let mean = try #require(TaskMean(family, "6:1", of: rows, tasks: 2))
    let (a, b) = (mean.rows[0], mean.rows[1])
    #expect(mean.mean == (a.value + b.value) / 2)
    let (x, y) = (a.standardError ?? 0, b.standardError ?? 0)
    #expect(abs(mean.standardError - (x * x + y * y).squareRoot() / 2) < 1e-15)
    #expect(TaskMean(family, "6:1", of: rows, tasks: 3) == nil)
  }

  @Test func matchedCellsAllowForRounding() throws {
    let path = "data/independent/entrainment_gated_ft.csv"
    func cell(_ task: String, _ measured: String, _ family: String, _ ratio: String) throws
      -> MatchedCell
    {
      let printed = try store.observation(
        task: task, path: "data/paper/table3.csv", family: family, ratio: ratio)
      let independent = try store.observation(
        task: measured, metric: "acc", path: path, scale: "1.3B", family: family, ratio: ratio)
      return try #require(
        try MatchedCell(title: task, printed: printed, independent: independent, level: 0.95))
    }
    // 0.718 beside 0.7180 of 2376 items; 0.475 beside 0.4972 of 5153.
    #expect(try !cell("arc_easy", "arc_easy", "RetNet", "6:1").isOutside)
    #expect(try cell("lambada", "lambada_openai", "RetNet", "6:1").isOutside)
  }

  @Test func supportFollowsTheDistance() {
    #expect(FormSupport.clause(1.9) == "which does not tell them apart")
    #expect(FormSupport.clause(2) == "too few to exclude it")
    #expect(FormSupport.clause(4) == "which leaves it considerably less support")
    #expect(FormSupport.clause(10) == "which leaves it no support")
  }

  @Test func wordsMakeLists() {
    #expect(Wording.list([]) == "none")
    #expect(Wording.list(["a"]) == "a")
    #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
  }
}
