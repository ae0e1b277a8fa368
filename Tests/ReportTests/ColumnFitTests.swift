import Canvas
import Core
import Foundation
import Testing

@testable import Report

@Suite struct ColumnFitTests {
  private let style = TextStyle(.sans, 8.5)

  private func measure(_ texts: [String], isText: Bool = true) throws -> ColumnMeasure {
    var measure = ColumnMeasure()
    measure.isText = isText
    for text in texts { try measure.hold([TextRun(text, style)], wraps: isText) }
    return measure
  }

  @Test func linesAreThoseOfTheLayout() throws {
    let text = PDFFixture.sentence
    let measure = try measure([text])
    for width in stride(from: 90.0, through: 400, by: 31) {
      let layout = try TextLayout([TextRun(text, style)], width: width)
      #expect(abs(measure.lines(of: 0, width: width).count - layout.lines.count) <= 1, "\(width)")
    }
  }

  @Test func shortTextsStayWhole() throws {
    let columns = [
      try measure(["Gated DeltaNet"]), try measure([PDFFixture.sentence]),
      try measure(["0.434"], isText: false),
    ]
    let widths = ColumnFit(columns, in: 300).widths()
    #expect(widths[0] == columns[0].natural && widths[2] == columns[2].least)
    #expect(abs(widths.reduce(0, +) - 300) < 0.01)
  }

  @Test func longTextsShareTheRoomByTheirLength() throws {
    let half = PDFFixture.sentence.prefix(110).description
    let columns = [try measure([half]), try measure([PDFFixture.sentence])]
    let fit = ColumnFit(columns, in: 360)
    let widths = fit.widths()
    #expect(widths[1] > 1.5 * widths[0])
    #expect(fit.meanLines(widths) < fit.meanLines([180, 180]))
  }

  @Test func whatFitsIsNotStretched() throws {
    let columns = [try measure(["one"]), try measure(["two words"])]
    #expect(ColumnFit(columns, in: 300).widths() == columns.map(\.natural))
  }

  /// Every row of a long table is whole on its page.
  @Test(.enabled(if: PDFTools.isInstalled("pdftotext"), "poppler is not installed"))
  func rowsAreNotCut() throws {
    let pages = try PDFTools.pages(of: PDFWriter.render(ClaimsFixture.document(claims: 40)))
    let tables = pages.filter { $0.contains("Table 2") && $0.contains("Statement") }
    #expect(tables.count > 2)
    for page in tables {
      // Each row ends with “not.”, and names its figure once; a caption does not.
      let named = page.ranges(of: "Figure 1").count - page.ranges(of: "Figure 1 Points").count
      #expect(named == page.ranges(of: "not.").count)
    }
  }
}
