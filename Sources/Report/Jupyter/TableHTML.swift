import Core

/// A table as HTML that screen readers can follow: a caption, and headers that say what they head.
struct TableHTML {
  let blocks: MarkdownBlocks

  func render(_ table: Table) throws -> String {
    let place = "table \(table.id)"
    let title = try InlineHTML(blocks: blocks).render(table.title, at: place)
    let caption = "<b>\(XMLText.escaped(blocks.name(.table, table.id))). \(title)</b>"
    let head = table.columns.map { "<th scope=\"col\"\(style($0))>\(escaped($0.header))</th>" }
    let rows = try table.rows.map { row in
      let cells = try zip(row, table.columns).enumerated().map { index, item in
        try cell(item.0, of: item.1, isFirst: index == 0, at: place)
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
  private func cell(_ cell: Table.Cell, of column: Table.Column, isFirst: Bool, at place: String)
    throws -> String
  {
    let content = try self.content(cell, at: place)
    let namesRow = isFirst && column.alignment == .left
    return namesRow
      ? "<th scope=\"row\"\(style(column))>\(content)</th>"
      : "<td\(style(column))>\(content)</td>"
  }

  private func content(_ cell: Table.Cell, at place: String) throws -> String {
    switch cell {
    case .reference(let target):
      return try InlineHTML(blocks: blocks).render(.crossReference(target), at: place)
    case .missing(let reason): return "<span title=\"\(escaped(reason))\">\(cell.shown)</span>"
    case .text, .formula, .number, .quoted:
      return escaped(VerdictLook(cell)?.text ?? cell.shown)
    }
  }

  private static let left = " style=\"text-align: left\""
  private func style(_ column: Table.Column) -> String {
    column.alignment == .left ? Self.left : " style=\"text-align: right\""
  }

  private func escaped(_ text: String) -> String {
    XMLText.escaped(VisibleText.of(text, keepingLines: true))
  }
}
