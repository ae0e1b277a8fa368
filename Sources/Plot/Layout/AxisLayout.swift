import Canvas
import Core

/// The axis below a panel: ticks, rows of labels with their headers, title and note.
struct XAxisLayout {
  private let panel: ResolvedPanel
  /// By tick, by row.
  private let labels: [[SceneText]]
  private let headers: [SceneText]
  private let rowHeights: [Double]
  private let showsTitle: Bool
  /// Half the gap of the axis at a break, in points.
  private static let halfGap = 2.5
  private static let labelTop = Theme.tickLength + 2

  init(_ panel: ResolvedPanel, showsHeaders: Bool, showsTitle: Bool) throws {
    self.panel = panel
    self.showsTitle = showsTitle
    labels = try panel.showsX ? panel.x.ticks.map { try Self.texts($0.labels) } : []
    headers = panel.showsX && showsHeaders ? try Self.texts(panel.x.headers, Theme.tickRow) : []
    let count = (labels.map(\.count) + [headers.count]).max() ?? 0
    rowHeights = (0..<count).map { $0 == 0 ? Theme.tickRowHeight + 0.5 : Theme.tickRowHeight }
  }

  /// Room that headers need at the left of the axis, in points.
  var headerWidth: Double { headers.map { $0.box.width + 6 }.max() ?? 0 }

  /// How far the outermost labels reach beyond a plot `width` points wide, at its left and right.
  func overhang(width: Double) -> (left: Double, right: Double) {
    var (left, right) = (0.0, 0.0)
    for (tick, column) in zip(panel.x.ticks, labels) {
      let half = (column.map(\.box.width).max() ?? 0) / 2
      left = max(left, half - tick.position * width)
      right = max(right, half - (1 - tick.position) * width)
    }
    return (left, right)
  }

  /// Height of all that stands below the axis of a panel `width` points wide.
  func height(width: Double) throws -> Double {
    guard panel.showsX else { return 0 }
    let titles = try titleRows(width: width)
    let titleHeight =
      titles.isEmpty ? 0 : 3 + titles.reduce(0) { $0 + ($1.map(\.0.box.height).max() ?? 0) }
    return Self.labelTop + rowHeights.reduce(0, +) + titleHeight
  }

  /// The parts of the panel's width between the breaks of the axis.
  func stretches(in rect: Rect) -> [ClosedRange<Double>] {
    let gaps = panel.x.breaks.map { rect.minX + $0 * rect.width }
    let starts = [rect.minX] + gaps.map { $0 + Self.halfGap }
    let ends = gaps.map { $0 - Self.halfGap } + [rect.maxX]
    return zip(starts, ends).map { $0...$1 }
  }

  /// The axis with all that belongs to it.
  func items(in rect: Rect) throws -> [SceneItem] {
    let lines = stretches(in: rect).map {
      [Point(x: $0.lowerBound, y: rect.maxY), Point(x: $0.upperBound, y: rect.maxY)]
    }
    let slashes = panel.x.breaks.flatMap {
      self.slashes(at: rect.minX + $0 * rect.width, rect.maxY)
    }
    let ticks = panel.x.ticks.map { tick in
      let x = rect.minX + tick.position * rect.width
      return [Point(x: x, y: rect.maxY), Point(x: x, y: rect.maxY + Theme.tickLength)]
    }
    let paths = (lines + slashes + ticks).map { SceneItem.path(ScenePath($0, stroke: Theme.axis)) }
    guard panel.showsX else { return paths }
    let texts = labelItems(in: rect)
    try checkApart(texts, at: "\(panel.place) / x axis")
    return paths + texts.map(SceneItem.text) + (try titleItems(in: rect))
  }

  private func labelItems(in rect: Rect) -> [SceneText] {
    var top = rect.maxY + Self.labelTop
    var texts: [SceneText] = []
    for (row, height) in rowHeights.enumerated() {
      if headers.indices.contains(row) {
        texts.append(headers[row].placed(.right, x: rect.minX - 4, top: top))
      }
      for (tick, column) in zip(panel.x.ticks, labels) where column.indices.contains(row) {
        let x = rect.minX + tick.position * rect.width
        texts.append(column[row].placed(.center, x: x, top: top))
      }
      top += height
    }
    return texts
  }

  /// Two strokes that mark the gap of the axis.
  private func slashes(at x: Double, _ y: Double) -> [[Point]] {
    [-Self.halfGap, Self.halfGap].map { shift in
      [Point(x: x + shift - 1.2, y: y + 3), Point(x: x + shift + 1.2, y: y - 3)]
    }
  }

