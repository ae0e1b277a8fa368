import Canvas
import Core

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
