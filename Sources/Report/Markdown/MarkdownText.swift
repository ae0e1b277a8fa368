import Core

/// Escapes text for Markdown, whatever characters it holds.
public enum MarkdownText {
  /// `text` so that GitHub's Markdown shows it: no mark, tag, entity, table cell, link or mention
  /// comes out of it, and it stays on its line.
  public static func escaped(_ text: String) -> String {
    let scalars = Array(VisibleText.of(text, keepingLines: true).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        result += " "
      } else if marks.contains(scalar) || isMark(scalars, index) {
        result += "\\\(scalar)"
      } else {
        result.unicodeScalars.append(scalar)
        // An empty comment, since an address is recognised after backslashes are gone.
        if scalar == "@" { result += emptyComment }
      }
    }
    return result
  }

  /// What follows an `@`.
  static let emptyComment = "<!-- -->"

  private static let marks = Set("\\`*_[]<>|#&~$".unicodeScalars)

  /// Whether a sign means something where it stands: a list or an underline at the start, `1. `, the
  /// colon of `http://`, the point of `www.`.
  private static func isMark(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    switch scalars[index] {
    case "-", "+", "=": index == 0 && !(scalars.dropFirst().first?.isWordPart ?? false)
    case ")": isListNumber(scalars[..<index])
    case ".":
      isListNumber(scalars[..<index]) && (index + 1 == scalars.count || scalars[index + 1] == " ")
        || ends(scalars[..<index], with: "www")
    case ":": scalars[(index + 1)...].starts(with: "//".unicodeScalars)
    default: false
    }
  }

  private static func isListNumber(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
    !before.isEmpty && before.allSatisfy { ("0"..."9").contains($0) }
  }

  private static func ends(_ before: ArraySlice<Unicode.Scalar>, with word: String) -> Bool {
    String(String.UnicodeScalarView(before.suffix(word.count))).lowercased() == word
  }
}

extension Unicode.Scalar {
  fileprivate var isWordPart: Bool { properties.isAlphabetic || properties.numericType != nil }
}
