/// Text out of files as a person may be shown it: what would steer a terminal, turn the direction of
/// the letters around it, or not be seen at all, is spelled out (`\u{1B}`). Nothing else changes.
public enum VisibleText {
  /// `text` without control characters, marks of direction, and characters without a shape.
  /// - Parameters:
  ///   - keepingLines: leaves `\n` as it is, for text of several lines
  ///   - spell: how a character is spelled
  public static func of(
    _ text: String, keepingLines: Bool = false,
    spell: (Unicode.Scalar) -> String = VisibleText.spelled
  ) -> String {
    func isShown(_ scalar: Unicode.Scalar) -> Bool {
      !isHidden(scalar) || keepingLines && scalar == "\n"
    }
    guard !text.unicodeScalars.allSatisfy(isShown) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isShown(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += spell(scalar)
      }
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// A character by its number: `\u{1B}`, or `\n` and its like.
  public static func spelled(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}

/// Text inside elements and attributes of XML and SVG.
public enum XMLText {
  /// `text` with the signs of XML as entities, and without characters that XML does not allow.
  public static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result += " "
      case "\u{FFFE}", "\u{FFFF}": break
      default: if scalar.value >= 0x20 { result.unicodeScalars.append(scalar) }
      }
    }
  }
}

extension StringProtocol {
  /// Without the blanks around it.
  package var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
  }

  /// Without the pair of quotes around it.
  package var unquoted: String {
    guard count > 1, let first, first == last, first == "\"" || first == "'" else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }
}
