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
