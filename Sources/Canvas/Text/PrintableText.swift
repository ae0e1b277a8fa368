import Core

/// Names out of files, as the report's fonts can set them.
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
