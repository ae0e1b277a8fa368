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
