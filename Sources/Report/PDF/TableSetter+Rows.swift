import Canvas
import Core

/// The rows of a table.
extension TableSetter {
  /// A box for each row, which no page cuts. Where many rows take several lines, they stand apart
  /// with hairlines between them.
  func rows(_ columns: TableColumns) throws -> [Box] {
    let rows = try table.rows.map { try layouts($0, columns) }
    let wrapped = rows.count { $0.contains { $0.lines.count > 1 } }
    let isWordy = 3 * wrapped > rows.count
    return rows.enumerated().map { index, cells in
      box(cells, columns, padding: isWordy ? 4 : 1.5, hasRule: isWordy && index > 0)
    }
  }

  private func box(
    _ cells: [TextLayout], _ columns: TableColumns, padding: Double, hasRule: Bool
  ) -> Box {
    let height = cells.map(\.size.height).max() ?? 0
    var box = Box(
      kind: .row, height: height + 2 * padding, path: [StructureElement(.row, holdsElements: true)])
    box.draw = { canvas, place, _ in
      if hasRule {
        let end = Point(x: place.x + columns.total, y: place.y)
        canvas.line(from: place, to: end, PageStyle.hairline)
      }
      for (cell, left) in zip(cells, columns.lefts) {
        canvas.element(.cell) {
          cell.draw(on: canvas, at: Point(x: place.x + left, y: place.y + padding + 0.5))
        }
      }
    }
    return box
  }

  private func layouts(_ cells: [Table.Cell], _ columns: TableColumns) throws -> [TextLayout] {
    guard cells.count == table.columns.count else {
      throw Fault(
        "a row has the wrong number of cells", at: "table \(table.id)",
        expected: "\(table.columns.count)", found: "\(cells.count)")
    }
    return try cells.enumerated().map { index, cell in
      let runs = try inline.cell(cell, style(of: cell, columns), of: "table \(table.id)")
      return try layout(runs, index, columns)
    }
  }

  private func style(of cell: Table.Cell, _ columns: TableColumns) -> TextStyle {
    let style = columns.style.with(tabularFigures: true)
    guard case .missing = cell else { return style }
    return style.with(color: PageStyle.secondary)
  }

  /// The text of a cell in its column.
  func layout(_ runs: [TextRun], _ index: Int, _ columns: TableColumns) throws -> TextLayout {
    let isRight = table.columns[index].alignment == .right
    return try TextLayout(
      runs, width: columns.widths[index], alignment: isRight ? .right : .left,
      leading: columns.style.size + 3)
  }
}
