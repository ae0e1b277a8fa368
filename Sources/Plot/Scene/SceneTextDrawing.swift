import Canvas
import Foundation

extension SceneRenderer {
  /// SVG whose text is text, in the pinned fonts, for programs that have these: Typst sets it as letters
  /// that can be searched and copied.
  /// - Throws: `Fault` for a font or character that is missing.
  public static func textSVG(_ scene: Scene) throws -> Data {
    var markup = SceneMarkup(series: [])
    let body = try markup.contents(of: scene)
    let size = [scene.size.width, scene.size.height].map(SceneMarkup.text(of:))
    let text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(size[0])pt" height="\(size[1])pt" \
      viewBox="0 0 \(size[0]) \(size[1])">
      <style>\(rules)\(markup.colors.sorted().map(rule).joined())</style>
      \(body)
      </svg>

      """
    return Data(text.utf8)
  }

  /// What the classes of `SceneMarkup` look like on paper, but for colours.
  private static let rules = """
    .s{fill:none}.m.f{stroke:#fff;stroke-width:1;paint-order:stroke}.m.s{stroke-width:1.3}\
    .m.h{fill:#fff;stroke-width:1}text{white-space:pre}\
    .halo{paint-order:stroke;stroke:#fff;stroke-width:2.4;stroke-linejoin:round}\
    .w500{font-weight:500}.w600{font-weight:600}.w700{font-weight:700}.it{font-style:italic}\
    \(Typeface.allCases.map { ".\($0.rawValue){font-family:'\($0.family)','\($0.second.family)'}" }
      .joined())
    """

  /// A colour's class (`k1a1a1a`) as paint of shapes and of outlines.
  private static func rule(_ name: String) -> String {
    let color = "#" + name.dropFirst()
    return ".f.\(name){fill:\(color)}.s.\(name){stroke:\(color)}"
  }
}
