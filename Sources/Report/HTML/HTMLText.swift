import Core
import Foundation

/// Escapes text for HTML, whatever characters it holds.
enum HTMLText {
  /// `text` with the signs of markup as entities and control characters spelled out; for elements
  /// and quoted attributes.
  static func escaped(_ text: String) -> String {
    VisibleText.of(text, keepingLines: true).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// JSON that can stand in a script element: nothing in it ends the element or opens another.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("&", with: "\\u0026").replacing("<", with: "\\u003c")
      .replacing(">", with: "\\u003e")
  }

  /// A file within a link, for saving. Only what an address or an attribute cannot hold is encoded,
  /// which for tables takes a quarter less room than base64.
  static func dataURL(_ text: String, type: String) -> String {
    "data:\(type);charset=utf-8,"
      + (text.addingPercentEncoding(withAllowedCharacters: plain) ?? "")
  }

  /// Letters, digits, and the signs that stand for themselves in an address.
  private static let plain = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,;:/()=+*!@$")

  /// An address that a click may lead to: of the web, or within the page; `nil` for all others.
  static func target(_ address: String) -> String? {
    let isSafe = ["#", "https://", "http://", "mailto:"].contains { address.hasPrefix($0) }
    return isSafe ? escaped(address) : nil
  }

  /// Where something comes from, in one line.
  static func sources(_ sources: [String], most: Int = 4) -> String {
    let all = SourceList.whole(sources)
    let more = all.count > most ? ["and \(all.count - most) more"] : []
    return (all.prefix(most) + more).joined(separator: "; ")
  }
}
