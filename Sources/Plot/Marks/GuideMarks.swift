import Canvas
import Core

/// A dashed line through the whole panel at a value that all data are compared with.
public struct ReferenceMark: Mark {
  public let kind = "reference"
  public let depth = MarkDepth.reference
  private let value: Double
  private let label: String
  private let isUpright: Bool
  private let color: Color

  /// A level line at a value of the y axis; its label stands at its right end.
  public init(y value: Double, label: String, color: Color = Palette.reference) {
    (self.value, self.label, self.color, isUpright) = (value, label, color, false)
  }

  /// An upright line at a value of the x axis; its label stands above the panel.
  public init(x value: Double, label: String, color: Color = Palette.reference) {
    (self.value, self.label, self.color, isUpright) = (value, label, color, true)
  }

  public var frame: Frame? {
    try? Frame([
      "label": .text([label]), "axis": .text([isUpright ? "x" : "y"]), "value": .numbers([value]),
    ])
  }

  public func extent() throws -> MarkExtent {
    isUpright ? MarkExtent(x: [.number(value)]) : MarkExtent(y: [.number(value)])
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    [.path(ScenePath(try ends(in: area), stroke: Stroke(color, width: 0.9, dash: [4, 2.5])))]
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard !isUpright, !label.isEmpty else { return [] }
    let text = color.darkened(toContrast: 4.5)
    return [EndLabel(key: label, text: label, color: text, end: try ends(in: area)[1])]
  }

  public func topLabels(in area: PlotArea) throws -> [TopLabel] {
    isUpright && !label.isEmpty
      ? [TopLabel(text: label, midX: try area.placeX(.number(value)))] : []
  }

  private func ends(in area: PlotArea) throws -> [Point] {
    let rect = area.rect
    if isUpright {
      let x = try area.placeX(.number(value))
      return [Point(x: x, y: rect.minY), Point(x: x, y: rect.maxY)]
    }
    let y = try area.placeY(.number(value))
    return [Point(x: rect.minX, y: y), Point(x: rect.maxX, y: y)]
  }
}

/// A pale stripe behind the data, with its name: a recommended range of the x axis.
public struct BandMark: Mark {
  public let kind = "band"
  public let depth = MarkDepth.background
  private let range: ClosedRange<Double>
  private let label: String
  private let padding: Double

  /// A stripe from the bottom to the top, over a range of the x axis.
  /// - Parameter padding: points by which it is wider than its range, so that data at its ends lie
  ///   in it.
  public init(x range: ClosedRange<Double>, label: String, padding: Double = 6) {
    (self.range, self.label, self.padding) = (range, label, padding)
  }

  public var frame: Frame? {
    try? Frame([
      "label": .text([label]), "axis": .text(["x"]),
      "low": .numbers([range.lowerBound]), "high": .numbers([range.upperBound]),
    ])
  }

  public func extent() throws -> MarkExtent {
    MarkExtent(x: [.number(range.lowerBound), .number(range.upperBound)])
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    [.path(ScenePath(try stripe(in: area), fill: Theme.band))]
  }

  public func topLabels(in area: PlotArea) throws -> [TopLabel] {
    label.isEmpty ? [] : [TopLabel(text: label, midX: try stripe(in: area).midX)]
  }

  private func stripe(in area: PlotArea) throws -> Rect {
    let left = max(try area.placeX(.number(range.lowerBound)) - padding, area.rect.minX)
    let right = min(try area.placeX(.number(range.upperBound)) + padding, area.rect.maxX)
    return Rect(x: left, y: area.rect.minY, width: right - left, height: area.rect.height)
  }
}

/// Dashed stairs through the points of a Pareto front: the edge of what some point is at least as
/// good as.
public struct FrontMark: Mark {
  public let kind = "front"
  public let depth = MarkDepth.reference
  private let data: Frame
  private let mapping: Mapping
  private let lowerIsBetter: Bool

  /// Stairs through all points of a frame, which are the front already.
  /// - Parameter lowerIsBetter: whether less is better on the x axis, as of costs. Between two
  ///   points, the one that needs less x is then the better until the next begins.
  public init(_ frame: Frame, x: String, y: String, lowerIsBetter: Bool = true) {
    (data, mapping) = (frame, Mapping(x: x, y: y, series: .named("front")))
    self.lowerIsBetter = lowerIsBetter
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let points = try mapping.read(data).flatMap(\.rows).compactMap { row in
      try row.y.map { try area.place(row.x, $0) }
    }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard let first = points.first else { return [] }
    let stairs = zip(points, points.dropFirst()).flatMap { a, b in
      [lowerIsBetter ? Point(x: b.x, y: a.y) : Point(x: a.x, y: b.y), b]
    }
    let stroke = Stroke(Palette.grey, width: 0.9, dash: [3, 2])
    return [.path(ScenePath([first] + stairs, stroke: stroke))]
  }
}
