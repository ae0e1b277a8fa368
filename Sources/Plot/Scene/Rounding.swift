import Canvas

/// To a thousandth of a point; never −0.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 + 0 }

extension Point {
  var rounded: Point { Point(x: Plot.rounded(x), y: Plot.rounded(y)) }
}

extension Rect {
  var rounded: Rect {
    Rect(
      x: Plot.rounded(x), y: Plot.rounded(y), width: Plot.rounded(width),
      height: Plot.rounded(height))
  }
}

extension SceneItem {
  var rounded: SceneItem {
    switch self {
    case .path(var path):
      path.points = path.points.map(\.rounded)
      return .path(path)
    case .marker(var marker):
      marker.center = marker.center.rounded
      return .marker(marker)
    case .text(var text):
      text.box = text.box.rounded
      text.wrapWidth = text.wrapWidth.map(Plot.rounded)
      return .text(text)
    case .group(var group):
      group.clip = group.clip?.rounded
      group.items = group.items.map(\.rounded)
      return .group(group)
    }
  }
}
