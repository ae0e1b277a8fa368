import Core

/// Names from files, made printable with the report's fonts.
///
/// A character that the fonts lack is a fault where the project's own words have it. A user's model may
/// be called anything, so that in names such a character is spelled out (`\u{4E2D}`).
public enum PrintableText {
  /// `name` with every character that the fonts lack spelled out, and without control characters.
  public static func of(_ name: String) -> String {
    let visible = VisibleText.of(name)
    guard visible.unicodeScalars.contains(where: { !$0.isASCII }) else { return visible }
    return visible.unicodeScalars.reduce(into: "") { result, scalar in
      if canSet(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += VisibleText.spelled(scalar)
      }
    }
  }

  /// Whether all faces that tables and prose use have a glyph.
  private static func canSet(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      || Typeface.allCases.allSatisfy { face in
        (try? TextLayout([TextRun(String(scalar), TextStyle(face, 10))])) != nil
      }
  }
}

/// Quotation marks and apostrophes, which keyboards have in one form only.
public enum Quotes {
  /// `text` with straight marks turned into opening and closing ones.
  /// - Parameter before: what stands before the text.
  public static func turned(_ text: String, after before: Character = " ") -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x27 }) else { return text }
    var previous = before
    return String(
      text.map { character in
        let opens = previous.isWhitespace || "([{–—“‘".contains(previous)
        switch character {
        case "\"": previous = opens ? "“" : "”"
        case "'": previous = opens ? "‘" : "’"
        default: previous = character
        }
        return previous
      })
  }
}