  private func titleItems(in rect: Rect) throws -> [SceneItem] {
    var top = rect.maxY + Self.labelTop + rowHeights.reduce(0, +) + 3
    var items: [SceneItem] = []
    for row in try titleRows(width: rect.width) {
      for (text, anchor) in row {
        let x = anchor == .left ? rect.minX : anchor == .right ? rect.maxX : rect.midX
        items.append(.text(text.placed(anchor, x: x, top: top)))
      }
      top += row.map(\.0.box.height).max() ?? 0
    }
    return items
  }

  /// Title at the left and note at the right, on one row where both fit; alone, a title is centred.
  private func titleRows(width: Double) throws -> [[(SceneText, TextAnchor)]] {
    guard showsTitle, panel.showsX else { return [] }
    let axis = panel.panel.x
    let title = axis.title.isEmpty ? nil : try SceneText(axis.title, Theme.axisTitle)
    let note = axis.note.isEmpty ? nil : try SceneText(axis.note, Theme.axisTitle)
    switch (title, note) {
    case (nil, nil): return []
    case (let title?, nil): return [[(title, .center)]]
    case (nil, let note?): return [[(note, .right)]]
    case (let title?, let note?):
      let fit = title.box.width + note.box.width + 8 <= width
      return fit ? [[(title, .left), (note, .right)]] : [[(title, .center)], [(note, .center)]]
    }
  }

  private static func texts(_ labels: [String], _ style: TextStyle? = nil) throws -> [SceneText] {
    try labels.enumerated().map { row, label in
      try SceneText(label, style ?? (row == 0 ? Theme.tick : Theme.tickRow))
    }
  }
}

/// The axis at the left of a panel, and its grid.
struct YAxisLayout {
  private let ticks: [(position: Double, text: SceneText)]
  private let scale: any Scale

  init(_ panel: ResolvedPanel) throws {
    scale = panel.y
    let shown = panel.showsY ? panel.y.ticks : []
    ticks = try shown.map { tick in
      (tick.position, try Self.text(tick.labels.joined(separator: " ")))
    }
  }

  /// The widest that a label gets before it wraps, in points: about 28 letters.
  private static let widest = 112.0

  /// A label; a long one in several lines that end at the axis.
  private static func text(_ label: String) throws -> SceneText {
    let single = try SceneText(label, Theme.tick)
    guard single.box.width > widest else { return single }
    let left = try SceneText(label, Theme.tick, wrapWidth: widest, leading: 9)
    return try SceneText(
      label, Theme.tick, wrapWidth: left.box.width + 0.01, alignment: .right, leading: 9)
  }

  /// Room that the labels need at the left of the axis, in points.
  var width: Double {
    ticks.map { $0.text.box.width + Theme.tickLength + 2 }.max() ?? 0
  }

  /// Pale level lines, interrupted where the x axis is.
  func grid(in rect: Rect, stretches: [ClosedRange<Double>]) -> [SceneItem] {
    scale.ticks.flatMap { tick in
      let y = rect.maxY - tick.position * rect.height
      return stretches.map { stretch in
        SceneItem.path(
          ScenePath(
            [Point(x: stretch.lowerBound, y: y), Point(x: stretch.upperBound, y: y)],
            stroke: Theme.grid))
      }
    }
  }

  /// The axis with its ticks.
  /// - Throws: `Fault` when labels overlap.
  func items(in rect: Rect, place: String) throws -> [SceneItem] {
    let line = ScenePath(
      [Point(x: rect.minX, y: rect.minY), Point(x: rect.minX, y: rect.maxY)], stroke: Theme.axis)
    let marks = ticks.flatMap { tick -> [SceneItem] in
      let y = rect.maxY - tick.position * rect.height
      let ends = [Point(x: rect.minX - Theme.tickLength, y: y), Point(x: rect.minX, y: y)]
      let text = tick.text.placed(.right, x: rect.minX - Theme.tickLength - 2, midY: y)
      return [.path(ScenePath(ends, stroke: Theme.axis)), .text(text)]
    }
    try checkApart(marks.flatMap(\.texts), at: "\(place) / y axis")
    return [.path(line)] + marks
  }
}

/// Refuses tick labels that run into each other.
func checkApart(_ texts: [SceneText], at place: String) throws {
  for (index, a) in texts.enumerated() {
    for b in texts[(index + 1)...] where a.box.intersects(b.box) {
      throw Fault(
        "tick labels overlap", at: place, found: "“\(a.text)” and “\(b.text)”",
        hint: "make the panel larger, the labels shorter, or the ticks fewer")
    }
  }
}
