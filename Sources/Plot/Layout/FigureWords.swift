import Canvas
import Core

/// Sets the words around a figure, in the look that charts and diagrams share.
struct FigureWords {
  /// Width of the figure in points.
  let width: Double

  /// Title and subtitle, from `y` downwards.
  func header(title: String, subtitle: String, _ y: inout Double) throws -> [SceneItem] {
    try paragraph(title, Theme.title, Theme.titleLeading, &y)
      + paragraph(subtitle, Theme.subtitle, Theme.subtitleLeading, &y, gap: 2)
  }

  /// The small print, with a little room below.
  func footer(note: String, _ y: inout Double) throws -> [SceneItem] {
    let items = try paragraph(note, Theme.annotation, 9.5, &y, gap: 5)
    y += 2
    return items
  }

  /// A text over the whole width, `gap` points below `y`.
  func paragraph(
    _ text: String, _ style: TextStyle, _ leading: Double, _ y: inout Double, gap: Double = 0
  ) throws -> [SceneItem] {
    guard !text.isEmpty else { return [] }
    let width = style == Theme.title ? try balancedWidth(text, style) : width
    let block = try SceneText(text, style, wrapWidth: width, leading: leading)
      .placed(.left, x: 0, top: y + gap)
    y = block.box.maxY
    return [.text(block)]
  }

  /// The narrowest width (to a few points) at which a text has no more lines than at full width:
  /// its lines are about equally long, and no word is left alone on the last.
  private func balancedWidth(_ text: String, _ style: TextStyle) throws -> Double {
    func lines(_ width: Double) throws -> Int {
      try TextLayout([TextRun(text, style)], width: width).lines.count
    }
    let count = try lines(width)
    var (low, high) = (0.0, width)
    while count > 1, high - low > 4 {
      let middle = (low + high) / 2
      if try lines(middle) > count { low = middle } else { high = middle }
    }
    return high
  }
}
