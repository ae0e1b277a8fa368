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

  /// A PDF of one page, as large as the scene and its margin.
  /// - Parameters:
  ///   - margin: white around the scene, in points; none by default, as papers want it.
  ///   - date: what the file gives as the time of its making.
  public static func pdf(_ scene: Scene, margin: Double = 0, date: Date) throws -> Data {
    let metadata = PDFMetadata(title: scene.title, subject: scene.altText, date: date)
    return try PDFSurface.render(size: padded(scene.size, margin), metadata: metadata) {
      try scene.draw(on: $0, at: Point(x: margin, y: margin))
    }
  }

  private static func padded(_ size: Size, _ margin: Double) -> Size {
    Size(width: size.width + 2 * margin, height: size.height + 2 * margin)
  }
}
