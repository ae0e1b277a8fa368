import Core

/// A section as build services show it: without code, with long tables cut, and with pictures only
/// where there is an address to show them from.
struct CISection {
  /// More rows of a table are left to its CSV file.
  static let mostRows = 60
  /// Longer cells and captions are cut, bytes.
  static let longestCell = 400

  let prose: CIProse
  let numbering: Numbering
  /// The address of the report's folder, with a slash at its end.
  let pages: String?

  init(_ document: Document, pages: String?) throws {
    numbering = try Numbering(document)
    prose = CIProse(numbering: numbering)
    self.pages = pages
  }

  /// The section's blocks.
  func body(_ section: Section) -> String {
    section.blocks.map(block).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func block(_ block: Block) -> String {
    switch block {
    case .prose(let prose): self.prose.markdown(prose)
    case .figure(let figure): self.figure(figure)
    case .table(let table): self.table(table)
    case .source, .explorer: ""
    }
  }

  private func number(_ kind: CrossReference.Kind, _ id: String) -> Int {
    numbering.number(of: CrossReference(kind: kind, id: id)) ?? 0
  }

  private func figure(_ figure: Figure) -> String {
    let caption = prose.words(CIText.cut(figure.caption, bytes: 2 * Self.longestCell))
    let name = "Figure \(number(.figure, figure.id))"
    guard let pages else {
      return "<strong>\(name).</strong> \(caption) (<code>figures/\(figure.id).svg</code>)"
    }
    let address = CIText.html("\(pages)figures/\(figure.id).png")
    let title = CIText.html(figure.title.replacing("\n", with: " "))
    return "<img src=\"\(address)\" alt=\"\(title)\">\n\n<strong>\(name).</strong> \(caption)"
  }

  private func table(_ table: Table) -> String {
    let title = prose.words(CIText.cut(table.title, bytes: Self.longestCell))
    let caption = prose.words(CIText.cut(table.caption, bytes: 2 * Self.longestCell))
    let rows = table.rows.prefix(Self.mostRows).map { $0.map(cell) }
    let more = table.rows.count - rows.count
    let rest =
      more == 0
      ? ""
      : "\n\n\(CIText.count(more, "more row is", "more rows are")) in "
        + "<code>tables/\(table.id).csv</code> of the artifact."
    return "<strong>Table \(number(.table, table.id)). \(title)</strong>\n\n"
      + CITable(
        headers: table.columns.map(\.header), isRight: table.columns.map { $0.alignment == .right },
        rows: Array(rows)
      ).markdown + "\n\n\(caption)\(rest)"
  }

  private func cell(_ cell: Table.Cell) -> String {
    if case .reference(let target) = cell {
      let mark = Inline.crossReference(target)
      return MarkdownText.escaped((try? numbering.text(for: mark, at: "")) ?? target.name)
    }
    let text = VerdictLook(cell)?.text ?? cell.shown
    return MarkdownText.escaped(CIText.cut(text, bytes: Self.longestCell))
  }
}

/// A table of GitHub's Markdown. Cells are Markdown already; headers are plain words.
struct CITable {
  var headers: [String]
  var isRight: [Bool]
  var rows: [[String]]

  /// The lines of header and rule.
  var head: String {
    let words = headers.map { MarkdownText.escaped(CIText.cut($0, bytes: 200)) }
    return line(words) + "\n" + line(isRight.map { $0 ? "--:" : ":--" })
  }

  var lines: [String] { rows.map(line) }

  var markdown: String { ([head] + lines).joined(separator: "\n") }

  private func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
