import Canvas
import Core
import Foundation

/// Scenes as SVG to stand within an HTML page: text stays text, colours are classes that the page
/// can turn for dark ground, and what a shape stands for is in `data-s` (its series) and in its title.
///
/// No style is given in an attribute, so that a strict content security policy may forbid them.
public struct SceneMarkup {
  /// The colours met so far, by class: `k1a1a1a`, or `x1a1a1a` for one that never changes.
  public private(set) var colors: Set<String> = []
  /// Places of the series in the page's list of them.
  private let series: [String: Int]

  /// - Parameter series: the series that a reader can switch off, by name.
  public init(series: [String]) {
    self.series = Dictionary(series.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// One scene, named for those who cannot see it by the elements with the ids `labels`.
  public mutating func svg(_ scene: Scene, labelledBy labels: String) throws -> String {
    let size = scene.size
    let head =
      "<svg viewBox=\"0 0 \(number(size.width)) \(number(size.height))\" role=\"img\" "
      + "aria-labelledby=\"\(labels)\">"
    return head + (try contents(of: scene)) + "</svg>"
  }

  /// The shapes and texts of a scene, without the element around them.
  mutating func contents(of scene: Scene) throws -> String {
    var body = ""
    for item in scene.items { body += try markup(item) }
    return body
  }

  /// Makes a colour's class known, for what the page draws by itself.
  public mutating func use(_ color: Color) { _ = colorClass(color, nil) }

  /// Rules for all colours that were used, on light and on dark ground.
  public var styleSheet: (light: String, dark: String) {
    let known = colors.sorted().compactMap { name in
      Color("#" + name.dropFirst()).map { (name, $0) }
    }
    let light = known.map { ".\($0){--c:\($1.hex)}" }.joined()
    let dark = known.filter { $0.0.hasPrefix("k") }.map { ".\($0){--c:\($1.onDarkGround.hex)}" }
    return (light, dark.joined())
  }

  private mutating func markup(_ item: SceneItem) throws -> String {
    switch item {
    case .path(let path): return markup(path)
    case .marker(let marker): return markup(marker)
    case .text(let text): return try markup(text)
    case .group(let group): return try markup(group)
    }
  }

  private mutating func markup(_ group: SceneGroup) throws -> String {
    var body = ""
    for item in group.items { body += try markup(item) }
    guard let clip = group.clip else { return body }
    // A nested drawing clips what leaves it, and needs no name of its own for that.
    let box = "x=\"\(number(clip.x))\" y=\"\(number(clip.y))\" width=\"\(number(clip.width))\""
    let view = [clip.x, clip.y, clip.width, clip.height].map(number).joined(separator: " ")
    return "<svg \(box) height=\"\(number(clip.height))\" viewBox=\"\(view)\">\(body)</svg>"
  }

  private mutating func markup(_ path: ScenePath) -> String {
    guard !path.points.isEmpty else { return "" }
    let places = path.points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
    let shape = "M\(places)\(path.isClosed ? "Z" : "")"
    var result = ""
    // A shape with both is drawn twice, since a class gives it one colour.
    if let fill = path.fill {
      result += element(shape, color: fill, isStroke: false, path.tag, "")
    }
    if let stroke = path.stroke {
      let dash = stroke.dash.map(number).joined(separator: " ")
      result += element(
        shape, color: stroke.color, isStroke: true, path.fill == nil ? path.tag : nil,
        " stroke-width=\"\(number(stroke.width))\""
          + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""))
    }
    return result
  }

  private mutating func element(
    _ shape: String, color: Color, isStroke: Bool, _ tag: SceneTag?, _ more: String
  ) -> String {
    let part = isStroke ? "stroke" : "fill"
    let kinds = [isStroke ? "s" : "f", colorClass(color, tag)]
    return
      "<path \(attributes(kinds, color, part, tag))\(more) d=\"\(shape)\"\(ending(tag, "path"))"
  }
}

// MARK: - Markers and texts

extension SceneMarkup {
  private mutating func markup(_ marker: SceneMarker) -> String {
    let outline = marker.corners
    let shape = outline.isEmpty ? circle(marker) : path(outline, isOpen: marker.shape.isOpen)
    let ends = marker.shape.isOpen || marker.isHollow
    let kinds = [
      "m", ends ? "s" : "f", marker.isHollow && !marker.shape.isOpen ? "h" : "",
      colorClass(marker.color, marker.tag),
    ]
    let paint = attributes(kinds, marker.color, ends ? "stroke" : "fill", marker.tag)
    let name = outline.isEmpty ? "circle" : "path"
    return "<\(name) \(paint) \(shape)\(ending(marker.tag, name))"
  }

