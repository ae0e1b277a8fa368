import Canvas
import Core

/// A panel with all that stands around it, measured; drawn when its place is known.
struct PanelLayout {
  let panel: ResolvedPanel
  let yAxis: YAxisLayout
  let xAxis: XAxisLayout
  /// Room that the names of lines need at the right of the plot, in points.
  private let labelWidth: Double
  private let showsYTitle: Bool

  init(_ panel: ResolvedPanel, isShared: Bool, hasLabels: Bool) throws {
    var panel = panel
    if !hasLabels { panel.labelKeys = [] }
    self.panel = panel
    let isFirst = panel.column == 0
    showsYTitle = !isShared
    yAxis = try YAxisLayout(panel)
    xAxis = try XAxisLayout(panel, showsHeaders: isFirst, showsTitle: !isShared || isFirst)
    labelWidth = try EndLabelLayout.width(of: panel)
  }

  /// Room at the left and the right of a plot `width` points wide, in points.
  func margins(width: Double) -> (left: Double, right: Double) {
    let overhang = xAxis.overhang(width: width)
    return (
      max(yAxis.width, xAxis.headerWidth, overhang.left), max(labelWidth, overhang.right, 6)
    )
  }

  /// Height of titles and labels above the plot, in points, given its horizontal place.
  func topHeight(in rect: Rect) throws -> Double {
    let titles = try titles(width: rect.width + labelWidth).reduce(0) { $0 + $1.box.height + 1 }
    return titles + (try topLabels(in: rect).height) + 4
  }

  /// Everything, around and in the plot `rect`.
  func items(in rect: Rect) throws -> [SceneItem] {
    let strip = try topLabels(in: rect)
    let marks = try panel.panel.marks.enumerated().sorted {
      ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset)
    }.map { try markGroup($0.element, rect) }
    let behind = marks.filter { $0.depth == .background }.map(\.item)
    let front = marks.filter { $0.depth != .background }.map(\.item)
    let isFilled = panel.panel.marks.contains(where: \.fillsPlaces)
    let grid = isFilled ? [] : yAxis.grid(in: rect, stretches: xAxis.stretches(in: rect))
    return try behind + grid + yAxis.items(in: rect, place: panel.place) + xAxis.items(in: rect)
      + front + titleItems(above: rect.minY - strip.height - 4, rect)
      + strip.items(bottom: rect.minY - 1) + EndLabelLayout.items(of: panel, in: rect)
  }

  private func markGroup(_ mark: any Mark, _ rect: Rect) throws -> (
    depth: MarkDepth, item: SceneItem
  ) {
    try within("\(panel.place) / \(mark.kind)") {
      let items = try mark.draw(in: panel.area(rect))
      return (mark.depth, .group(SceneGroup(mark.kind, items: items)))
    }
  }

  private func topLabels(in rect: Rect) throws -> TopLabelLayout {
    let labels = try panel.fromMarks { try $0.topLabels(in: panel.area(rect)) }
    return try TopLabelLayout(labels, in: rect)
  }

  /// The panel's title, and the name of its y axis.
  private func titles(width: Double) throws -> [SceneText] {
    let style = panel.panel.titleSeries.flatMap { series in
      panel.styles.first { $0.series == series }?.style
    }
    let title = Theme.panelTitle.with(color: style?.textColor)
    let parts =
      [(panel.panel.title, title)] + (showsYTitle ? [(panel.panel.y.title, Theme.axisTitle)] : [])
    return try parts.filter { !$0.0.isEmpty }.map {
      try SceneText($0.0, $0.1, wrapWidth: width + titleIndent)
    }
  }

  /// Titles start where the tick labels do; those of panels with shared axes, at the axis.
  private var titleIndent: Double { showsYTitle ? yAxis.width : 0 }

  private func titleItems(above bottom: Double, _ rect: Rect) throws -> [SceneItem] {
    var y = bottom
    return try titles(width: rect.width + labelWidth).reversed().map { text in
      y -= text.box.height + 1
      return .text(text.placed(.left, x: rect.minX - titleIndent, top: y))
    }
  }
}
