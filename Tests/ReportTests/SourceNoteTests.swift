import Core
import Foundation
import Testing

@testable import Report

@Suite struct SourceNoteTests {
  private func value(_ text: String, _ sources: [String]) -> BoundValue {
    BoundValue(name: "v.\(text)", text: text, sources: sources, cell: "main.swift:1")
  }

  @Test func rowsOfAFileAreOneEntry() {
    let list = SourceList(["data/a.csv:9", "data/b.csv:4", "data/a.csv:7", "data/a.csv:8"])
    #expect(list.entries == ["data/a.csv:7–9", "data/b.csv:4"])
    #expect(SourceList(["data/a.csv:4", "data/a.csv:4"]).entries == ["data/a.csv:4"])
    #expect(SourceList.ranges([1, 2, 4, 6, 7, 8]) == "1,2,4,6–8")
  }

  @Test func manyRowsAreCounted() {
    let rows = (1...40).map { "data/toy/six-layers.jsonl:\(2 * $0)" }
    #expect(SourceList(rows).entries == ["data/toy/six-layers.jsonl, 40 rows"])
  }

  @Test func sentencesStandWhereThereAreNoRows() {
    #expect(SourceList(["a choice of this notebook"]).entries == ["a choice of this notebook"])
    #expect(SourceList(["a fit", "data/a.csv:3"]).entries == ["data/a.csv:3"])
    #expect(SourceList(["run a", "run b", "run c"]).entries == ["run a, and 2 more"])
    #expect(SourceList([String(repeating: "x", count: 500)]).entries[0].count == 91)
    #expect(SourceList(["x:0", "a:b:c", ":", "", "x:99999999999999999999"]).entries.count == 1)
  }

  @Test func valuesOfTheSameFilesShareAnEntry() {
    let note = SourceNote(on: [
      value("0.1", ["data/a.csv:1"]), value("0.2", ["data/b.csv:5", "a fit"]),
      value("0.3", ["data/a.csv:2"]), value("0.3", ["data/a.csv:2"]), value("none", []),
    ])
    #expect(note.entries.map(\.values) == ["0.1, 0.3", "0.2"])
    #expect(note.entries.map(\.sources.entries) == [["data/a.csv:1,2"], ["data/b.csv:5"]])
  }

  @Test func longLabelsAreCutBetweenWords() {
    let long = value("RetNet −0.013 (−0.033 to +0.006), HGRN-2 +0.030", ["data/a.csv:1"])
    #expect(SourceNote(on: [long]).entries[0].values == "RetNet −0.013 (−0.033 to …")
    let many = (1...11).map { value("\($0)", ["data/a.csv:1"]) }
    #expect(SourceNote(on: many).entries[0].values == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …")
  }

  @Test func theAuditKnowsWhatNotesSay() throws {
    let document = Fixture.document(
      [Fixture.prose("Gain **{{gain}}**.\n\n- and {{gain}}")],
      values: [Fixture.value("gain", "0.141")])
    #expect(ReportAudit.unexplained(in: "0.141 data/x.csv:2", of: document) == [])
    #expect(ReportAudit.unexplained(in: "data/x.csv:3", of: document).count == 1)
    #expect(ReportAudit.unexplained(in: "2 rows", of: document).count == 1)
  }
}
