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

/// Names above a panel, in as many rows as keep them apart.
struct TopLabelLayout {
  /// Texts by row from the bottom, placed in x only.
  private var rows: [[SceneText]] = []
  /// Height of a row, in points.
  static let rowHeight = 10.0

  /// Labels centred over what they name, but not beyond the panel's edges.
  init(_ labels: [TopLabel], in rect: Rect) throws {
    for label in labels {
      let text = try SceneText(label.text, Theme.annotation)
      let half = text.box.width / 2
      let middle = max(rect.minX + half, min(rect.maxX - half, label.midX))
      add(text.placed(.center, x: middle, top: 0))
    }
  }

  /// Height of all rows, in points.
  var height: Double { Double(rows.count) * Self.rowHeight }

  /// The texts, the lowest row standing on `bottom`.
  func items(bottom: Double) -> [SceneItem] {
    rows.enumerated().flatMap { index, row in
      let middle = bottom - (Double(index) + 0.5) * Self.rowHeight
      return row.map { SceneItem.text($0.placed(.left, x: $0.box.x, midY: middle)) }
    }
  }

  private mutating func add(_ text: SceneText) {
    let free = rows.firstIndex { row in
      row.allSatisfy { !$0.box.inset(dx: -3, dy: 0).intersects(text.box) }
    }
    if let free { rows[free].append(text) } else { rows.append([text]) }
  }
}

/// Moves labels apart.
enum LabelSpread {
  /// A label's wish.
  struct Wish {
    /// Where its middle would best be, in points.
    var middle: Double
    var height: Double
  }

  /// The middles nearest to the wishes (least squares) at which no two labels overlap and all lie
  /// within `bounds`; in the order of the wishes. `nil` when there is not enough room.
  ///
  /// Labels keep the order of their middles. With the space that the labels above need taken off,
  /// that is a regression to a sequence that never falls, solved by pooling neighbours.
  static func spread(_ wishes: [Wish], within bounds: ClosedRange<Double>) -> [Double]? {
    guard let first = wishes.first else { return [] }
    let total = wishes.reduce(0) { $0 + $1.height }
    guard total <= bounds.upperBound - bounds.lowerBound else { return nil }
    let order = wishes.indices.sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    let offsets = offsets(order.map { wishes[$0].height })
    let free = zip(order, offsets).map { wishes[$0].middle - $1 }
    let head = wishes[order.first ?? 0].height
    let low = bounds.lowerBound + head / 2
    let high = bounds.lowerBound + head / 2 + (bounds.upperBound - bounds.lowerBound - total)
    var result = Array(repeating: first.middle, count: wishes.count)
    for (rank, value) in isotonic(free).enumerated() {
      result[order[rank]] = min(max(value, low), high) + offsets[rank]
    }
    return result
  }

  /// How far each middle is below the first one when the labels touch.
  private static func offsets(_ heights: [Double]) -> [Double] {
    var sum = 0.0
    return heights.indices.map { i in
      if i > 0 { sum += (heights[i - 1] + heights[i]) / 2 }
      return sum
    }
  }

  /// The nearest sequence that never falls.
  private static func isotonic(_ values: [Double]) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for value in values {
      pools.append((value, 1))
      while pools.count > 1, mean(pools[pools.count - 2]) > mean(pools[pools.count - 1]) {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    return pools.flatMap { Array(repeating: mean($0), count: $0.count) }
  }

  private static func mean(_ pool: (sum: Double, count: Int)) -> Double {
    pool.sum / Double(pool.count)
  }
}
