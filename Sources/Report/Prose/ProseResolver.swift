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
    var result: [String] = []
    for (offset, text) in template.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let place = "\(file):\(line + offset)"
      result.append(try resolve(line: String(text), at: place, wrap))
    }
    return result.joined(separator: "\n")
  }

  private func resolve(line: String, at place: String, _ wrap: (Inline, String) -> String) throws
    -> String
  {
    try InlineMarks.split(line, at: place).map { inline -> String in
      if case .text(let text) = inline { return text }
      return wrap(inline, try numbering.text(for: inline, at: place) ?? "")
    }.joined()
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
    let lines = prose.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    for (offset, line) in lines.enumerated() {
      let place = "\(prose.file):\(prose.line + offset)"
      for inline in try InlineMarks.split(String(line), at: place) {
        if case .text = inline { continue }
        try body(inline, place)
      }
    }
  }
}
