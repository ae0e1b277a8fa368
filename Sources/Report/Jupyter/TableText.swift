import Core

/// A table as plain text in aligned columns, for readers that show nothing richer.
struct TableText {
  let blocks: MarkdownBlocks

  func render(_ table: Table) throws -> String {
    let header = table.columns.map { line($0.header) }
    let rows = try table.rows.map { try $0.map { try shown($0, at: "table \(table.id)") } }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([header, rule] + rows).map { aligned($0, widths, table.columns) }
      .joined(separator: "\n")
  }

  private func shown(_ cell: Table.Cell, at place: String) throws -> String {
    if case .reference(let target) = cell {
      return try blocks.numbering.text(for: .crossReference(target), at: place) ?? ""
    }
    return line(VerdictLook(cell)?.text ?? cell.shown)
  }

  private func line(_ text: String) -> String {
    VisibleText.of(text.replacing("\n", with: " "))
  }

  private func aligned(_ cells: [String], _ widths: [Int], _ columns: [Table.Column]) -> String {
    let padded = zip(zip(cells, widths), columns).map { item, column in
      let room = String(repeating: " ", count: max(0, item.1 - item.0.count))
      return column.alignment == .right ? room + item.0 : item.0 + room
    }
    let text = padded.joined(separator: "  ")
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
