import Canvas

// What a scene holds is rounded, so that it is the same before and after it was stored.

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

extension Stroke {
  var rounded: Stroke {
    var copy = self
    copy.color = color.rounded
    copy.width = Plot.rounded(width)
    return copy
  }
}

extension TextRun {
  var rounded: TextRun {
    var copy = self
    copy.style.color = style.color.rounded
    copy.style.size = Plot.rounded(style.size)
    copy.style.rise = Plot.rounded(style.rise)
    return copy
  }
}

extension SceneItem {
  var rounded: SceneItem {
    switch self {
    case .path(var path):
      path.points = path.points.map(\.rounded)
      path.fill = path.fill?.rounded
      path.stroke = path.stroke?.rounded
      return .path(path)
    case .marker(var marker):
      marker.center = marker.center.rounded
      marker.color = marker.color.rounded
      marker.size = Plot.rounded(marker.size)
      return .marker(marker)
    case .text(var text):
      text.box = text.box.rounded
      text.style.color = text.style.color.rounded
      text.halo = text.halo?.rounded
      text.runs = text.runs?.map(\.rounded)
      text.wrapWidth = text.wrapWidth.map(Plot.rounded)
      return .text(text)
    case .group(var group):
      group.clip = group.clip?.rounded
      group.items = group.items.map(\.rounded)
      return .group(group)
    }
  }
}
