import Core

/// Prose with its marks replaced by words, for formats that show text.
public struct ProseResolver: Sendable {
  private let numbering: Numbering

  public init(_ numbering: Numbering) { self.numbering = numbering }

  /// `template` with every mark replaced; `wrap` decides how a mark's words look in the format.
  /// - Parameter place: the file and line of the template's first character.
  public func resolve(
    _ template: String, file: String, line: Int,
    wrap: (Inline, String) -> String = { $1 }
  ) throws -> String {
    try Self.lines(of: template, file: file, line: line).map { text, place in
      try InlineMarks.split(text, at: place).map { inline -> String in
        if case .text(let text) = inline { return text }
        return wrap(inline, try numbering.text(for: inline, at: place) ?? "")
      }.joined()
    }.joined(separator: "\n")
  }

  /// The lines of a template with their places.
  private static func lines(
    of template: String, file: String, line: Int
  ) -> [(text: String, place: String)] {
    template.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (String($0.element), "\(file):\(line + $0.offset)") }
  }

  /// The template with its marks and formulas cut out: what was typed by hand, for the numeral
  /// audit. A formula holds no number that needs a source, or cannot be read.
  public static func typed(_ template: String, at place: String) throws -> String {
    try template.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        try InlineMarks.split(withoutFormulas(String(line), at: place), at: place)
          .map { inline -> String in
            if case .text(let text) = inline { text } else { "\u{FFFC}" }
          }.joined()
      }.joined(separator: "\n")
  }

  private static func withoutFormulas(_ line: String, at place: String) throws -> String {
    try MathMarks.split(line).map { piece -> String in
      switch piece {
      case .text(let text): return text
      case .formula(let source, _):
        _ = try MathFormula(tex: source, at: place)
        return "\u{FFFC}"
      }
    }.joined()
  }

  /// Calls `body` for every mark of `prose` with its file and line.
  public static func forEachMark(in prose: Prose, _ body: (Inline, String) throws -> Void) throws {
    for (line, place) in lines(of: prose.markdown, file: prose.file, line: prose.line) {
      for inline in try InlineMarks.split(line, at: place) {
        if case .text = inline { continue }
        try body(inline, place)
      }
    }
  }
}
