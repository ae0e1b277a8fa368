import Core

/// A table in a notebook: as HTML, and as plain text for readers that show nothing richer.
struct JupyterTable {
  let blocks: MarkdownBlocks
  let table: Table

  private var place: String { "table \(table.id)" }

  /// HTML that screen readers can follow: a caption, and headers that say what they head.
  func html() throws -> String {
    let title = try InlineHTML(blocks: blocks).render(table.title, at: place)
    let caption = "<b>\(XMLText.escaped(blocks.numbering.name(of: table.reference))). \(title)</b>"
    let head = table.columns.map { "<th scope=\"col\"\(style($0))>\(escaped($0.header))</th>" }
    let rows = try table.rows.map { row in
      let cells = try zip(row, table.columns).enumerated().map { index, item in
        try cell(item.0, of: item.1, isFirst: index == 0)
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <table>
      <caption\(Self.left)>\(caption)</caption>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  /// Words in the first column name the row.
  private func cell(
    _ cell: Table.Cell, of column: Table.Column, isFirst: Bool
  ) throws -> String {
    let content = try self.content(cell)
    let namesRow = isFirst && column.alignment == .left
    return namesRow
      ? "<th scope=\"row\"\(style(column))>\(content)</th>"
      : "<td\(style(column))>\(content)</td>"
  }

  private func content(_ cell: Table.Cell) throws -> String {
    switch cell {
    case .reference(let target):
      return try InlineHTML(blocks: blocks).render(.crossReference(target), at: place)
    case .missing(let reason): return "<span title=\"\(escaped(reason))\">\(cell.shown)</span>"
    case .text, .formula, .number, .quoted:
      return escaped(Verdict(cell)?.text ?? cell.shown)
    }
  }

  private static let left = " style=\"text-align: left\""
  private func style(_ column: Table.Column) -> String {
    column.alignment == .left ? Self.left : " style=\"text-align: right\""
  }

  private func escaped(_ text: String) -> String {
    XMLText.escaped(VisibleText.of(text, keepingLines: true))
  }

  /// Aligned columns.
  func text() throws -> String {
    let header = table.columns.map { line($0.header) }
    let rows = try table.rows.map { try $0.map(shown) }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { aligned($0, widths) }
      .joined(separator: "\n")
  }

  private func shown(_ cell: Table.Cell) throws -> String {
    if case .reference(let target) = cell {
      return try blocks.numbering.text(for: .crossReference(target), at: place) ?? ""
    }
    return line(Verdict(cell)?.text ?? cell.shown)
  }

  private func line(_ text: String) -> String {
    VisibleText.of(text.replacing("\n", with: " "))
  }

  private func aligned(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(zip(cells, widths), table.columns).map { item, column in
      let room = String(repeating: " ", count: max(0, item.1 - item.0.count))
      return column.alignment == .right ? room + item.0 : item.0 + room
    }
    let text = padded.joined(separator: "  ")
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// A line of prose as HTML, with the same links as the Markdown around it.
struct InlineHTML {
  let blocks: MarkdownBlocks

  /// A template of one paragraph, such as a table's title.
  func render(_ template: String, at place: String) throws -> String {
    let parsed = try ProseParser.blocks(of: Prose(template, file: place, line: 1))
    return try parsed.map { block in
      if case .paragraph(let inlines) = block { return try render(inlines, at: place) }
      return XMLText.escaped(template)
    }.joined(separator: " ")
  }

  private func render(_ inlines: [Inline], at place: String) throws -> String {
    try inlines.map { try render($0, at: place) }.joined()
  }

  func render(_ inline: Inline, at place: String) throws -> String {
    switch inline {
    case .text(let text): return XMLText.escaped(text)
    case .emphasis(let parts): return "<em>\(try render(parts, at: place))</em>"
    case .strong(let parts): return "<strong>\(try render(parts, at: place))</strong>"
    case .code(let text): return "<code>\(XMLText.escaped(text))</code>"
    case .link(let parts, let target):
      return link(try render(parts, at: place), to: Self.isSafe(target) ? target : nil)
    // Readers of notebooks set what stands between dollars.
    case .formula(let formula): return "$\(XMLText.escaped(formula.source))$"
    case .lineBreak: return "<br>"
    case .value, .crossReference, .citation:
      let text = try blocks.numbering.text(for: inline, at: place) ?? ""
      return link(XMLText.escaped(text), to: address(of: inline))
    }
  }

  private func address(of mark: Inline) -> String? {
    switch mark {
    case .crossReference(let reference) where blocks.numbering.number(of: reference) != nil:
      blocks.links.address(of: reference)
    case .citation(let key): blocks.links.address(ofCitation: key)
    default: nil
    }
  }

  private func link(_ html: String, to address: String?) -> String {
    address.map { "<a href=\"\(XMLText.escaped($0))\">\(html)</a>" } ?? html
  }

  /// Places on the web or in this text; never scripts.
  private static func isSafe(_ target: String) -> Bool {
    ["https://", "http://", "#"].contains { target.lowercased().hasPrefix($0) }
  }
}
