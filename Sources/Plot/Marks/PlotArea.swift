import Canvas
import Core

/// Where a mark draws: a rectangle, two scales, and the looks of the series.
public struct PlotArea: Sendable {
  /// The space between the axes, in points.
  public let rect: Rect
  public let x: any Scale
  public let y: any Scale
  let styles: [NamedStyle]
  /// What the axes show.
  var xTitle = ""
  var yTitle = ""

  /// The horizontal place of a value, in points.
  public func placeX(_ datum: Datum) throws -> Double {
    rect.minX + (try x.position(datum)) * rect.width
  }

  /// The vertical place of a value, in points.
  public func placeY(_ datum: Datum) throws -> Double {
    rect.maxY - (try y.position(datum)) * rect.height
  }

  /// The place of a pair of values, in points.
  public func place(_ x: Datum, _ y: Datum) throws -> Point {
    Point(x: try placeX(x), y: try placeY(y))
  }

  /// The vertical place of an interval's end, which may be outside of the area.
  func endY(_ value: Double) -> Double { rect.maxY - y.endPosition(value) * rect.height }

  /// The horizontal place of an interval's end, which may be outside of the area.
  func endX(_ value: Double) -> Double { rect.minX + x.endPosition(value) * rect.width }

  /// The look of a series.
  /// - Throws: `Fault` when the chart was given none for it.
  public func style(of series: String) throws -> SeriesStyle {
    guard let found = styles.first(where: { $0.series == series }) else {
      throw Fault(
        "the series '\(series)' has no style",
        expected: "one of " + styles.map(\.series).joined(separator: ", "))
    }
    return found.style
  }
}
