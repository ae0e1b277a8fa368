import Canvas
import Core

/// A legend: a sample of line and marker before each name, in rows.
struct LegendLayout {
  private var entries: [(key: String, sample: [SceneItem], width: Double, text: SceneText)] = []
  private static let sampleWidth = 16.0
  private static let squareSide = 8.0
  private static let rowHeight = 12.0
  private static let gap = 14.0

  /// The names of all panels; those of series in the order of the chart's styles.
  init(_ panels: [ResolvedPanel], styles: [NamedStyle]) throws {
    let labels = try panels.flatMap { try $0.endLabels(in: unitRect) }
    let keys = labels.map(\.key).unique
    let series = styles.map(\.series).filter(keys.contains)
    for key in series + keys.filter({ !series.contains($0) }) {
      guard let label = labels.first(where: { $0.key == key }) else { continue }
      let style = styles.first { $0.series == key }?.style
      let text = try SceneText(label.text, Theme.label.with(color: label.color))
      let width = label.isArea ? Self.squareSide : Self.sampleWidth
      entries.append((key, Self.sample(style, label), width, text))
    }
  }

  /// The legend with its top left corner at (0, `top`), and its height, both in points.
  func items(top: Double, width: Double) -> (items: [SceneItem], height: Double) {
    var (x, y) = (0.0, top)
    var items: [SceneItem] = []
    for entry in entries {
      let needed = entry.width + 4 + entry.text.box.width
      if x > 0, x + needed > width { (x, y) = (0, y + Self.rowHeight) }
      let middle = y + Self.rowHeight / 2
      let text = entry.text.placed(.left, x: x + entry.width + 4, midY: middle)
      let drawn = entry.sample.map { $0.moved(by: Point(x: x, y: middle)) } + [.text(text)]
      items += drawn.map { $0.tagged(SceneTag(series: entry.key)) }
      x += needed + Self.gap
    }
    return (items, entries.isEmpty ? 0 : y - top + Self.rowHeight)
  }

  private static func sample(_ style: SeriesStyle?, _ label: EndLabel) -> [SceneItem] {
    if label.isArea, let style {
      let square = Rect(x: 0, y: -squareSide / 2, width: squareSide, height: squareSide)
      return [.path(ScenePath(square, fill: style.color))]
    }
    let stroke =
      style.map { Stroke($0.color, width: Theme.lineWidth, dash: $0.dash) }
      ?? Stroke(label.color, width: 0.9, dash: [4, 2.5])
    let ends = [Point(x: 0, y: 0), Point(x: sampleWidth, y: 0)]
    let line = SceneItem.path(ScenePath(ends, stroke: stroke))
    guard let style else { return [line] }
    let middle = Point(x: sampleWidth / 2, y: 0)
    let marker = SceneMarker(
      style.marker, center: middle, size: Theme.markerSize, color: style.color)
    return [line, .marker(marker)]
  }
}
