import Canvas
import Core

/// A marker for each row, in the shape and colour of its series. It is hollow where the point
/// stands on a single run (`n` is 1).
public struct PointMark: Mark {
  public let kind = "point"
  private let data: Frame
  private let mapping: Mapping
  private let isFaint: Bool
  private let isLabelled: Bool

  /// Markers at columns of a frame.
  /// - Parameters:
  ///   - n: the column that counts the runs behind each point.
  ///   - isFaint: small, half transparent, and 4.5 points to the left of their place, so that the
  ///     single runs behind a mean can be seen beside its interval.
  ///   - isLabelled: whether the series' name stands at the right, level with its last point.
  public init(
    _ frame: Frame, x: String, y: String, series: SeriesSource, n: String? = nil,
    isFaint: Bool = false, isLabelled: Bool = false
  ) {
    data = frame
    mapping = Mapping(x: x, y: y, n: n, series: series)
    (self.isFaint, self.isLabelled) = (isFaint, isLabelled)
  }

  public var depth: MarkDepth { isFaint ? .reference : .point }
  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    try mapping.read(data).flatMap { series in
      let style = try area.style(of: series.series)
      return try series.rows.compactMap { row -> SceneItem? in
        guard let y = row.y else { return nil }
        let tag = SceneTag(series: series.series, note: try area.note(series.series, row))
        return marker(style, at: try area.place(row.x, y), isHollow: row.n == 1).tagged(tag)
      }
    }
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard isLabelled else { return [] }
    return try mapping.read(data).compactMap { series in
      let places = try series.rows.compactMap { row in try row.y.map { try area.place(row.x, $0) } }
      let end = places.max { $0.x < $1.x }
      return try end.map { try area.label(of: series.series, at: $0) }
    }
  }

  private func marker(_ style: SeriesStyle, at center: Point, isHollow: Bool) -> SceneItem {
    let size = isFaint ? Theme.markerSize * 0.7 : Theme.markerSize
    let color = isFaint ? style.color.opacity(0.5) : style.color
    let center = isFaint ? Point(x: center.x - 4.5, y: center.y) : center
    return .marker(
      SceneMarker(style.marker, center: center, size: size, color: color, isHollow: isHollow))
  }
}
