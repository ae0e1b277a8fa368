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
    let words = FigureWords(width: chart.width)
    var items = try words.header(title: chart.title, subtitle: chart.subtitle, &y)
    if let legend {
      let drawn = legend.items(top: y + 2, width: chart.width)
      items.append(.group(SceneGroup("legend", items: drawn.items)))
      y += drawn.height + 2
    }
    y += 7
    if chart.sharesAxes, let title = panels.first?.panel.panel.y.title, !title.isEmpty {
      // The y axis that all panels share is named once, above them.
      items += try words.paragraph(title, Theme.axisTitle, 11, &y)
      y += 4
    }
    items += try panelItems(&y)
    items += try words.footer(note: chart.note, &y)
    return Scene(
      size: Size(width: chart.width, height: y.rounded(.up)), title: chart.title,
      altText: chart.altText.isEmpty ? "\(chart.title) \(chart.subtitle)" : chart.altText,
      items: items)
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

/// The columns of a chart: each has room for its labels, and all plots are equally wide.
struct PanelGrid {
  private(set) var plotWidth: Double
  private(set) var plotHeight = 0.0
  private var lefts: [Double] = []

  init(_ panels: [PanelLayout], _ chart: Chart) throws {
    let columns = (0..<min(chart.columns, panels.count)).map { c in
      panels.filter { $0.panel.column == c }
    }
    plotWidth = chart.width / Double(columns.count)
    // Labels that reach out need the more room the narrower the plot is: a few rounds settle it.
    for _ in 0..<4 { fit(columns, within: chart.width) }
    plotHeight = chart.panelHeight ?? 0.618 * plotWidth
    guard plotWidth >= 40, plotHeight >= 30, plotHeight.isFinite else {
      throw Fault(
        "there is no room for the panels", expected: "40 × 30 points each or more",
        found: "\(NumberText.fixed(plotWidth, 0)) × \(NumberText.fixed(plotHeight, 0))",
        hint: "fewer columns, shorter labels, or a wider chart")
    }
  }

  /// The space between the axes of a panel, in points.
  func rect(_ panel: PanelLayout, top: Double) -> Rect {
    Rect(x: lefts[panel.panel.column], y: top, width: plotWidth, height: plotHeight)
  }

  private mutating func fit(_ columns: [[PanelLayout]], within width: Double) {
    let margins = columns.map { column in
      let all = column.map { $0.margins(width: plotWidth) }
      return (left: all.map(\.left).max() ?? 0, right: all.map(\.right).max() ?? 0)
    }
    let gaps = Theme.columnGap * Double(columns.count - 1)
    let taken = margins.reduce(gaps) { $0 + $1.left + $1.right }
    plotWidth = (width - taken) / Double(columns.count)
    var x = 0.0
    lefts = margins.map { margin in
      defer { x += margin.left + plotWidth + margin.right + Theme.columnGap }
      return x + margin.left
    }
  }
}
