import Canvas
import Core

/// Bars that lie: from zero to a value for each name of the y axis. Rows with one name are parts
/// of one bar, in their order; each part says its number where there is room.
public struct BarMark: Mark {
  public let kind = "bar"
  public let depth = MarkDepth.ribbon
  public let fillsPlaces = true
  private let data: Frame
  private let y: String
  private let value: String
  private let series: SeriesSource
  private let decimals: Int

  /// Bars of a column of numbers.
  /// - Parameter decimals: digits after the point of labels.
  public init(_ frame: Frame, y: String, value: String, series: SeriesSource, decimals: Int = 0) {
    (data, self.y, self.value) = (frame, y, value)
    (self.series, self.decimals) = (series, decimals)
  }

  public var frame: Frame? { data }

  public func extent() throws -> MarkExtent {
    let parts = try self.parts()
    let ends = parts.flatMap { [Datum.number($0.start), .number($0.end)] }
    return MarkExtent(x: [.number(0)] + ends, y: parts.map(\.place))
  }

  public func draw(in area: PlotArea) throws -> [SceneItem] {
    try parts().flatMap { part -> [SceneItem] in
      let color = try area.style(of: part.series).color
      let bar = try rect(of: part, in: area)
      guard part.value != 0 else { return [] }
      let shape = SceneItem.path(ScenePath(bar.inset(dx: part.gap, dy: 0), fill: color))
      let note = area.words([
        area.words(part.place, on: area.y), try area.style(of: part.series).label,
        PlotArea.short(part.value),
      ])
      let tag = SceneTag(series: part.series, note: note, keepsColor: true)
      return [shape.tagged(tag)] + (try label(part, bar, color, area))
    }
  }

  public func endLabels(in area: PlotArea) throws -> [EndLabel] {
    guard case .column = series else { return [] }
    return try area.areaLabels(series, of: data)
  }

  private func rect(of part: BarPart, in area: PlotArea) throws -> Rect {
    let (left, right) = (area.endX(part.start), area.endX(part.end))
    let slot = (area.y.step ?? 0.1) * area.rect.height
    let height = min(slot * 0.7, 15)
    return Rect(
      x: min(left, right), y: try area.placeY(part.place) - height / 2,
      width: abs(right - left), height: height)
  }

  private func label(_ part: BarPart, _ bar: Rect, _ color: Color, _ area: PlotArea) throws
    -> [SceneItem]
  {
    let text = try SceneText(
      NumberText.fixed(part.value, decimals), Theme.tick.with(color: color.ink))
    guard text.box.width + 3 <= bar.width else { return [] }
    let tag = SceneTag(series: part.series, keepsColor: true)
    return [.text(text.placed(.center, x: bar.midX, midY: bar.midY)).tagged(tag)]
  }
}

// MARK: - Parts

/// A part of a bar, from `start` to `end` on the x axis.
private struct BarPart {
  var place: Datum
  var series: String
  var value: Double
  var start: Double
  var end: Double
  /// Points left free at either end, so that parts of one bar can be told apart.
  var gap: Double
}

extension BarMark {
  private func parts() throws -> [BarPart] {
    let (places, values) = (try data.data(y), try data.numbers(value))
    let names = try series.names(in: data).all
    let rows = places.indices.filter { places[$0] != nil && values[$0] != nil }
    return try places.compactMap { $0 }.unique.flatMap { place in
      let members = rows.filter { places[$0] == place }
      let numbers = members.map { values[$0] ?? 0 }
      guard members.count == 1 || numbers.allSatisfy({ $0 >= 0 }) else {
        throw Fault(
          "a bar has a part below zero", at: "\(place)", expected: "numbers from 0",
          found: "\(numbers.min() ?? 0)")
      }
      var start = 0.0
      return zip(members, numbers).map { row, number in
        defer { start += number }
        return BarPart(
          place: place, series: names[row], value: number, start: start, end: start + number,
          gap: members.count > 1 ? 0.4 : 0)
      }
    }
  }
}
