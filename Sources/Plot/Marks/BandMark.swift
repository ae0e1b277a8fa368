import Canvas
import Core

/// A pale stripe behind the data, with its name: a recommended range on the x axis, or a margin
/// around a baseline on the y axis.
public struct BandMark: Mark {
  public let kind = "band"
  public let depth = MarkDepth.background
  private let range: ClosedRange<Double>
  private let label: String
  private let isUpright: Bool
  private let color: Color
  /// Points by which an upright band is wider than its range, so that data at its ends lie in it.
  private let padding: Double

  /// A stripe from the bottom to the top, over a range of the x axis.
  public init(x range: ClosedRange<Double>, label: String, color: Color? = nil, padding: Double = 6)
  {
    self.range = range
    self.label = label
    self.color = color ?? Theme.band
    self.padding = padding
    isUpright = true
  }

  /// A stripe from the left to the right, over a range of the y axis.
  public init(y range: ClosedRange<Double>, label: String, color: Color? = nil) {
    self.range = range
    self.label = label
    self.color = color ?? Theme.band
    padding = 0
    isUpright = false
  }

  public var frame: Frame? {
    try? Frame([
      "label": .text([label]), "axis": .text([isUpright ? "x" : "y"]),
      "low": .numbers([range.lowerBound]), "high": .numbers([range.upperBound]),
    ])
  }

  public func extent() throws -> MarkExtent {
    let ends: [Datum] = [.number(range.lowerBound), .number(range.upperBound)]
    return isUpright ? MarkExtent(x: ends) : MarkExtent(y: ends)
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    [.path(ScenePath(try stripe(in: area), fill: color))]
  }

  public func topLabels(in area: PlotArea) throws -> [TopLabel] {
    isUpright && !label.isEmpty ? [TopLabel(text: label, midX: try stripe(in: area).midX)] : []
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard !isUpright, !label.isEmpty else { return [] }
    let middle = Point(x: area.rect.maxX, y: try stripe(in: area).midY)
    return [EndLabel(key: label, text: label, color: Theme.secondary, end: middle)]
  }

  private func stripe(in area: PlotArea) throws -> Rect {
    let (low, high) = (Datum.number(range.lowerBound), Datum.number(range.upperBound))
    if isUpright {
      let left = max(try area.placeX(low) - padding, area.rect.minX)
      let right = min(try area.placeX(high) + padding, area.rect.maxX)
      return Rect(x: left, y: area.rect.minY, width: right - left, height: area.rect.height)
    }
    let top = try area.placeY(high)
    return Rect(
      x: area.rect.minX, y: top, width: area.rect.width, height: try area.placeY(low) - top)
  }
}
