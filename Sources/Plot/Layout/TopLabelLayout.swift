import Canvas

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
