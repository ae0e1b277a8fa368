import Canvas
import Core

/// The axis at the left of a panel, and its grid.
struct YAxisLayout {
  private let ticks: [(position: Double, text: SceneText)]
  private let scale: any Scale

  init(_ panel: ResolvedPanel) throws {
    scale = panel.y
    let shown = panel.showsY ? panel.y.ticks : []
    ticks = try shown.map { tick in
      (tick.position, try Self.text(tick.labels.joined(separator: " ")))
    }
  }

  /// The widest that a label gets before it wraps, in points: about 28 letters.
  private static let widest = 112.0

  /// A label; a long one in several lines that end at the axis.
  private static func text(_ label: String) throws -> SceneText {
    let single = try SceneText(label, Theme.tick)
    guard single.box.width > widest else { return single }
    let left = try SceneText(label, Theme.tick, wrapWidth: widest, leading: 9)
    return try SceneText(
      label, Theme.tick, wrapWidth: left.box.width + 0.01, alignment: .right, leading: 9)
  }

  /// Room that the labels need at the left of the axis, in points.
  var width: Double {
    ticks.map { $0.text.box.width + Theme.tickLength + 2 }.max() ?? 0
  }

  /// Pale level lines, interrupted where the x axis is.
  func grid(in rect: Rect, stretches: [ClosedRange<Double>]) -> [SceneItem] {
    scale.ticks.flatMap { tick in
      let y = rect.maxY - tick.position * rect.height
      return stretches.map { stretch in
        SceneItem.path(
          ScenePath(
            [Point(x: stretch.lowerBound, y: y), Point(x: stretch.upperBound, y: y)],
            stroke: Theme.grid))
      }
    }
  }

  /// The axis with its ticks.
  /// - Throws: `Fault` when labels overlap.
  func items(in rect: Rect, place: String) throws -> [SceneItem] {
    let line = ScenePath(
      [Point(x: rect.minX, y: rect.minY), Point(x: rect.minX, y: rect.maxY)], stroke: Theme.axis)
    let marks = ticks.flatMap { tick -> [SceneItem] in
      let y = rect.maxY - tick.position * rect.height
      let ends = [Point(x: rect.minX - Theme.tickLength, y: y), Point(x: rect.minX, y: y)]
      let text = tick.text.placed(.right, x: rect.minX - Theme.tickLength - 2, midY: y)
      return [.path(ScenePath(ends, stroke: Theme.axis)), .text(text)]
    }
    try checkApart(marks.flatMap(\.texts), at: "\(place) / y axis")
    return [.path(line)] + marks
  }
}

/// Refuses tick labels that run into each other.
func checkApart(_ texts: [SceneText], at place: String) throws {
  for (index, a) in texts.enumerated() {
    for b in texts[(index + 1)...] where a.box.intersects(b.box) {
      throw Fault(
        "tick labels overlap", at: place, found: "“\(a.text)” and “\(b.text)”",
        hint: "make the panel larger, the labels shorter, or the ticks fewer")
    }
  }
}
