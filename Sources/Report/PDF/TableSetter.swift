import Canvas
import Core

/// Sets a table: title, rules, head, rows, caption. The head is repeated on each further page.
struct TableSetter {
  let inline: InlineSetter
  let table: Table
  let number: Int

  /// The boxes of the table; pages may end between its rows.
  func boxes() throws -> [Box] {
    let columns = try TableColumns(
      table, width: PageStyle.block.width, wide: PageStyle.full.width
    ) {
      try inline.cell($0, $1, of: "table \(table.id)")
    }
    let head = try self.head(columns)
    var rows = try self.rows(columns)
    let continued = [try title(isContinued: true)] + head
    for index in rows.indices {
      rows[index].carriedHead = continued
      rows[index].carriedFoot = [foot(PageStyle.lightRule, columns)]
      rows[index].staysWithNext = index == 0 || index >= rows.count - 2
    }
    let caption = try self.caption()
    var end = foot(PageStyle.heavyRule, columns)
    if !caption.isEmpty { (end.below, end.staysWithNext) = (5, true) }
    let body = head + rows + [end]
    let isWide = columns.total > PageStyle.block.width + 0.01
    let all = [try title(isContinued: false)] + body.map { isWide ? $0.wide : $0 }
    return all.within(StructureElement(.table)) + caption
  }

  private func title(isContinued: Bool) throws -> Box {
    let style = PageStyle.small.with(weight: .semibold)
    var runs = [TextRun("Table \(number)", style.with(weight: .bold))]
    if isContinued {
      runs.append(TextRun(" (continued)", PageStyle.small.with(color: PageStyle.secondary)))
    } else {
      runs.append(TextRun(" · ", style))
      runs += try inline.caption(table.title, style, of: "table \(table.id)")
    }
    let layout = try TextLayout(
      runs, width: PageStyle.block.width, leading: PageStyle.smallLeading)
    var box = Box.block(layout, kind: .row, role: .caption)
    (box.above, box.below, box.staysWithNext) = (PageStyle.floatGap, 4, true)
    if !isContinued { box.anchors = [anchor(runs)] }
    return box
  }

  private func anchor(_ runs: [TextRun]) -> Anchor {
    Anchor(name: "table-\(table.id)", title: runs.map(\.text).joined(), level: 3)
  }

  /// The names of the columns between two rules.
  private func head(_ columns: TableColumns) throws -> [Box] {
    let style = columns.style.with(weight: .semibold)
    let cells = try table.columns.enumerated().map { index, column in
      try layout([TextRun(column.header.isEmpty ? " " : column.header, style)], index, columns)
    }
    let height = cells.map(\.size.height).max() ?? 0
    var names = Box(
      kind: .row, height: height + 6, staysWithNext: true,
      path: [StructureElement(.row, holdsElements: true)])
    names.draw = { canvas, place, _ in
      for (cell, left) in zip(cells, columns.lefts) {
        let top = place.y + 3 + height - cell.size.height
        canvas.element(.headerCell) {
          cell.draw(on: canvas, at: Point(x: place.x + left, y: top))
        }
      }
    }
    return [rule(PageStyle.heavyRule, columns), names, rule(PageStyle.lightRule, columns)]
  }

  private func rule(_ stroke: Stroke, _ columns: TableColumns) -> Box {
    var box = Box.rule(stroke, width: columns.total)
    box.staysWithNext = true
    return box
  }

  private func foot(_ stroke: Stroke, _ columns: TableColumns) -> Box {
    var box = Box.rule(stroke, width: columns.total)
    (box.above, box.below) = (2, PageStyle.floatGap)
    return box
  }

  /// What is in the table, and why cells are empty; stays below the last rows.
  private func caption() throws -> [Box] {
    let style = PageStyle.small.with(color: PageStyle.secondary)
    var runs = try inline.caption(table.caption, style, of: "table \(table.id)")
    if !reasons.isEmpty { runs.append(TextRun(" –: \(reasons.joined(separator: "; ")).", style)) }
    guard !runs.isEmpty else { return [] }
    let layout = try TextLayout(
      runs, width: PageStyle.block.width, leading: PageStyle.smallLeading)
    var box = Box.block(layout, kind: .row)
    (box.above, box.below) = (5, PageStyle.floatGap + 2)
    return [box]
  }

  private var reasons: [String] {
    var reasons: [String] = []
    for case .missing(let reason) in table.rows.joined() where !reasons.contains(reason) {
      reasons.append(reason)
    }
    return reasons.filter { !$0.isEmpty }
  }
}
