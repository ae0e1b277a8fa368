import Canvas

extension Scene {
  /// Draws the scene with its top left corner at `place`, in points.
  public func draw(on canvas: Canvas, at place: Point = .zero) throws {
    try canvas.isolated {
      canvas.translate(x: place.x, y: place.y)
      for item in items { try item.draw(on: canvas) }
    }
  }
}

extension SceneItem {
  fileprivate func draw(on canvas: Canvas) throws {
    switch self {
    case .path(let path): path.draw(on: canvas)
    case .marker(let marker): marker.draw(on: canvas)
    case .text(let text): try text.draw(on: canvas)
    case .group(let group): try group.draw(on: canvas)
    }
  }
}

extension SceneGroup {
  fileprivate func draw(on canvas: Canvas) throws {
    try canvas.isolated {
      if let clip { canvas.clip(to: clip) }
      for item in items { try item.draw(on: canvas) }
    }
  }
}

extension ScenePath {
  fileprivate func draw(on canvas: Canvas) {
    guard let first = points.first else { return }
    canvas.move(to: first)
    for point in points.dropFirst() { canvas.line(to: point) }
    if isClosed { canvas.closePath() }
    if let fill { canvas.fill(fill, keepsPath: stroke != nil) }
    if let stroke { canvas.stroke(stroke) }
  }
}

extension SceneText {
  fileprivate func draw(on canvas: Canvas) throws {
    let layout = try TextLayout(
      runs ?? [TextRun(text, style)], width: wrapWidth, alignment: alignment, leading: leading)
    let rim = halo.map { Stroke($0, width: style.size * 0.3) }
    layout.draw(on: canvas, at: Point(x: box.x, y: box.y), halo: rim)
  }
}

extension SceneMarker {
  fileprivate func draw(on canvas: Canvas) {
    if shape.isOpen { return drawStrokes(on: canvas) }
    outline(on: canvas)
    if isHollow {
      canvas.fill(.white, keepsPath: true)
      canvas.stroke(Stroke(color, width: 1, join: .miter))
    } else {
      // A thin white rim keeps overlapping markers apart; transparent ones show it themselves.
      if color.alpha == 1 { canvas.stroke(Stroke(.white, width: 1), keepsPath: true) }
      canvas.fill(color)
    }
  }

  private func outline(on canvas: Canvas) {
    let corners = self.corners
    guard let first = corners.first else {
      return canvas.circle(center: center, radius: size / 2)
    }
    canvas.move(to: first)
    for corner in corners.dropFirst() { canvas.line(to: corner) }
    canvas.closePath()
  }

  private func drawStrokes(on canvas: Canvas) {
    let ends = corners
    for (color, width) in [(Color.white, 2.4), (color, isHollow ? 1 : 1.4)] {
      for i in stride(from: 0, to: ends.count, by: 2) {
        canvas.line(from: ends[i], to: ends[i + 1], Stroke(color, width: width))
      }
    }
  }

  private var corners: [Point] {
    shape.corners.map { Point(x: center.x + $0.x * size, y: center.y + $0.y * size) }
  }
}
