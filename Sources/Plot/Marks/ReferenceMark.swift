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
    self.value = value
    self.label = label
    self.color = color
    isUpright = false
  }

  /// An upright line at a value of the x axis; its label stands above the panel.
  public init(x value: Double, label: String, color: Color = Palette.reference) {
    self.value = value
    self.label = label
    self.color = color
    isUpright = true
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
