import Canvas
import Core
import Foundation
import Plot

/// One rendering of a page's body.
struct HTMLPage {
  let document: Document
  let numbering: Numbering
  var markup: SceneMarkup
  /// The headings so far, one entry per section.
  private var headings: [HTMLHeadings] = []

  init(document: Document, numbering: Numbering) {
    self.document = document
    self.numbering = numbering
    markup = SceneMarkup(series: document.series.map(\.key))
  }

  /// Everything between the body's tags but the script.
  mutating func body() throws -> String {
    let sections = try document.readingOrder.map { try section($0) }.joined(separator: "\n")
    let drawn = document.series.indices.filter { sections.contains("data-s=\"\($0)\"") }
    for index in drawn { markup.use(document.series[index].color) }
    return """
      <a class="skip" href="#main">Skip to the report</a>
      <aside>\(HTMLContents(
        document: document, numbering: numbering, drawn: drawn, headings: headings
      ).text)</aside>
      <main id="main" tabindex="-1">
      <header>\(try masthead())</header>
      \(sections)
      \(references)
      \(HTMLValues(values: document.values).text)
      </main>
      <div id="tip" role="status" aria-live="polite" hidden></div>
      """
  }

  private func masthead() throws -> String {
    let day = document.date.formatted(.iso8601.year().month().day())
    let byline = [document.author, day].filter { !$0.isEmpty }.joined(separator: " · ")
    let subtitle =
      document.subtitle.isEmpty ? "" : "<p class=\"subtitle\">\(escaped(document.subtitle))</p>"
    return
      "<h1>\(escaped(document.title))</h1>\(subtitle)<p class=\"byline\">\(escaped(byline))</p>"
  }

  private mutating func section(_ section: Section) throws -> String {
    var headings = HTMLHeadings(section: section.id)
    var parts: [String] = []
    for block in section.blocks { parts.append(try self.block(block, &headings)) }
    self.headings.append(headings)
    let kind = section.role == .summary ? " class=\"summary\"" : ""
    return """
      <section id="\(section.id)"\(kind) aria-labelledby="\(section.id)-title">
      <h2 id="\(section.id)-title">\(escaped(section.title))</h2>
      \(parts.joined(separator: "\n"))
      </section>
      """
  }

  private mutating func block(_ block: Block, _ headings: inout HTMLHeadings) throws -> String {
    switch block {
    case .prose(let prose):
      return try HTMLProse(numbering: numbering, prose: prose).text(&headings)
    case .figure(let figure): return try self.figure(figure)
    case .table(let table): return try HTMLTable(numbering: numbering, table: table).text()
    case .source(let cell): return source(cell)
    case .explorer(let explorer):
      return try HTMLExplorer(numbering: numbering, explorer: explorer, series: document.series)
        .text(&markup)
    }
  }

  private mutating func figure(_ figure: Figure) throws -> String {
    let drawing = try markup.svg(
      figure.scene, labelledBy: "figure-\(figure.id)-alt")
    let caption = try HTMLInline(numbering: numbering).caption(
      figure.caption, of: "figure \(figure.id)")
    let link = HTMLText.dataURL(figure.csv, type: "text/csv")
    return """
      <figure id="figure-\(figure.id)" class="chart">
      <span class="unseen" id="figure-\(figure.id)-alt">\(escaped(figure.scene.altText))</span>
      <div class="drawing">\(drawing)</div>
      <figcaption><b>\(numbering.name(of: figure.reference)).</b> \(caption) \
      <a class="data" download="\(figure.id).csv" href="\(link)">Data (CSV)</a></figcaption>
      </figure>
      """
  }

  /// A code cell, folded away, in colours by classes.
  private func source(_ cell: SourceCell) -> String {
    let lines = SwiftHighlighter.lines(of: cell.code).map { line in
      line.map { token in
        let text = HTMLText.escaped(token.text)
        return token.kind == .plain
          ? text : "<span class=\"c-\(token.kind.rawValue)\">\(text)</span>"
      }.joined()
    }
    return """
      <details class="source"><summary>Source <code>\(HTMLText.escaped(cell.file)):\(cell.line)</code>\
      </summary>
      <pre tabindex="0"><code>\(lines.joined(separator: "\n"))</code></pre>
      </details>
      """
  }

  private var references: String {
    guard !document.references.isEmpty else { return "" }
    let entries = document.references.map { reference in
      let link = reference.url.map { url in
        HTMLText.target(url).map { " <a href=\"\($0)\">\(escaped(url))</a>" } ?? " \(escaped(url))"
      }
      return "<li id=\"ref-\(reference.key)\">\(escaped(reference.text))\(link ?? "")</li>"
    }
    return """
      <section id="references" aria-labelledby="references-title">
      <h2 id="references-title">References</h2>
      <ol>\(entries.joined(separator: "\n"))</ol>
      </section>
      """
  }

  private func escaped(_ text: String) -> String { HTMLText.escaped(Quotes.turned(text)) }
}
