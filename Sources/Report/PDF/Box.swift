import Canvas

/// A piece of the text column that is never cut: a line, a heading, a figure, a row of a table.
struct Box {
  enum Kind {
    case line
    case heading
    /// May move to the top of a later page.
    case float
    case row
  }

  var kind = Kind.line
  /// In points, without the space around it.
  var height: Double
  /// Least space to the box above, in points; dropped at the top of a page.
  var above = 0.0
  /// Least space to the box below, in points.
  var below = 0.0
  /// No page ends between this box and the next.
  var staysWithNext = false
  /// Earlier figures have to be placed before this box.
  var startsSection = false
  /// The places within it that links lead to.
  var anchors: [Anchor] = []
  /// What stands on top of the page when a page begins with this box.
  var carriedHead: [Box] = []
  /// What ends the page before, in that case.
  var carriedFoot: [Box] = []
  /// The same at less height, the highest first, for where a page would end half empty.
  var smaller: [Box] = []
  /// What stands in the margin beside the box.
  var notes: [Box] = []
  /// The elements of the document's structure that the box stands in, the outermost first.
  var path: [StructureElement] = []
  /// Whether the box takes the margin's room too, so that no note can stand beside it.
  var isWide = false
  /// Draws the box with its top left corner at a point of the page.
  var draw: (Canvas, Point, PageNumbers) throws -> Void = { _, _, _ in }
}

/// A place that links and the outline lead to.
struct Anchor: Hashable {
  var name: String
  var title: String
  /// 1 for sections, 2 for subsections, 3 for what only the outline shows; `nil` for neither.
  var level: Int?
}

/// On which page each anchor is, from 1.
struct PageNumbers {
  var pages: [String: Int]
  var count: Int
}

extension Box {
  /// The lines of a paragraph, `x` points from the left of the column. Two lines at least stay
  /// together at its start and at its end.
  static func lines(
    of layout: TextLayout, x: Double = 0, above: Double = 0, below: Double = 0,
    role: StructureRole = .paragraph
  ) -> [Box] {
    let last = layout.lines.count - 1
    let element = StructureElement(role, of: layout)
    return layout.lines.enumerated().map { index, line in
      Box(
        height: line.height, above: index == 0 ? above : 0, below: index == last ? below : 0,
        staysWithNext: index < last && (index == 0 || index == last - 1), path: [element],
        draw: { canvas, place, _ in
          layout.draw(line: index, on: canvas, at: Point(x: place.x + x, y: place.y))
        })
    }
  }

  /// A text that is not cut, such as a heading or a caption.
  static func block(
    _ layout: TextLayout, kind: Kind, x: Double = 0, role: StructureRole = .paragraph
  ) -> Box {
    Box(
      kind: kind, height: layout.size.height, path: [StructureElement(role, of: layout)],
      draw: { canvas, place, _ in layout.draw(on: canvas, at: Point(x: place.x + x, y: place.y)) })
  }

  /// A horizontal rule of `width` points.
  static func rule(_ stroke: Stroke, width: Double, kind: Kind = .row) -> Box {
    Box(
      kind: kind, height: 0,
      draw: { canvas, place, _ in
        canvas.line(from: place, to: Point(x: place.x + width, y: place.y), stroke)
      })
  }

  /// The same box where it takes the margin's room.
  var wide: Box {
    var copy = self
    copy.isWide = true
    copy.carriedHead = carriedHead.map(\.wide)
    copy.carriedFoot = carriedFoot.map(\.wide)
    return copy
  }

  /// The same box with more drawn on it.
  func adding(_ more: @escaping (Canvas, Point, PageNumbers) throws -> Void) -> Box {
    var copy = self
    copy.draw = { [draw] canvas, place, numbers in
      try draw(canvas, place, numbers)
      try more(canvas, place, numbers)
    }
    return copy
  }

  /// The same box with something drawn before it, such as a bullet: text is copied in this order.
  func preceded(by first: @escaping (Canvas, Point, PageNumbers) throws -> Void) -> Box {
    var copy = self
    let isApart = path.last?.holdsElements == true
    copy.draw = { [draw] canvas, place, numbers in
      if isApart {
        try canvas.element(.span) { try first(canvas, place, numbers) }
      } else {
        try first(canvas, place, numbers)
      }
      try draw(canvas, place, numbers)
    }
    return copy
  }
}
