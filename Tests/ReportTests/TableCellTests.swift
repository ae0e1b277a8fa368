import Canvas
import Core
import Foundation
import Testing

@testable import Report

@Suite struct TableCellTests {
  private func table(_ cell: Table.Cell) -> Table {
    Table(
      id: "cells", title: "Cells", caption: "One.", columns: [.init("a", .left)], rows: [[cell]])
  }

  @Test func aReferenceIsALink() throws {
    let document = Fixture.document([
      .table(Fixture.table), .table(table(.reference(.table, "numbers"))),
    ])
    let text = try MarkdownWriter.render(document)
    #expect(text.contains("| [Table 1](#table-numbers) |"))
    try ReportAudit.check(markdown: text, of: document)
    #expect(document.tables[1].csv == "a,sources\ntable:numbers,\n")
  }

  @Test func aReferenceToNothingIsAFault() throws {
    let document = Fixture.document([.table(table(.reference(.figure, "none")))])
    let render: [(Document) throws -> Void] = [
      { _ = try MarkdownWriter.render($0) }, { _ = try TypstWriter.render($0) },
    ]
    for render in render {
      let fault = #expect(throws: Fault.self) { try render(document) }
      #expect(fault?.location == "table cells")
      #expect(fault?.found == "{{figure:none}}")
    }
  }

  @Test func quotedNumeralsAreAccountedFor() throws {
    let quoted = table(.quoted("It falls by 0.25, from 17", sources: ["b.csv:3", "b.csv:4"]))
    let document = Fixture.document([.table(quoted)])
    try ReportAudit.check(markdown: try MarkdownWriter.render(document), of: document)
    #expect(quoted.csv == "a,sources\n\"It falls by 0.25, from 17\",b.csv:3; b.csv:4\n")
  }

  @Test func cellsSurviveCoding() throws {
    let cells: [Table.Cell] = [
      .reference(.figure, "f"), .quoted("q", sources: ["s"]), .text("t"), .missing(reason: "r"),
    ]
    let data = try JSONEncoder().encode(cells)
    #expect(try JSONDecoder().decode([Table.Cell].self, from: data) == cells)
  }
}

@Suite struct VerdictTests {
  @Test(arguments: Verdict.allCases) func canBeReadByAll(_ look: Verdict) throws {
    #expect(look.color.contrast(with: .white) >= 4.5)
    for face in [Typeface.sans, .serif] {
      _ = try TextLayout([TextRun(look.text, TextStyle(face, 9))])
    }
  }

  @Test func noTwoSignsAreAlike() {
    #expect(Set(Verdict.allCases.map(\.sign)).count == Verdict.allCases.count)
  }

  @Test func onlyAVerdictAloneHasALook() {
    #expect(Verdict(.text("supported")) == .supported)
    #expect(Verdict(.quoted("untestable", sources: [])) == .untestable)
    #expect(Verdict(.text("supported by one")) == nil)
    #expect(Verdict(.text("Supported")) == nil)
    #expect(Verdict(.formula("supported")) == nil)
  }

  @Test func theFileHasTheWordAlone() throws {
    let table = ClaimsFixture.table(claims: 1)
    #expect(table.csv.contains(",supported,"))
    let text = try MarkdownWriter.render(ClaimsFixture.document())
    for look in Verdict.allCases {
      #expect(text.contains("| \(look.sign)\u{A0}\(look.rawValue) |"))
    }
  }
}
