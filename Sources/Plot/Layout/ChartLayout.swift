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
    let hasAreas = try resolved.flatMap { try $0.endLabels(in: unitRect) }.contains(where: \.isArea)
    let usesLegend =
      chart.labels == .legend || ((isCrowded || hasAreas) && chart.labels != .none)
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

  private var words: FigureWords { FigureWords(width: chart.width) }

  /// Title and subtitle.
  private func header(_ y: inout Double) throws -> [SceneItem] {
    try words.header(title: chart.title, subtitle: chart.subtitle, &y)
  }

  /// The small print, with a little room below.
  private func footer(_ y: inout Double) throws -> [SceneItem] {
    try words.footer(note: chart.note, &y)
  }

  /// With shared axes, the y axis is named once, above all panels.
  private func sharedTitle(_ y: inout Double) throws -> [SceneItem] {
    guard chart.sharesAxes, let title = panels.first?.panel.panel.y.title, !title.isEmpty else {
      return []
    }
    defer { y += 4 }
    return try words.paragraph(title, Theme.axisTitle, 11, &y)
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
