import Core
import Foundation
import Plot

/// A figure as files hold it: outlines and pixels, rendered once for all formats.
struct FigurePicture: Sendable {
  let svg: Data
  let png: Data
  /// The SVG with names that no other picture on a page has: some readers put all of them into one page,
  /// where a name must mean one thing.
  let ownSVG: String
  /// Width and height on a page of 96 pixels to the inch.
  let pixels: (width: Int, height: Int)

  init(_ figure: Figure) throws {
    let margin = 8.0
    svg = try SceneRenderer.svg(figure.scene, margin: margin)
    ownSVG = Self.svg(svg, named: figure.id)
    png = try SceneRenderer.png(figure.scene, margin: margin)
    let size = figure.scene.size
    func length(_ points: Double) -> Int {
      Int(clamping: ((points + 2 * margin) * 96 / 72).rounded())
    }
    pixels = (length(size.width), length(size.height))
  }

  private static func svg(_ svg: Data, named name: String) -> String {
    var text = String(decoding: svg, as: UTF8.self)
    for (mark, new) in [
      (" id=\"", " id=\"\(name)-"), ("href=\"#", "href=\"#\(name)-"), ("url(#", "url(#\(name)-"),
      ("aria-labelledby=\"title desc\"", "aria-labelledby=\"\(name)-title \(name)-desc\""),
    ] {
      text = text.replacingOccurrences(of: mark, with: new, options: .literal)
    }
    return text
  }
}

/// The figures of a document, rendered.
struct FigurePictures: Sendable {
  private var pictures: [String: FigurePicture] = [:]

  init(_ figures: [Figure]) throws {
    for (figure, picture) in zip(figures, try Parallel.map(figures) { try FigurePicture($0) }) {
      pictures[figure.id] = picture
    }
  }

  func picture(of figure: Figure) throws -> FigurePicture {
    try pictures[figure.id] ?? FigurePicture(figure)
  }
}
