import Canvas
import Core

/// Puts the parts of a chart in their places, from the top down.
struct ChartLayout {
  private let chart: Chart
  private let panels: [PanelLayout]
  private let legend: LegendLayout?
  private let rects: PanelGrid

  init(_ chart: Chart) throws {
    self.chart = chart
    let resolved = try chart.resolvedPanels()
    let isCrowded = resolved.contains { $0.labelKeys.count > 7 }
    let usesLegend = chart.labels == .legend || (isCrowded && chart.labels != .none)
    legend = usesLegend ? try LegendLayout(resolved, styles: chart.styles) : nil
    panels = try resolved.map {
      try PanelLayout($0, isShared: chart.sharesAxes, hasLabels: !usesLegend)
    }
    rects = try PanelGrid(panels, chart)
  }

  func scene() throws -> Scene {
    var y = 0.0
    var items = try header(&y)
    if let legend {
      let drawn = legend.items(top: y + 2, width: chart.width)
      items.append(.group(SceneGroup("legend", items: drawn.items)))
      y += drawn.height + 2
    }
    y += 7
    items += try sharedTitle(&y)
    items += try panelItems(&y)
    items += try footer(&y)
    return Scene(
      size: Size(width: chart.width, height: y.rounded(.up)), title: chart.title,
      altText: chart.altText.isEmpty ? "\(chart.title) \(chart.subtitle)" : chart.altText,
      items: items)
  }

  /// Title and subtitle.
  private func header(_ y: inout Double) throws -> [SceneItem] {
    try paragraph(chart.title, Theme.title, Theme.titleLeading, &y)
      + paragraph(chart.subtitle, Theme.subtitle, Theme.subtitleLeading, &y, gap: 2)
  }

  /// The small print, with a little room below.
  private func footer(_ y: inout Double) throws -> [SceneItem] {
    let note = try paragraph(chart.note, Theme.annotation, 9.5, &y, gap: 5)
    y += 2
    return note
  }

  /// With shared axes, the y axis is named once, above all panels.
  private func sharedTitle(_ y: inout Double) throws -> [SceneItem] {
    guard chart.sharesAxes, let title = panels.first?.panel.panel.y.title, !title.isEmpty else {
      return []
    }
    defer { y += 4 }
    return try paragraph(title, Theme.axisTitle, 11, &y)
  }

  private func paragraph(
    _ text: String, _ style: TextStyle, _ leading: Double, _ y: inout Double, gap: Double = 0
  ) throws -> [SceneItem] {
    guard !text.isEmpty else { return [] }
    let width = style == Theme.title ? try balancedWidth(text, style) : chart.width
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
    let count = try lines(chart.width)
    var (low, high) = (0.0, chart.width)
    while count > 1, high - low > 4 {
      let middle = (low + high) / 2
      if try lines(middle) > count { low = middle } else { high = middle }
    }
    return high
  }

  private func panelItems(_ y: inout Double) throws -> [SceneItem] {
    var items: [SceneItem] = []
    let rows = (panels.map(\.panel.row).max() ?? 0) + 1
    for row in 0..<rows {
      let members = panels.filter { $0.panel.row == row }
      y += try members.map { try $0.topHeight(in: rects.rect($0, top: 0)) }.max() ?? 0
      for member in members {
        let drawn = try member.items(in: rects.rect(member, top: y))
        items.append(.group(SceneGroup(member.panel.place, items: drawn)))
      }
      y += rects.plotHeight
      // In a grid whose last row is not full, panels above the gap have their axis in it.
      let below = row == rows - 1 || !chart.sharesAxes ? members : []
      y += try below.map { try $0.xAxis.height(width: rects.plotWidth) }.max() ?? 0
      if row < rows - 1 { y += Theme.rowGap }
    }
    return items
  }
}