  private func circle(_ marker: SceneMarker) -> String {
    "cx=\"\(number(marker.center.x))\" cy=\"\(number(marker.center.y))\" r=\"\(number(marker.size / 2))\""
  }

  /// Corners joined; of open shapes, each pair of them.
  private func path(_ corners: [Point], isOpen: Bool) -> String {
    let places = corners.map { "\(number($0.x)) \(number($0.y))" }
    guard isOpen else { return "d=\"M\(places.joined(separator: "L"))Z\"" }
    let strokes = stride(from: 0, to: places.count - 1, by: 2).map {
      "M\(places[$0])L\(places[$0 + 1])"
    }
    return "d=\"\(strokes.joined())\""
  }

  private mutating func markup(_ text: SceneText) throws -> String {
    let runs = text.runs ?? [TextRun(text.text, text.style)]
    let layout = try TextLayout(
      runs, width: text.wrapWidth, alignment: text.alignment, leading: text.leading)
    var result = ""
    for line in layout.lines {
      let place =
        "x=\"\(number(text.box.x + line.x))\" y=\"\(number(text.box.y + line.baseline))\""
      let pieces = runs.pieces(in: line.bytes)
      guard !pieces.isEmpty else { continue }
      let spans = pieces.enumerated().map {
        span($1, after: $0 == 0 ? 0 : pieces[$0 - 1].style.rise, text.tag)
      }
      let series = seriesAttribute(text.tag)
      result += "<text \(place)\(series)>\(spans.joined())</text>"
    }
    return result
  }

  private mutating func span(_ run: TextRun, after rise: Double, _ tag: SceneTag?) -> String {
    let style = run.style
    let kinds = [
      "f", style.typeface.rawValue, style.weight == .regular ? "" : "w\(style.weight.rawValue)",
      style.isItalic ? "it" : "", style.tabularFigures ? "tn" : "", colorClass(style.color, tag),
    ]
    let shift = style.rise == rise ? "" : " dy=\"\(number(rise - style.rise))\""
    let size = " font-size=\"\(number(style.size))\""
    return "<tspan \(attributes(kinds, style.color, "fill", nil))\(size)\(shift)>"
      + "\(XMLText.escaped(run.text))</tspan>"
  }
}

// MARK: - Attributes

extension SceneMarkup {
  /// The class of a colour, which is then known.
  private mutating func colorClass(_ color: Color, _ tag: SceneTag?) -> String {
    let name = (tag?.keepsColor == true ? "x" : "k") + color.opacity(1).hex.dropFirst().lowercased()
    colors.insert(name)
    return name
  }

  private func attributes(_ kinds: [String], _ color: Color, _ part: String, _ tag: SceneTag?)
    -> String
  {
    let names = kinds.filter { !$0.isEmpty }.joined(separator: " ")
    let alpha = color.alpha == 1 ? "" : " \(part)-opacity=\"\(number(color.alpha))\""
    return "class=\"\(names)\"\(alpha)\(seriesAttribute(tag))"
  }

  private func seriesAttribute(_ tag: SceneTag?) -> String {
    tag?.series.flatMap { series[$0] }.map { " data-s=\"\($0)\"" } ?? ""
  }

  /// What ends an element: its note as a title, which browsers show without a script.
  private func ending(_ tag: SceneTag?, _ name: String) -> String {
    guard let note = tag?.note else { return "/>" }
    return "><title>\(XMLText.escaped(note))</title></\(name)>"
  }
}

extension [TextRun] {
  /// The runs, cut to a range of the UTF-8 of all their text.
  fileprivate func pieces(in bytes: Range<Int>) -> [TextRun] {
    var start = 0
    return compactMap { run in
      let utf8 = Array<UInt8>(run.text.utf8)
      let range = bytes.clamped(to: start..<(start + utf8.count))
      defer { start += utf8.count }
      guard !range.isEmpty else { return nil }
      var copy = run
      copy.text = String(
        decoding: utf8[(range.lowerBound - start)..<(range.upperBound - start)], as: UTF8.self)
      return copy
    }
  }
}

/// Two decimals are a sixth of a pixel at most on any screen.
private func number(_ value: Double) -> String {
  NumberText.exact((value * 100).rounded() / 100 + 0)
}

extension SceneRenderer {
  /// SVG whose text is text, in the pinned fonts, for programs that have these: Typst sets it as letters
  /// that can be searched and copied.
  /// - Throws: `Fault` for a font or character that is missing.
  public static func textSVG(_ scene: Scene) throws -> Data {
    var markup = SceneMarkup(series: [])
    let body = try markup.contents(of: scene)
    let size = [scene.size.width, scene.size.height].map(number)
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
