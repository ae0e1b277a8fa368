import Canvas
import Core

/// A bar from the low to the high end of an interval, with short caps. An end beyond the axis has
/// no cap: the bar leaves the panel.
public struct IntervalMark: Mark {
  public let kind = "interval"
  public let depth = MarkDepth.interval
  private let data: Frame
  private let mapping: Mapping
  private let isHorizontal: Bool

  /// Bars at columns of a frame, along the y axis.
  public init(_ frame: Frame, x: String, low: String, high: String, series: SeriesSource) {
    data = frame
    mapping = Mapping(x: x, low: low, high: high, series: series)
    isHorizontal = false
  }

  /// Bars at columns of a frame, along the x axis.
  public init(_ frame: Frame, y: String, low: String, high: String, series: SeriesSource) {
    data = frame
    mapping = Mapping(x: y, low: low, high: high, series: series)
    isHorizontal = true
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent {
    let upright = try mapping.extent(data)
    return isHorizontal ? MarkExtent(x: upright.y, y: upright.x) : upright
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    let bars = try mapping.read(data).flatMap { series -> [SceneItem] in
      let stroke = Stroke(try area.style(of: series.series).color, width: 1)
      return try series.rows.flatMap { row -> [SceneItem] in
        guard let low = row.low, let high = row.high else { return [] }
        let note = try area.note(
          series.series, row.x, on: isHorizontal ? area.y : area.x, low: low, high: high)
        return try bar(at: row.x, low, high, stroke, area)
          .map { $0.tagged(SceneTag(series: series.series, note: note)) }
      }
    }
    return bars.isEmpty ? [] : [.group(SceneGroup("intervals", clip: area.rect, items: bars))]
  }

  private func bar(
    at datum: Datum, _ low: Double, _ high: Double, _ stroke: Stroke, _ area: PlotArea
  ) throws -> [SceneItem] {
    let across = isHorizontal ? try area.placeY(datum) : try area.placeX(datum)
    let ends = [low, high].map { isHorizontal ? area.endX($0) : area.endY($0) }
    func point(_ along: Double, _ offset: Double) -> Point {
      isHorizontal ? Point(x: along, y: across + offset) : Point(x: across + offset, y: along)
    }
    let paths =
      [[point(ends[0], 0), point(ends[1], 0)]] + ends.map { [point($0, -2), point($0, 2)] }
    return paths.map { .path(ScenePath($0, stroke: stroke)) }
  }
}
