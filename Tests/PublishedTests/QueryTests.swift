import Core
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Published

@Suite struct QueryTests {
  let temporary: TemporaryFolder
  let store: Store

  init() throws {
    temporary = try TemporaryFolder()
    store = try filledStore(in: temporary)
  }

  @Test func carriesEverythingWithAValue() throws {
    let found = try store.observation(
      task: "ruler_average", path: "data/paper/table7.csv", family: "GatedDeltaNet", ratio: "3:1")
    #expect(found.value == 0.436)
    #expect(found.valueText == "0.436")
    #expect(found.resolution == 0.001)
    #expect(found.provenance == "data/paper/table7.csv:18")
    #expect(found.locator == "row 3:1, column GatedDeltaNet")
    #expect(found.citation == "wang2025systematic")
    #expect(found.scope == .paper)
    #expect(found.unit == .fraction)
    #expect(found.higherIsBetter)
    #expect(found.standardError == nil && found.n == nil)
    #expect(found.model.name == "arXiv:2507.06457 1.3B GatedDeltaNet 3:1")
    #expect(found.model.ratio == .ratio(3))
    #expect(found.model.attentionFraction == 8.0 / 24)
    #expect(found.model.layers.indices == [2, 5, 8, 11, 14, 17, 20, 23])
    #expect(found.model.layers.status == .countStated)
  }

  @Test func keepsTrailingZeros() throws {
    let found = try store.observation(
      task: "arc_challenge", citation: "wang2025systematic", scale: "1.3B",
      family: "GatedDeltaNet")
    #expect(found.valueText == "0.410")
    #expect(found.resolution == 0.001)
  }

  @Test func provenanceIsTheLineOfTheFile() throws {
    for item in try store.observations() {
      let file = dataRoot.deletingLastPathComponent().appendingPathComponent(item.path)
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      let line = lines[try #require(item.line) - 1]
      #expect(line.contains(",\(item.valueText),") && line.contains(item.model.name))
    }
  }

  @Test func comesInTheOrderOfGenerations() throws {
    let found = try store.observations(path: "data/paper/table7.csv")
    let families = found.map(\.model.family)
    let order = ["GLA", "HGRN2", "DeltaNet", "GatedDeltaNet", "FamilyMean"]
    #expect(families == order.flatMap { Array(repeating: $0, count: 5) })
    #expect(found.prefix(5).map(\.model.ratioLabel) == ["pure", "24:1", "12:1", "6:1", "3:1"])
  }

  @Test func filters() throws {
    #expect(try store.observations(scope: .independent).count == 212)
    #expect(try store.observations(scope: .otherPapers).count == 192)
    #expect(try store.observations(scope: .paper).count == 198)
    #expect(try store.observations().count == 602)
    #expect(try store.observations(task: "lm_average", scale: "340M+1.3B").count == 35)
    #expect(try store.observations(metric: "acc_norm", citation: "yamwd2026").count == 6)
    #expect(try store.observations(task: "no such task").isEmpty)
  }

  @Test func oneMeansOne() throws {
    let several = try fault { try store.observation(task: "ruler_average", family: "GLA") }
    #expect(several.found?.contains("and 3 more") == true)
    let none = try fault { try store.observation(task: "ruler_average", family: "HGRN") }
    #expect(none.found == "none")
    #expect(none.expected == "one of ruler_average, HGRN")
  }

  @Test func lists() throws {
    #expect(try store.families().map(\.key).prefix(3) == ["HGRN", "RetNet", "GLA"])
    #expect(try store.families().filter { $0.role == .studied }.count == 6)
    #expect(try store.layouts().map(\.attentionLayers) == [0, 1, 2, 4, 8, 24])
    #expect(try store.costs().first { $0.mixer == "GatedDeltaNet" }?.passes == 8)
    #expect(try store.costs().first?.passes == nil)
    #expect(try store.references().count == 26)
    #expect(try store.tasks().count == 19)
    #expect(try store.quotes().count == 24)
    #expect(try store.updateRules().count == 6)
    #expect(try store.exhibits().count == 13)
    let sources = try store.sources()
    #expect(sources.count == 31)
    let table7 = try #require(sources.first { $0.path == "data/paper/table7.csv" })
    #expect(table7.ratioConvention == .oneInR)
    #expect(sources[0].citation == nil)
    #expect(try store.models().count == Set(store.observations().map(\.model)).count)
    let kinds = try store.metricKinds()
    #expect(kinds.map(\.observations).reduce(0, +) == 602)
    #expect(Set(kinds.map { "\($0.task) \($0.metric)" }).count == kinds.count)
  }

  @Test(arguments: ["GatedDeltaNet", "Gated DeltaNet", "GDN", "gated_deltanet"])
  func findsAFamilyByAnyName(name: String) throws {
    #expect(try store.family(named: name)?.key == "GatedDeltaNet")
  }

  @Test func knowsNoStrangers() throws {
    #expect(try store.family(named: "HyperNet") == nil)
  }

  @Test func findsTheConflictsOfThePaper() throws {
    let found = try store.conflicts().map {
      [$0.first.model.family, $0.first.valueText, $0.second.valueText]
    }
    #expect(found == [["GLA", "0.365", "0.332"], ["GatedDeltaNet", "0.440", "0.436"]])
  }

  @Test func roundingIsNoConflict() throws {
    let pair = try #require(try store.conflicts().first)
    func conflicts(_ value: Double, _ resolution: Double) throws -> Int {
      try store.file.writer?.write { db in
        try db.execute(
          sql: """
            UPDATE observation SET value = ?, resolution = ? WHERE line = ? AND source_id =
              (SELECT id FROM source WHERE path = ?)
            """, arguments: [value, resolution, pair.first.line, pair.first.path])
      }
      return try store.conflicts().count
    }
    #expect(try conflicts(0.33, 0.01) == 1)
    #expect(try conflicts(0.332, 0.001) == 1)
    #expect(try conflicts(0.34, 0.01) == 2)
    #expect(try conflicts(0.3325, 0.0001) == 1)
  }

  @Test func replicationsMeetAcrossWorks() throws {
    let found = try store.replications()
    #expect(found.allSatisfy { $0.first.citation != $0.second.citation })
    let piqa = found.filter { $0.first.task == "piqa" && $0.first.model.family == "HGRN2" }
    #expect(piqa.map(\.first.valueText) == ["0.733"])
    #expect(piqa.map(\.second.valueText) == ["0.733406"])
    let hellaswag = found.filter {
      $0.first.scope == .paper && $0.first.task == "hellaswag" && $0.first.model.family == "RetNet"
    }
    #expect(Set(hellaswag.map(\.second.metric)) == ["acc", "acc_norm"])
  }
}
