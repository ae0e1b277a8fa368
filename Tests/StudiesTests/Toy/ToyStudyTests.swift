@testable import Workshop
import Core
import Foundation
import Plot
import Report
import Testing
import TestSupport

@testable import Lab
@testable import Notebook
@testable import Paper
@testable import Published
@testable import Studies

@Suite struct ToyStudyTests {
  @Test func ratiosAndTasksComeFromTheRuns() throws {
    let study = try ToyFixture().study()
    #expect(study.ratios == ["pure", "4:1", "2:1", "full"])
    #expect(study.fractions == [0.25, 0.5] && study.seeds == 2)
    #expect(study.tasks.recall == ["recite", "recite24"])
    #expect(study.tasks.untrained == ["recite24"] && study.tasks.trained == ["recite"])
    #expect(study.groups.map(study.name).contains("HGRN-2 4:1"))
    #expect(study.settings.first { $0.name == "ratios" }?.text == "pure, 4:1, 2:1 and full")
    #expect(study.settings.first { $0.name == "training tokens" }?.text == "0.03 million")
    #expect(study.learningRate("GLA") != nil)
  }

  @Test func nothingRunIsAnEmptyStudy() throws {
    let study = try ToyStudy("toy", [], store: ToyFixture.store())
    #expect(study.isEmpty && study.settings.isEmpty && study.studied.isEmpty)
    let curves = try study.curves(study.recall)
    let change = try curves.change(level: 0.95)
    #expect(curves.points.isEmpty && study.words(change) == nil)
    #expect(try ToyCosts(study, lengths: [64]).front(.flops, at: 0) == nil)
    #expect(try study.tellingTask(at: 0.9) == nil)
    #expect(try ToyMeans(study).means.isEmpty)
    _ = try ToyStudy.axis([study]).kind.scale(for: [])
  }

  @Test func curvesAreOverTheRatiosAtWhichMostIsThere() throws {
    var runs = try ToyFixture(families: ["gla", "hgrn2", "retnet"]).runs()
    let all = try ToyStudy("toy", runs, store: ToyFixture.store())
    let curves = try all.curves(all.recall)
    #expect(curves.points.count == 3 && curves.fractions == [0, 0.25, 0.5])
    let change = try curves.change(level: 0.95)
    #expect(change?.mean == 0.5)
    let trend = try curves.trend()
    #expect((trend?.pValue ?? 1) < 0.01)
    // Two families lack 4:1 now: three families at two ratios are as much as one at three.
    runs.removeAll {
      $0.stored.description.layout == "one in 4" && $0.stored.description.family != "gla"
    }
    let some = try ToyStudy("toy", runs, store: ToyFixture.store())
    let fewer = try some.curves(some.recall)
    #expect(fewer.points.count == 3 && fewer.fractions == [0, 0.5])
    // Without its pure stack a family has no curve.
    runs.removeAll {
      $0.stored.description.layout == "pure" && $0.stored.description.family == "retnet"
    }
    let two = try ToyStudy("toy", runs, store: ToyFixture.store())
    #expect(try two.curves(two.recall).points.count == 2)
  }

  @Test func theTellingTaskIsTheOneThatHalfLearn() throws {
    // The untrained task is none, however well it would tell.
    let study = try ToyFixture(recall: { $0.attentionFraction >= 0.5 ? 1 : 0 }).study()
    #expect(try study.tellingTask(at: 0.9) == "recite")
    #expect(try study.timesDiffer("recite", at: 0.9))
    let same = try ToyFixture(recall: { _ in 1 }).study()
    #expect(try !same.timesDiffer("recite", at: 0.9))
  }

  @Test func subtasksHaveGainsAndLeads() throws {
    let one = try #require(try ToyFixture().study().subtasks().first)
    #expect(one.task == "recite" && one.gain?.mean == 0.5 && one.gain?.n == 2)
    #expect(one.leads == [-0.5, -0.5])
    #expect(ToyTasks.column(of: "niah_single") == "ruler_singlevalue")
    #expect(ToyTasks.column(of: "recite") == nil)
  }

