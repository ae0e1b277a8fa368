import Canvas
import Foundation

/// The page's style sheet: the fixed part, the embedded fonts, and what depends on the document.
struct HTMLStyle {
  let text: String

  /// - Parameters:
  ///   - body: what the page shows, for the characters that the fonts have to have.
  ///   - colors: rules for the colours of drawings.
  init(body: String, colors: (light: String, dark: String), series: [SeriesName]) throws {
    let characters = Set(body.unicodeScalars).union((0x20...0x7E).compactMap(Unicode.Scalar.init))
    let fonts = try Self.faces.map { try Self.rule($0, characters) }
    let fixed = String(decoding: PackageResources.report_css, as: UTF8.self)
    text = ([fixed] + fonts + [Self.rules(colors), Self.switches(series)]).joined(separator: "\n")
  }

  private typealias Face = (typeface: Typeface, weight: FontWeight, isItalic: Bool)

  private static let faces: [Face] = [
    (.sans, .regular, false), (.sans, .medium, false), (.sans, .semibold, false),
    (.sans, .bold, false), (.serif, .regular, false), (.serif, .regular, true),
    (.serif, .bold, false), (.mono, .regular, false),
  ]

  private static func rule(_ face: Face, _ characters: Set<Unicode.Scalar>) throws -> String {
    let font = try FontSubset(
      face.typeface, weight: face.weight, italic: face.isItalic, characters: characters)
    return "@font-face{font-family:\"\(face.typeface.family)\";font-weight:\(face.weight.rawValue);"
      + "font-style:\(face.isItalic ? "italic" : "normal");font-display:block;"
      + "src:url(data:font/otf;base64,\(font.data.base64EncodedString()))}"
  }

  /// Colours on light ground for all browsers, and those for dark ground where the page is dark.
  private static func rules(_ colors: (light: String, dark: String)) -> String {
    let dark = colors.dark
    return colors.light
      + "@media screen{:root:has(#theme-dark:checked){\(dark)}"
      + "@media (prefers-color-scheme:dark){:root:has(#theme-auto:checked){\(dark)}}}"
  }

  /// What is not checked is in no chart; that needs no script.
  private static func switches(_ series: [SeriesName]) -> String {
    series.indices.map {
      "body:has(#series-\($0):not(:checked)) [data-s=\"\($0)\"]{display:none}"
    }.joined(separator: "\n")
  }
}
