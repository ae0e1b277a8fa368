import Canvas
import Core

/// A pale area between two lines for each series: the band of a fit. What lies beyond the axes is
/// cut off; on a broken axis each side has its own area.
public struct RibbonMark: Mark {
  public let kind = "ribbon"
  public let depth = MarkDepth.ribbon
  private let data: Frame
  private let mapping: Mapping

  /// Ribbons between the columns `low` and `high` of a frame.
  public init(_ frame: Frame, x: String, low: String, high: String, series: SeriesSource) {
    data = frame
    mapping = Mapping(x: x, low: low, high: high, series: series)
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let areas = try mapping.read(data).flatMap { series -> [SceneItem] in
      let fill = try area.style(of: series.series).color.opacity(Theme.ribbonAlpha)
      return try slices(of: series, area).map {
        .path(outline($0, fill)).tagged(SceneTag(series: series.series))
      }
    }
    return areas.isEmpty ? [] : [.group(SceneGroup("ribbons", clip: area.rect, items: areas))]
  }

  /// The upper edge from left to right, and the lower one back; a lone slice is 8 points wide.
  private func outline(_ slices: [Slice], _ fill: Color) -> ScenePath {
    var slices = slices
    if slices.count == 1, let only = slices.first {
      slices = [-4.0, 4].map { Slice(x: only.x + $0, low: only.low, high: only.high) }
    }
    let upper = slices.map { Point(x: $0.x, y: $0.high) }
    let lower = slices.reversed().map { Point(x: $0.x, y: $0.low) }
    return ScenePath(upper + lower, isClosed: true, fill: fill)
  }

  private func slices(of series: SeriesRows, _ area: PlotArea) throws -> [[Slice]] {
    var byStretch: [[Slice]] = Array(repeating: [], count: area.x.breaks.count + 1)
    for row in series.rows {
      guard let low = row.low, let high = row.high else { continue }
      let stretch = area.x.stretch(of: try area.x.position(row.x))
      byStretch[stretch].append(
        Slice(x: try area.placeX(row.x), low: area.endY(low), high: area.endY(high)))
    }
    return byStretch.filter { !$0.isEmpty }.map { $0.sorted { $0.x < $1.x } }
  }
}

/// A ribbon's ends at one place, in points.
private struct Slice {
  var x: Double
  var low: Double
  var high: Double
}