  @Test func chartsOfAnyPartOfTheRunsCanBeDrawn() throws {
    for layouts in [["pure"], ["pure", "one in 2"], ["pure", "one in 4", "one in 2"]] {
      let study = try ToyFixture(layouts: layouts).study()
      let chart = Chart(
        title: "Recall", subtitle: "",
        panels: [
          Panel(
            x: ToyStudy.axis([study]), y: Axis("", LinearAxis(0...1)),
            marks: try study.marks(study.recall)), try study.panel(of: "recite", title: "recite"),
        ], styles: HouseStyle.styles(study.families))
      #expect(try chart.csv().count > 0)
      _ = try chart.scene()
    }
  }
}

@Suite struct ToyCostsTests {
  @Test func costsAreCountedAndTheFrontIsOfRecall() throws {
    let costs = try ToyCosts(ToyFixture().study(), lengths: [64, 32768])
    #expect(costs.stacks.count == 7)
    // Recall is the attention fraction: each step of attention costs more at length, and recalls more.
    let front = try #require(try costs.front(.states, at: 1))
    #expect(front.front.map(\.value) == [0, 0.25, 0.5, 1])
    #expect(front.front.last?.name == "Transformer full")
    let shares = try costs.frontShares(.states, at: 1, draws: 20)
    let full = try #require(costs.stacks.firstIndex { $0.name == "Transformer full" })
    #expect(shares[full] == 1)
    // Keys and values of a layer: 2 x 16 numbers of 4 bytes a token.
    #expect(costs.cost(costs.stacks[full], .states, at: 0) == Double(4 * 2 * 16 * 4 * 64))
  }

  @Test func namesOnTheFrontAreLeftOutWhereThereIsNoRoom() throws {
    let study = try ToyFixture().study()
    let costs = try ToyCosts(study, lengths: [64])
    func chart(room: Set<Int>) throws -> Chart {
      try ToyCosts.named(panels: 2) { labelled in
        guard labelled.isSubset(of: room) else { throw Fault("there is no room for a label") }
        return Chart(
          title: "Costs", subtitle: "",
          panels: try (0..<2).map { place in
            try costs.panel(
              "", x: Axis("", LogAxis(style: .metric)),
              cost: costs.stacks.map { costs.cost($0, .states, at: 0) },
              front: costs.front(.states, at: 0)?.front ?? [], isLabelled: labelled.contains(place))
          }, styles: HouseStyle.styles(study.families), panelHeight: 150)
      }
    }
    let names = try [[], [1], [0, 1]].map { room in
      "\(try chart(room: Set(room)).scene())".components(separatedBy: "Transformer full").count
    }
    #expect(names[0] < names[1] && names[1] < names[2])
  }

  @Test func theRulePicksByRunsAsByThePaper() throws {
    let study = try ToyFixture(recall: { $0.attentionFraction >= 0.5 ? 1 : 0.2 }).study()
    let evidence = try EvidenceBase(ToyFixture.store())
    let picks = try ToyPicks(study, evidence: evidence)
    let paper = try picks.paper("paper")
    #expect(paper.pickName == "DeltaNet 24:1")
    // 2:1 and 4:1 are no ratios of the paper, so that nothing but pure can be picked, and it recalls too
    // little.
    let toy = try #require(try picks.toy("toy"))
    #expect(toy.pickName == "no stack" && toy.pickShare == 1)
    #expect(toy.words(beside: paper) == "one of them finds no stack")
    #expect(toy.familyKeys == ["GLA", "HGRN2"])
    let none = try ToyPicks(ToyStudy("toy", [], store: ToyFixture.store()), evidence: evidence)
    #expect(try none.toy("toy") == nil)
  }

  @Test func aSpeedFileHasARowForEachStack() throws {
    let profile = try Profile.named("standard", in: NotebookFixture.project)
    let file = ToySpeedFile(profile)
    let stacks = try file.stacks()
    #expect(stacks.count == 25 && Set(stacks.map(\.description.seed)) == [1])
    let row = ToySpeedFile.row(
      stacks[1],
      StackBenchmark.Result(
        trainTokensPerSecond: 20000.4, trainShareOfSgemm: 0.51234, decodeTokensPerSecond: 9000,
        sgemmGflops: 140.06, coreType: "Zen", cpu: "a, cpu"))
    #expect(row.count == StackSpeed.columns.count)
    #expect(
      row.joined(separator: "|").hasPrefix("standard|hgrn|pure|12|64|64|20000|0.5123|9000|140"))
  }
}
