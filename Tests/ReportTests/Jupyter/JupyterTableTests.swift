import Core
import Foundation
import Testing

@testable import Report

@Suite struct JupyterTableTests {
  @Test func aTableIsHTMLThatScreenReadersFollow() throws {
    let forms = try self.forms(of: Fixture.table)
    #expect(
      forms["text/html"] == """
        <table>
        <caption style="text-align: left"><b>Table 1. Numbers</b></caption>
        <thead><tr><th scope="col" style="text-align: left">family</th>\
        <th scope="col" style="text-align: right">recall</th></tr></thead>
        <tbody>
        <tr><th scope="row" style="text-align: left">HGRN-2</th>\
        <td style="text-align: right">0.434</td></tr>
        <tr><th scope="row" style="text-align: left">a|b</th>\
        <td style="text-align: right"><span title="not printed">–</span></td></tr>
        </tbody>
        </table>
        """)
    #expect(
      forms["text/plain"] == """
        Table 1. Numbers

        family  recall
        ------  ------
        HGRN-2   0.434
        a|b          –
        """)
    #expect(
      forms["text/markdown"]?.hasPrefix("**Table 1. Numbers**\n\n| family | recall |") == true)
  }

  @Test(arguments: HostileTextTests.names + ["\"><img src=x onerror=y>", "\u{1B}[31m", "\u{202E}"])
  func hostileTextStaysText(_ name: String) throws {
    var table = Fixture.table
    table.columns[1].header = name
    table.rows = [
      [.text(name), .quoted(name, sources: [])], [.text("x"), .missing(reason: name)],
    ]
    let html = try #require(try forms(of: table)["text/html"])
    let shown = XMLText.escaped(VisibleText.of(name))
    #expect(html.contains("<td style=\"text-align: right\">\(shown)</td>"))
    #expect(html.contains("style=\"text-align: right\">\(shown)</th>"))
    #expect(html.contains("<span title=\"\(shown)\">"))
    let tags = Set(html.matches(of: /<\/?([a-zA-Z!]+)/).map { String($0.output.1) })
    #expect(
      tags.isSubset(of: ["table", "caption", "b", "thead", "tbody", "tr", "th", "td", "span"]))
    #expect(!html.unicodeScalars.contains("\u{1B}") && !html.unicodeScalars.contains("\u{202E}"))
  }

  @Test func titlesKeepTheirMarks() throws {
    var table = Fixture.table
    table.title = "*All* of `x<y` {{name}} [@wang], [here](https://a.b) [not](javascript:c)"
    let html = try #require(try forms(of: table, [Fixture.value("name", "<b>")])["text/html"])
    #expect(
      html.contains(
        "<em>All</em> of <code>x&lt;y</code> &lt;b&gt; "
          + "<a href=\"#cell-id=report-references\">[1]</a>, <a href=\"https://a.b\">here</a> not</b></caption>"
      ))
  }

  @Test func verdictsAndReferencesAreShown() throws {
    let report = try JupyterWriter(ClaimsFixture.document()).report()
    let html = report.cells.flatMap(\.outputs).compactMap { $0.forms["text/html"] }
    #expect(html.isEmpty, "no code cell made these tables")
    var document = try ClaimsFixture.document(claims: 1)
    document.sections[1].blocks.append(.source(SourceCell(code: "", file: "c.swift", line: 1)))
    let cell = try #require(try JupyterWriter(document).report().cell("claims-table-claims"))
    let forms = cell.outputs[0].forms
    #expect(forms["text/html"]?.contains(">✓\u{A0}supported</td>") == true)
    #expect(
      forms["text/html"]?.contains("<a href=\"#cell-id=curves-figure-ratio-curves\">Figure 1</a>")
        == true)
    #expect(forms["text/plain"]?.contains("Figure 1") == true)
  }

  /// Some readers put all pictures into one page.
  @Test func picturesShareNoNames() throws {
    let names = try ["one", "two"].map { name in
      let figure = try PDFFixture.figure(name, "Recall rises", height: 90)
      let svg = try FigurePicture(figure).ownSVG
      let ids = Set(svg.matches(of: /\ id="([^"]*)"/).map { String($0.output.1) })
      let used = svg.matches(of: /(?:href="#|url\(#)([^")]*)/).map { String($0.output.1) }
      #expect(!ids.isEmpty && !used.isEmpty && ids.isSuperset(of: used))
      #expect(ids.isSuperset(of: ["\(name)-title", "\(name)-desc"]))
      #expect(svg.contains("aria-labelledby=\"\(name)-title \(name)-desc\""))
      return ids
    }
    #expect(names[0].isDisjoint(with: names[1]))
  }

  private func forms(of table: Table, _ values: [BoundValue] = []) throws -> [String: String] {
    let source = Block.source(SourceCell(code: "show(t)", file: "a.swift", line: 1))
    let document = Fixture.document([.table(table), source], values: values)
    let cells = try JupyterWriter(document).report().cells
    return cells.lazy.flatMap(\.outputs).first?.forms ?? [:]
  }
}
