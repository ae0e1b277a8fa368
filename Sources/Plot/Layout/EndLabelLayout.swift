import Canvas
import Core

/// Names at the right edge of a panel.
enum EndLabelLayout {
  /// The widest that a name gets before it wraps, in points.
  static let widest = 80.0

  static func text(_ label: EndLabel) throws -> SceneText {
    let style = Theme.label.with(color: label.color)
    let single = try SceneText(label.text, style)
    guard single.box.width > widest else { return single }
    return try SceneText(label.text, style, wrapWidth: widest)
  }

  /// Room that labels need at the right of a panel, in points.
  static func width(of panel: ResolvedPanel) throws -> Double {
    let widths = try panel.endLabels(in: unitRect).map { try text($0).box.width }
    return widths.max().map { $0 + Theme.labelGap } ?? 0
  }

  /// The labels of a panel, moved apart, with a hairline to each that was moved.
  static func items(of panel: ResolvedPanel, in rect: Rect) throws -> [SceneItem] {
    let labels = try panel.endLabels(in: rect)
    let texts = try labels.map(text)
    let wishes = zip(labels, texts).map {
      LabelSpread.Wish(middle: $0.end.y, height: $1.box.height)
    }
    guard let middles = LabelSpread.spread(wishes, within: (rect.minY - 5)...(rect.maxY + 5))
    else {
      throw Fault(
        "there is no room for \(labels.count) labels", at: panel.place,
        hint: "make the panels taller, or put the labels into a legend")
    }
    let left = rect.maxX + Theme.labelGap
    return labels.indices.flatMap { i -> [SceneItem] in
      let text = texts[i].placed(.left, x: left, midY: middles[i])
      let items = leader(labels[i], to: Point(x: left - 1.5, y: middles[i]), rect) + [.text(text)]
      let isSeries = panel.styles.contains { $0.series == labels[i].key }
      return isSeries ? items.map { $0.tagged(SceneTag(series: labels[i].key)) } : items
    }
  }

  /// A hairline from the end of a line to its label, unless the label stands right behind it.
  private static func leader(_ label: EndLabel, to target: Point, _ rect: Rect) -> [SceneItem] {
    let isFar = rect.maxX - label.end.x > 16
    guard isFar || abs(label.end.y - target.y) > 1 else { return [] }
    let gap = label.end.x >= rect.maxX ? 1.0 : 4
    let start = Point(x: label.end.x + gap, y: label.end.y)
    let corner = isFar ? [Point(x: rect.maxX, y: label.end.y)] : []
    let stroke = Stroke(label.color.mixed(with: .white, 0.35), width: Theme.leader)
    return [.path(ScenePath([start] + corner + [target], stroke: stroke))]
  }
}
