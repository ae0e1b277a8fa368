import Core
import Foundation
import Testing

@testable import Report

@Suite struct JupyterWriterTests {
  @Test func cellsStandInTheOrderOfTheReport() throws {
    let notebook = try JupyterWriter(JupyterFixture.document()).report()
    #expect(
      notebook.cells.map(\.id) == [
        "report-title", "report-contents", "curves", "curves-imports", "curves-code-1",
        "curves-what-is-seen", "curves-figure-shares", "audit", "audit-table-numbers",
        "provenance", "provenance-table-files", "report-references",
      ])
    #expect(notebook.cell("report-title")?.source == "# A title\n\n*with a \\<subtitle\\>*")
    #expect(notebook.cell("curves-imports")?.source == "import A")
    #expect(
      notebook.cell("curves")?.source == """
        ## Curves

        It gains 0.141 [\\[2\\]](#cell-id=report-references), \
        see [Table 1](#cell-id=audit-table-numbers).
        """)
    #expect(notebook.cell("curves-what-is-seen")?.source.hasPrefix("### What is *seen*\n") == true)
  }

  @Test func outputsAreWithTheCellThatMadeThem() throws {
    let notebook = try JupyterWriter(JupyterFixture.document()).report()
    #expect(notebook.cell("curves-code-1")?.outputs == [])
    let cell = try #require(notebook.cell("curves-figure-shares"))
    #expect(cell.source == "let b = 2\n\nsay(b)\nshow(b)")
    #expect(cell.tags == ["figure-shares"] && cell.hidesSource)
    #expect(cell.outputs.count == 3)
    #expect(cell.outputs[0].forms["text/markdown"] == "Said by the cell.")
    let picture = cell.outputs[1]
    #expect(picture.forms.keys.sorted() == ["image/png", "image/svg+xml", "text/plain"])
    let png = Data(base64Encoded: picture.forms["image/png"] ?? "")
    #expect(png?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(picture.forms["text/plain"]?.hasPrefix("Figure 1. Recall rises\n") == true)
    #expect(cell.outputs[2].forms["text/markdown"]?.hasPrefix("**Figure 1.** Points are") == true)
    guard case .object(let metadata) = picture.metadata else { throw Fault("no metadata") }
    #expect(metadata["interleave"] == ["id": "shares", "kind": "figure", "number": 1])
  }

  @Test func anAnalysisKeepsTheNumbersOfTheReport() throws {
    let document = try JupyterFixture.document {
      $0.sections[1].blocks.append(.figure($0.figures[0]))
      guard case .figure(var figure) = $0.sections[1].blocks[3] else { return }
      figure.id = "second"
      $0.sections[1].blocks[3] = .figure(figure)
    }
    let audit = try #require(try JupyterFixture.analysis("audit", of: document))
    #expect(
      audit.cells[0].source.hasSuffix("Against Figure 1 [\\[1\\]](#cell-id=audit-references)."))
    #expect(audit.markdown.contains("**Figure 2.**"))
    #expect(audit.markdown.contains("](../figures/second.csv)"))
    let entries = try #require(audit.cell("audit-references")).source
    #expect(entries.contains("\\[1\\] Dustin Wang"))
    #expect(!entries.contains("Tufte"), "it is not cited here")
    let curves = try #require(try JupyterFixture.analysis("curves", of: document))
    #expect(curves.cells[0].source.hasPrefix("# Curves\n\nIt gains 0.141"))
    #expect(curves.cells[0].source.hasSuffix("see Table 1."), "the table is in another notebook")
    #expect(curves.cells.allSatisfy { !$0.hidesSource })
  }

  @Test func onlySectionsWithCodeHaveANotebook() throws {
    let document = try JupyterFixture.document()
    #expect(try JupyterWriter(document).analyses().map(\.id) == ["curves", "audit"])
    let paths = try ReportFiles.all(of: document).files.map(\.path)
    let notebooks = ["report.ipynb", "notebooks/curves.ipynb", "notebooks/audit.ipynb"]
    #expect(paths.filter { $0.hasSuffix(".ipynb") } == notebooks)
  }

  @Test func whatNoCellMadeIsShownNevertheless() throws {
    let document = try JupyterFixture.document {
      $0.sections[2].blocks.append($0.sections[0].blocks[4])
      $0.sections[0].blocks.remove(at: 4)
    }
    let notebook = try JupyterWriter(document).report()
    let table = try #require(notebook.cell("provenance-table-files"))
    #expect(table.kind == .markdown && table.source.hasPrefix("**Table 2. Numbers**\n\n| family |"))
    let figure = try #require(notebook.cell("provenance-figure-shares"))
    #expect(figure.source == "" && figure.hidesSource && figure.outputs.count == 2)
  }

  /// Readers follow `#cell-id=`: every one of them has to lead somewhere.
  @Test func everyLinkLeadsToACell() throws {
    for document in [try ClaimsFixture.document(), try JupyterFixture.document()] {
      let writer = try JupyterWriter(document)
      for notebook in [try writer.report()] + (try writer.analyses().map(\.notebook)) {
        let text = String(decoding: notebook.data, as: UTF8.self)
        let targets = Set(text.matches(of: /#cell-id=([A-Za-z0-9_-]+)/).map { String($0.output.1) })
        #expect(targets.subtracting(notebook.cells.map(\.id)).isEmpty)
      }
    }
    let report = try JupyterWriter(ClaimsFixture.document()).report()
    #expect(report.markdown.contains("(#cell-id=curves-figure-ratio-curves)"))
  }

  @Test func itsNumeralsAreAccountedFor() throws {
    let document = try JupyterFixture.document()
    let writer = try JupyterWriter(document)
    for notebook in [try writer.report()] + (try writer.analyses().map(\.notebook)) {
      try ReportAudit.check(markdown: notebook.markdown, of: document)
    }
    let typed = try JupyterFixture.document {
      $0.sections[1].blocks.append(.prose(Prose("It is 7.", file: "b.swift", line: 9)))
    }
    #expect(throws: Fault.self) {
      try ReportAudit.check(markdown: JupyterWriter(typed).report().markdown, of: typed)
    }
  }

  @Test func theSameDocumentGivesTheSameBytes() throws {
    let document = try JupyterFixture.document()
    let later = try JupyterFixture.document { $0.date = Date(timeIntervalSince1970: 2_000_000_000) }
    let first = try JupyterWriter(document).report().data
    #expect(try JupyterWriter(document).report().data == first)
    #expect(try JupyterWriter(later).report().data == first, "no time is in it")
  }
}
