import Canvas
import Core

/// A panel with its place in the grid, its scales, and what will stand around it.
struct ResolvedPanel {
  let panel: Panel
  let row: Int
  let column: Int
  /// Its name in errors.
  let place: String
  let x: any Scale
  let y: any Scale
  /// Whether its axes are labelled; with shared axes, only the outer ones are.
  let showsX: Bool
  let showsY: Bool
  let styles: [NamedStyle]
  /// The keys of the labels at its right edge.
  var labelKeys: [String] = []

  /// Where its marks draw, given the space between its axes.
  func area(_ rect: Rect) -> PlotArea {
    PlotArea(
      rect: rect, x: x, y: y, styles: styles, xTitle: panel.x.title, yTitle: panel.y.title)
  }

  /// Gathers something from each mark; a fault names the mark.
  func fromMarks<T>(_ gather: (any Mark) throws -> [T]) throws -> [T] {
    try panel.marks.flatMap { mark in
      try within("\(place) / \(mark.kind)") { try gather(mark) }
    }
  }

  /// What stands at the right edge, one for each key.
  func endLabels(in rect: Rect) throws -> [EndLabel] {
    let all = try fromMarks { try $0.endLabels(in: area(rect)) }
    return labelKeys.compactMap { key in all.first { $0.key == key } }
  }
}

/// A stand-in for measuring before the places are known.
let unitRect = Rect(x: 0, y: 0, width: 1, height: 1)

extension Chart {
  /// The panels in their grid.
  func resolvedPanels() throws -> [ResolvedPanel] {
    let places = panels.indices.map { "panel \($0 + 1)" }
    let extents = try zip(panels, places).map { try $0.extent(place: $1) }
    let all = MarkExtent(x: extents.flatMap(\.x), y: extents.flatMap(\.y))
    let resolved = try panels.indices.map { i in
      let extent = sharesAxes ? all : extents[i]
      return ResolvedPanel(
        panel: panels[i], row: i / columns, column: i % columns, place: places[i],
        x: try panels[i].x.scale(for: extent.x, "\(places[i]) / x axis"),
        y: try panels[i].y.scale(for: extent.y, "\(places[i]) / y axis"),
        showsX: !sharesAxes || i + columns >= panels.count,
        showsY: !sharesAxes || i % columns == 0, styles: styles)
    }
    return try withLabelKeys(resolved)
  }

  /// Decides which panel names what.
  private func withLabelKeys(_ panels: [ResolvedPanel]) throws -> [ResolvedPanel] {
    let keys = try panels.map { panel in
      try panel.fromMarks { try $0.endLabels(in: panel.area(unitRect)) }.map(\.key).unique
    }
    return panels.indices.map { i in
      let later = Set(labels == .lastPanel ? keys[(i + 1)...].flatMap { $0 } : [])
      var panel = panels[i]
      panel.labelKeys = labels == .none ? [] : keys[i].filter { !later.contains($0) }
      return panel
    }
  }
}

extension Panel {
  fileprivate func extent(place: String) throws -> MarkExtent {
    let extents = try marks.map { mark in
      try within("\(place) / \(mark.kind)") { try mark.extent() }
    }
    return MarkExtent(x: extents.flatMap(\.x), y: extents.flatMap(\.y))
  }
}

extension Axis {
  fileprivate func scale(for values: [Datum], _ place: String) throws -> any Scale {
    try within(place) {
      for case .number(let value) in values where !value.isFinite {
        throw Fault("a value is not finite", expected: "a number", found: "\(value)")
      }
      return try kind.scale(for: values)
    }
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it first appears.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
