import Canvas
import Foundation

/// Files from scenes. The same scene gives the same bytes, in every process.
public enum SceneRenderer {
  /// SVG with title and description; its text is outlines.
  /// - Parameter margin: white around the scene, in points: the picture may lie on any ground.
  public static func svg(_ scene: Scene, margin: Double = 8) throws -> Data {
    let size = padded(scene.size, margin)
    return try SVGSurface.render(size: size, title: scene.title, description: scene.altText) {
      $0.fill(Rect(x: 0, y: 0, width: size.width, height: size.height), .white)
      try scene.draw(on: $0, at: Point(x: margin, y: margin))
    }
  }

  /// PNG with `scale` pixels to a point.
  /// - Parameter margin: white around the scene, in points.
  public static func png(_ scene: Scene, scale: Double = 2, margin: Double = 8) throws -> Data {
    try PNGSurface.render(size: padded(scene.size, margin), scale: scale) {
      try scene.draw(on: $0, at: Point(x: margin, y: margin))
    }
  }

  private static func padded(_ size: Size, _ margin: Double) -> Size {
    Size(width: size.width + 2 * margin, height: size.height + 2 * margin)
  }
}

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
    layout.draw(on: canvas, at: Point(x: box.x, y: box.y))
  }
}

extension SceneMarker {
  fileprivate func draw(on canvas: Canvas) {
    if shape.isOpen { return drawStrokes(on: canvas) }
    outline(on: canvas)
    if isHollow {
      canvas.fill(.white, keepsPath: true)
      canvas.stroke(Stroke(color, width: 1, isMitred: true))
    } else {
      // A thin white rim keeps overlapping markers apart; transparent ones show it themselves.
      if color.alpha == 1 { canvas.stroke(Stroke(.white, width: 1), keepsPath: true) }
      canvas.fill(color)
    }
  }

  private func outline(on canvas: Canvas) {
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
}
