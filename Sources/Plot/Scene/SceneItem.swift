import Canvas

// The same thing moved, tagged or rounded: what a scene holds is rounded, so that it is equal before
// and after it was stored.

extension SceneItem {
  /// The same thing, with each shape and text changed; groups keep their order.
  private func mapped(
    path: (inout ScenePath) -> Void, marker: (inout SceneMarker) -> Void,
    text: (inout SceneText) -> Void, clip: (Rect) -> Rect = { $0 }
  ) -> SceneItem {
    switch self {
    case .path(var item):
      path(&item)
      return .path(item)
    case .marker(var item):
      marker(&item)
      return .marker(item)
    case .text(var item):
      text(&item)
      return .text(item)
    case .group(var group):
      group.clip = group.clip.map(clip)
      group.items = group.items.map {
        $0.mapped(path: path, marker: marker, text: text, clip: clip)
      }
      return .group(group)
    }
  }

  /// The same thing elsewhere, moved by points.
  func moved(by delta: Point) -> SceneItem {
    func move(_ point: Point) -> Point { Point(x: point.x + delta.x, y: point.y + delta.y) }
    return mapped(
      path: { $0.points = $0.points.map(move) }, marker: { $0.center = move($0.center) },
      text: { $0.box = $0.box.offset(by: delta) }, clip: { $0.offset(by: delta) })
  }

  /// The same thing with a tag; a group's tag goes to each thing in it.
  func tagged(_ tag: SceneTag) -> SceneItem {
    mapped(path: { $0.tag = tag }, marker: { $0.tag = tag }, text: { $0.tag = tag })
  }

  /// The same thing with all its numbers rounded.
  var rounded: SceneItem {
    mapped(
      path: {
        $0.points = $0.points.map(\.rounded)
        $0.fill = $0.fill?.rounded
        $0.stroke = $0.stroke?.rounded
      },
      marker: {
        $0.center = $0.center.rounded
        $0.color = $0.color.rounded
        $0.size = Plot.rounded($0.size)
      },
      text: {
        $0.box = $0.box.rounded
        $0.style.color = $0.style.color.rounded
        $0.runs = $0.runs?.map(\.rounded)
        $0.wrapWidth = $0.wrapWidth.map(Plot.rounded)
      }, clip: \.rounded)
  }
}

/// To a thousandth of a point; never −0.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 + 0 }

extension Point {
  fileprivate var rounded: Point { Point(x: Plot.rounded(x), y: Plot.rounded(y)) }
}

extension Rect {
  fileprivate var rounded: Rect {
    Rect(
      x: Plot.rounded(x), y: Plot.rounded(y), width: Plot.rounded(width),
      height: Plot.rounded(height))
  }
}

extension Stroke {
  fileprivate var rounded: Stroke {
    var copy = self
    copy.color = color.rounded
    copy.width = Plot.rounded(width)
    return copy
  }
}

extension TextRun {
  fileprivate var rounded: TextRun {
    var copy = self
    copy.style.color = style.color.rounded
    copy.style.size = Plot.rounded(style.size)
    copy.style.rise = Plot.rounded(style.rise)
    return copy
  }
}
