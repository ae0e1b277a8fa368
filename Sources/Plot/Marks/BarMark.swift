import Canvas
import Core

/// Where a bar says how long it is.
public enum BarLabels: Sendable, Hashable {
  case none
  /// In the middle of each part, where there is room.
  case inside
  /// Behind the bar's end, or before it where the panel ends.
  case atEnd
}

/// Bars that lie: from zero to a value for each name of the y axis. Rows with one name are parts
/// of one bar, in their order.
public struct BarMark: Mark {
  public let kind = "bar"
  public let depth = MarkDepth.ribbon
  public let fillsPlaces = true
  private let data: Frame
  private let y: String
  private let value: String
  private let series: SeriesSource
  private let isShare: Bool
  private let labels: BarLabels
  private let decimals: Int

  /// Bars of a column of numbers.
  /// - Parameters:
  ///   - isShare: whether each bar is drawn as a whole, from 0 to 1; labels still give the numbers.
  ///   - decimals: digits after the point of labels.
  public init(
    _ frame: Frame, y: String, value: String, series: SeriesSource, isShare: Bool = false,
    labels: BarLabels = .inside, decimals: Int = 0
  ) {
    data = frame
    (self.y, self.value, self.series) = (y, value, series)
    (self.isShare, self.labels, self.decimals) = (isShare, labels, decimals)
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
      guard part.value != 0 || labels == .atEnd else { return [] }
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
    return try series.names(in: data).distinct.map { name in
      let style = try area.style(of: name)
      let end = Point(x: area.rect.maxX, y: area.rect.midY)
      return EndLabel(
        key: name, text: style.label, color: style.textColor, end: end, isArea: true)
    }
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
    guard labels != .none else { return [] }
    let words = NumberText.fixed(part.value, decimals)
    let tag = SceneTag(series: part.series, keepsColor: true)
    let inside = try SceneText(words, Theme.tick.with(color: color.ink))
    let fits = inside.box.width + 3 <= bar.width
    if labels == .inside {
      return fits ? [.text(inside.placed(.center, x: bar.midX, midY: bar.midY)).tagged(tag)] : []
    }
    let outside = try SceneText(words, Theme.tick).placed(.left, x: bar.maxX + 3, midY: bar.midY)
    if outside.box.maxX > area.rect.maxX, fits {
      return [.text(inside.placed(.right, x: bar.maxX - 3, midY: bar.midY)).tagged(tag)]
    }
    return [.text(outside).tagged(SceneTag(series: part.series))]
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
      let total = isShare ? max(numbers.reduce(0, +), 1e-300) : 1
      var start = 0.0
      return zip(members, numbers).map { row, number in
        defer { start += number / total }
        return BarPart(
          place: place, series: names[row], value: number, start: start,
          end: start + number / total, gap: members.count > 1 ? 0.4 : 0)
      }
    }
  }
}
