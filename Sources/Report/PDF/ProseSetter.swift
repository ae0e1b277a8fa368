import Canvas
import Core

/// Sets prose: paragraphs, headings, lists, quotes and code, as boxes for the page builder.
struct ProseSetter {
  let inline: InlineSetter
  let prose: Prose
  /// Makes the names of headings.
  let nextHeading: () -> String
  /// Whether the first paragraph says what all others explain, and is set larger.
  var opensSummary = false

  /// The boxes of the prose.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  func boxes() throws -> [Box] {
    // Once over the plain text, because that knows the line of each mark.
    _ = try ProseResolver(inline.numbering)
      .resolve(prose.markdown, file: prose.file, line: prose.line)
    do {
      return try ProseParser.blocks(of: prose).enumerated().flatMap { index, block in
        if opensSummary, index == 0, case .paragraph(let text) = block {
          return try paragraph(text, PageStyle.lead, PageStyle.leadLeading, x: 0)
        }
        return try boxes(block, x: 0)
      }
    } catch let fault as Fault {
      throw fault.location.hasPrefix(prose.file) ? fault : fault.moved(to: place)
    }
  }

  private var place: String { "\(prose.file):\(prose.line)" }

  private func boxes(_ block: ProseBlock, x: Double) throws -> [Box] {
    switch block {
    case .heading(let level, let title): return [try heading(level, title)]
    case .paragraph(let text):
      return try paragraph(text, PageStyle.body, PageStyle.bodyLeading, x: x)
    case .list(let isOrdered, let items): return try list(isOrdered, items, x: x)
    case .quote(let blocks): return try quote(blocks, x: x)
    case .code(let code): return try self.code(code, x: x)
    case .rule:
      var rule = Box.rule(PageStyle.hairline, width: 72, kind: .line)
      (rule.above, rule.below) = (PageStyle.bodyLeading, PageStyle.bodyLeading)
      return [rule]
    }
  }

  private func paragraph(_ text: [Inline], _ style: TextStyle, _ leading: Double, x: Double) throws
    -> [Box]
  {
    if case .formula(let formula)? = text.first, text.count == 1, formula.isDisplayed {
      return try display(formula, x: x)
    }
    let runs = try inline.runs(text, style, at: place)
    guard runs.contains(where: { !$0.text.isEmpty }) else { return [] }
    let layout = try TextLayout(
      runs, width: PageStyle.block.width - x, leading: leading)
    let gap = PageStyle.paragraphGap
    var lines = Box.lines(of: layout, x: x, above: gap, below: gap)
    if let note = SourceNote(on: text, numbering: inline.numbering) {
      lines[0].notes = [try SideNoteSetter.box(note)]
    }
    return lines
  }

  /// A formula on a line of its own.
  private func display(_ formula: MathFormula, x: Double) throws -> [Box] {
    let left = x + 2 * PageStyle.indent
    let layout = try TextLayout(
      formula.runs(PageStyle.body), width: PageStyle.block.width - left,
      leading: PageStyle.bodyLeading + 2)
    let gap = PageStyle.paragraphGap + 1
    return Box.lines(of: layout, x: left, above: gap, below: gap, role: .formula)
  }

  private func heading(_ level: Int, _ title: [Inline]) throws -> Box {
    let style = level <= 2 ? PageStyle.subheading : PageStyle.minorHeading
    let runs = try inline.runs(title, style, at: place)
    let text = runs.map(\.text).joined()
    let name = nextHeading()
    let anchor = Anchor(name: name, title: text, level: level <= 2 ? 2 : 3)
    return try Box.heading(runs, leading: 15, above: level <= 2 ? 17 : 10, below: 4, anchor)
  }

  private func quote(_ blocks: [ProseBlock], x: Double) throws -> [Box] {
    let bar = Stroke(PageStyle.hairline.color, width: 1.2)
    let inner = try blocks.flatMap { try boxes($0, x: x + PageStyle.indent) }
    return inner.within(StructureElement(.quote, holdsElements: true)).map { box in
      box.adding { canvas, place, _ in
        let left = place.x + x + 5
        canvas.line(
          from: Point(x: left, y: place.y), to: Point(x: left, y: place.y + box.height), bar)
      }
    }
  }

  private func code(_ code: String, x: Double) throws -> [Box] {
    let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
    return try SourceSetter.lines(
      text, x: x + 8, above: PageStyle.paragraphGap + 1, isSwift: false)
  }
}

extension Fault {
  /// The same fault at another place.
  fileprivate func moved(to place: String) -> Fault {
    var copy = self
    copy.location = place
    return copy
  }
}

extension Box {
  /// A heading, which stays with what follows it.
  static func heading(
    _ runs: [TextRun], leading: Double, above: Double, below: Double, _ anchor: Anchor
  ) throws -> Box {
    let layout = try TextLayout(runs, width: PageStyle.block.width, leading: leading)
    let roles: [Int: StructureRole] = [1: .heading, 2: .subheading]
    let role = roles[anchor.level ?? 3] ?? .minorHeading
    var box = Box.block(layout, kind: .heading, role: role)
    (box.above, box.below, box.staysWithNext) = (above, below, true)
    box.anchors = [anchor]
    return box
  }
}

// MARK: - Lists

extension ProseSetter {
  private func list(_ isOrdered: Bool, _ items: [[ProseBlock]], x: Double) throws -> [Box] {
    let gap = PageStyle.paragraphGap
    var boxes: [Box] = []
    for (index, item) in items.enumerated() {
      let mark = isOrdered ? "\(index + 1)." : "•"
      var itemBoxes = try self.item(item, x: x + PageStyle.indent)
      guard !itemBoxes.isEmpty else { continue }
      itemBoxes[0] = try marked(itemBoxes[0], mark, isOrdered, x: x)
      itemBoxes[0].above = index == 0 ? gap : 2
      itemBoxes[itemBoxes.count - 1].below = index == items.count - 1 ? gap : 2
      boxes += itemBoxes.within(StructureElement(.item, holdsElements: true))
    }
    return boxes.within(StructureElement(.list, holdsElements: true))
  }

  /// The blocks of an item; a list within it stands close to the line that it belongs to.
  private func item(_ blocks: [ProseBlock], x: Double) throws -> [Box] {
    try blocks.reduce(into: []) { boxes, block in
      var next = try self.boxes(block, x: x)
      if case .list = block, !boxes.isEmpty, !next.isEmpty {
        (boxes[boxes.count - 1].below, next[0].above) = (2, 2)
      }
      boxes += next
    }
  }

  /// The first line of an item with its bullet or number hanging before it.
  private func marked(_ box: Box, _ mark: String, _ isOrdered: Bool, x: Double) throws -> Box {
    let style = PageStyle.body.with(tabularFigures: isOrdered)
    let layout = try TextLayout([TextRun(mark, style)], leading: PageStyle.bodyLeading)
    let left = isOrdered ? PageStyle.indent - 4 - layout.size.width : 4
    return box.preceded { canvas, place, _ in
      layout.draw(on: canvas, at: Point(x: place.x + x + left, y: place.y))
    }
  }
}
