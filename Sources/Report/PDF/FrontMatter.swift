import Canvas
import Foundation

/// Sets what comes before the first section: title, subtitle, author, date, contents.
struct FrontMatter {
  let document: Document

  func titleBlock() throws -> [Box] {
    let width = PageStyle.block.width
    var boxes: [Box] = [Box(height: 0)]
    func add(_ runs: [TextRun], leading: Double, below: Double) throws {
      guard runs.contains(where: { !$0.text.isEmpty }) else { return }
      let layout = try Self.balanced(Typography.quoted(runs), width: width, leading: leading)
      var box = Box.block(layout, kind: .heading, role: boxes.count == 1 ? .title : .paragraph)
      (box.below, box.staysWithNext) = (below, true)
      boxes.append(box)
    }
    try add([TextRun(document.title, PageStyle.title)], leading: 26, below: 8)
    try add([TextRun(document.subtitle, PageStyle.subtitle)], leading: 16, below: 7)
    let day = document.date.formatted(.iso8601.year().month().day())
    let byline = [document.author, day].filter { !$0.isEmpty }.joined(separator: "  ·  ")
    try add(
      [TextRun(byline, PageStyle.small.with(color: PageStyle.secondary))], leading: 12, below: 14)
    return boxes
  }

  /// Lines of about equal length: the narrowest layout that needs no further line.
  private static func balanced(_ runs: [TextRun], width: Double, leading: Double) throws
    -> TextLayout
  {
    var best = try TextLayout(runs, width: width, leading: leading)
    var (low, high) = (width / 2, width)
    while high - low > 4 {
      let middle = (low + high) / 2
      let layout = try TextLayout(runs, width: middle, leading: leading)
      if layout.lines.count == best.lines.count {
        (best, high) = (layout, middle)
      } else {
        low = middle
      }
    }
    return best
  }

  /// Sections and subsections with their pages, which are looked up when the page is drawn.
  func contents(of anchors: [Anchor]) throws -> [Box] {
    let entries = anchors.filter { ($0.level ?? 3) <= 2 }
    guard !entries.isEmpty else { return [] }
    let style = PageStyle.small.with(weight: .semibold, color: PageStyle.secondary)
    let layout = try TextLayout([TextRun("Contents", style)], leading: 13)
    var heading = Box.block(layout, kind: .heading, role: .heading)
    (heading.above, heading.below, heading.staysWithNext) = (18, 3, true)
    heading = heading.adding { canvas, place, _ in
      let top = place.y - 8
      let end = Point(x: place.x + PageStyle.block.width, y: top)
      canvas.line(from: Point(x: place.x, y: top), to: end, PageStyle.hairline)
    }
    let list = try entries.flatMap(entry).within(StructureElement(.contents, holdsElements: true))
    var boxes = [heading] + list
    boxes[boxes.count - 1].below = 12
    return boxes
  }

  private func entry(_ anchor: Anchor) throws -> [Box] {
    let isSection = anchor.level == 1
    let style = PageStyle.small.with(weight: isSection ? .semibold : .regular)
    let x = isSection ? 0.0 : PageStyle.indent
    let layout = try TextLayout(
      [TextRun(anchor.title, style, link: "#" + anchor.name)],
      width: PageStyle.block.width - x - 36, leading: 13)
    var lines = Box.lines(of: layout, x: x, above: isSection ? 4 : 0, role: .contentsEntry)
    guard let last = lines.popLast() else { return [] }
    return lines + [last.adding { try Self.number(anchor, style, $0, $1, $2) }]
  }

  /// The page's number at the right edge.
  private static func number(
    _ anchor: Anchor, _ style: TextStyle, _ canvas: Canvas, _ place: Point, _ numbers: PageNumbers
  ) throws {
    guard let page = numbers.pages[anchor.name] else { return }
    let run = TextRun("\(page)", style.with(tabularFigures: true), link: "#" + anchor.name)
    let layout = try TextLayout([run], leading: 13)
    let x = place.x + PageStyle.block.width - layout.size.width
    layout.draw(on: canvas, at: Point(x: x, y: place.y))
  }
}
