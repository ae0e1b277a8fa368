import Canvas
import Core

/// A line for each series, from left to right.
///
/// It is interrupted where a value is missing. Where the axis is broken it either goes on as thin
/// dots, which say that the way between is unknown, or stops; a value alone on its side of the
/// break is then a short bar.
public struct LineMark: Mark {
  public let kind = "line"
  private let data: Frame
  private let mapping: Mapping
  private let isContext: Bool
  private let bridgesBreaks: Bool
  private let isLabelled: Bool

  /// Lines through columns of a frame.
  /// - Parameters:
  ///   - isContext: grey, thin and without labels: other series, shown for comparison.
  ///   - bridgesBreaks: whether dots lead over a break of the axis.
  ///   - isLabelled: whether the name of the series stands at the right end.
  public init(
    _ frame: Frame, x: String, y: String, series: SeriesSource, isContext: Bool = false,
    bridgesBreaks: Bool = true, isLabelled: Bool = true
  ) {
    data = frame
    mapping = Mapping(x: x, y: y, series: series)
    (self.isContext, self.bridgesBreaks) = (isContext, bridgesBreaks)
    self.isLabelled = isLabelled && !isContext
  }

  public var depth: MarkDepth { isContext ? .context : .line }
  public var frame: Frame? { isContext ? nil : data }

  public func extent() throws -> MarkExtent { try mapping.extent(data) }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    try mapping.read(data).flatMap { series in
      let stroke = try self.stroke(series.series, area)
      let pieces = try pieces(of: series, area)
      let lines = pieces.flatMap { line($0, stroke) }
      let bridges =
        bridgesBreaks ? zip(pieces, pieces.dropFirst()).compactMap { bridge($0, $1, stroke) } : []
      return (bridges + lines).map { $0.tagged(SceneTag(series: series.series)) }
    }
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard isLabelled else { return [] }
    return try mapping.read(data).compactMap { series in
      let end = try pieces(of: series, area).last?.points.last
      return try end.map { try area.label(of: series.series, at: $0) }
    }
  }

  private func stroke(_ series: String, _ area: PlotArea) throws -> Stroke {
    if isContext { return Stroke(Palette.context, width: Theme.contextWidth) }
    let style = try area.style(of: series)
    return Stroke(style.color, width: Theme.lineWidth, dash: style.dash)
  }

  private func line(_ piece: LinePiece, _ stroke: Stroke) -> [SceneItem] {
    guard piece.points.count == 1 else { return [.path(ScenePath(piece.points, stroke: stroke))] }
    guard !bridgesBreaks else { return [] }
    let bar = [-4.0, 4].map { Point(x: piece.points[0].x + $0, y: piece.points[0].y) }
    return [.path(ScenePath(bar, stroke: stroke))]
  }

  /// Dots between two pieces on different sides of a break; nothing where a value is missing.
  private func bridge(_ a: LinePiece, _ b: LinePiece, _ stroke: Stroke) -> SceneItem? {
    guard a.stretch != b.stretch, let start = a.points.last, let end = b.points.first else {
      return nil
    }
    let dots = Stroke(stroke.color, width: stroke.width * 0.6, dash: [1, 1.8])
    return .path(ScenePath([start, end], stroke: dots))
  }

  private func pieces(of series: SeriesRows, _ area: PlotArea) throws -> [LinePiece] {
    let places = try series.rows.map { row in
      (
        x: try area.placeX(row.x), stretch: area.x.stretch(of: try area.x.position(row.x)),
        y: try row.y.map { try area.placeY($0) }
      )
    }.sorted { $0.x < $1.x }
    var pieces: [LinePiece] = []
    var isBroken = true
    for place in places {
      guard let y = place.y else {
        isBroken = true
        continue
      }
      if isBroken || pieces.last?.stretch != place.stretch {
        pieces.append(LinePiece(stretch: place.stretch, points: []))
      }
      pieces[pieces.count - 1].points.append(Point(x: place.x, y: y))
      isBroken = false
    }
    return pieces
  }
}

/// A part of a line without interruption.
private struct LinePiece {
  var stretch: Int
  var points: [Point]
}

extension Mapping {
  /// All values that the axes must hold.
  func extent(_ frame: Frame) throws -> MarkExtent {
    let rows = try read(frame).flatMap(\.rows)
    let ends = rows.flatMap { [$0.low, $0.high] }.compactMap { $0.map(Datum.number) }
    return MarkExtent(x: rows.map(\.x), y: rows.compactMap(\.y) + ends)
  }
}
