import Canvas
import Core
import Foundation

/// A document as one HTML file that needs nothing else: no network, no other file, and no script for
/// reading. Its style and script are inside, and its security policy lets nothing else run.
public enum HTMLWriter {
  /// What the page is for.
  public struct Options: Sendable {
    /// Whether the server that the page came from may add scripts of its own, and be asked: a
    /// preview follows builds.
    public var isLive: Bool

    public init(isLive: Bool = false) { self.isLive = isLive }
  }

  /// The page; the same document always gives the same text.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public static func render(_ document: Document, _ options: Options = Options()) throws -> String {
    var page = HTMLPage(document: document, numbering: try Numbering(document))
    let body = try page.body()
    let style = try HTMLStyle.text(
      body: body, colors: page.markup.styleSheet, series: document.series)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="\(policy(style, options))">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="Interleave">
      <meta name="description" content="\(HTMLText.escaped(document.subtitle))">
      <title>\(HTMLText.escaped(document.title))</title>
      <style>\(style)</style>
      </head>
      <body>
      \(body)
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  private static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

  /// Only this style and this script; nothing is fetched from anywhere, unless the page is live.
  private static func policy(_ style: String, _ options: Options) -> String {
    let server = options.isLive ? "'self'" : "'none'"
    let scripts = options.isLive ? " 'self'" : ""
    return [
      "default-src 'none'", "style-src '\(hash(style))'",
      "script-src '\(hash(script))'\(scripts)", "font-src data:", "connect-src \(server)",
      "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
  }

  private static func hash(_ text: String) -> String {
    let digits = Array(Digest.sha256(text).utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
      UInt8(String(decoding: digits[place..<(place + 2)], as: UTF8.self), radix: 16)
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }
}

/// The page's style sheet: the fixed part, the embedded fonts, and what depends on the document.
private enum HTMLStyle {
  /// - Parameters:
  ///   - body: what the page shows, for the characters that the fonts have to have.
  ///   - colors: rules for the colours of drawings.
  static func text(
    body: String, colors: (light: String, dark: String), series: [SeriesName]
  ) throws -> String {
    let characters = Set(body.unicodeScalars).union((0x20...0x7E).compactMap(Unicode.Scalar.init))
    let fonts = try faces.map { try rule($0, characters) }
    let fixed = String(decoding: PackageResources.report_css, as: UTF8.self)
    return ([fixed] + fonts + [rules(colors), switches(series)]).joined(separator: "\n")
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

  /// Hides the series that are not checked; that needs no script.
  private static func switches(_ series: [SeriesName]) -> String {
    series.indices.map {
      "body:has(#series-\($0):not(:checked)) [data-s=\"\($0)\"]{display:none}"
    }.joined(separator: "\n")
  }
}
