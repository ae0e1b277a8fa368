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
    let many = (1...5).map { value("\($0)", ["data/a.csv:1"]) }
    #expect(SourceNote(on: many).entries[0].values == "1, 2, 3, …")
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

/// Notes of random heights beside random pages.
@Suite struct MarginColumnTests {
  private static let height = 200.0

  private func pages(seed: UInt64) -> [[PlacedBox]] {
    var random = RandomStream(seed: seed)
    var count = 0
    return (0..<6).map { _ in
      (0..<10).map { line in
        var box = Box(height: 20)
        box.isWide = random.index(below: 6) == 0
        for _ in 0..<random.index(below: 3) where !box.isWide {
          box.notes.append(Box(height: 5 + 50 * random.uniform()))
          box.notes[box.notes.count - 1].anchors = [Anchor(name: "\(count)", title: "")]
          count += 1
        }
        return PlacedBox(box: box, top: Double(line) * 20)
      }
    }
  }

  private func name(_ placed: PlacedBox) -> Int {
    placed.box.anchors.first.flatMap { Int($0.name) } ?? -1
  }

  @Test(arguments: UInt64(0)..<60) func everyNoteHasItsRoom(_ seed: UInt64) {
    let pages = pages(seed: seed)
    let notes = MarginColumn(height: Self.height).notes(of: pages)
    let all = pages.joined().flatMap(\.box.notes).count
    #expect(notes.joined().map(name) == Array(0..<all), "all of them, in order")
    for (index, page) in notes.enumerated() {
      for (a, b) in zip(page, page.dropFirst()) {
        #expect(a.top + a.box.height + MarginColumn.gap <= b.top + 0.02)
      }
      for note in page {
        #expect(note.top >= 0 && note.top + note.box.height <= Self.height + 0.02)
        for box in pages.indices.contains(index) ? pages[index] : [] where box.box.isWide {
          #expect(note.top + note.box.height <= box.top || note.top >= box.top + box.box.height)
        }
      }
    }
  }

  @Test func aNoteStandsBesideItsLine() {
    var box = Box(height: 14)
    box.notes = [Box(height: 30)]
    let notes = MarginColumn(height: Self.height).notes(of: [[PlacedBox(box: box, top: 50)]])
    #expect(notes[0].map(\.top) == [50 + SideNoteSetter.drop])
    let low = MarginColumn(height: Self.height).notes(of: [[PlacedBox(box: box, top: 186)]])
    #expect(low[0].map(\.top) == [170])
  }

  @Test func aNoteHigherThanAPageIsNotLost() {
    var box = Box(height: 14)
    box.notes = [Box(height: 900)]
    box.isWide = true
    let notes = MarginColumn(height: Self.height).notes(of: [[PlacedBox(box: box, top: 0)]])
    #expect(notes.map(\.count) == [0, 1])
  }
}
