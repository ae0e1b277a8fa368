import Canvas
import Core

/// Escapes text for Typst, whatever characters it holds: the only way by which text gets into
/// `report.typ`.
enum TypstText {
  /// `text` for Typst's markup: no sign in it begins a formula, code, a list, a link or a comment.
  static func markup(_ text: String) -> String {
    let scalars = Array(VisibleText.of(text, keepingLines: true).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\n" {
        result += " \\ "
        continue
      }
      if isMark(scalars, index) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// `text` as a string of Typst's code, with its quotation marks.
  static func string(_ text: String) -> String {
    let shown = VisibleText.of(text, keepingLines: true)
    let escaped = shown.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"" + escaped.replacing("\n", with: "\\n") + "\""
  }

  /// Markup in which a line may end behind the signs of words of more than `length` letters, such as paths.
  static func breakable(_ markup: String, over length: Int) -> String {
    markup.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.count > length else { return String(word) }
      return word.map { "/_.,:-".contains($0) ? "\($0)\u{200B}" : String($0) }.joined()
    }.joined(separator: " ")
  }

  /// The name of a place in the document; names hold letters, digits, hyphens and underscores only.
  static func label(_ name: String) -> String { "<\(name)>" }

  private static let marks = Set("\\#$*_`<>@[]~\"'".unicodeScalars)

  /// Whether a sign means something to Typst where it stands.
  private static func isMark(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let scalar = scalars[index]
    if marks.contains(scalar) { return true }
    let before = index > 0 ? scalars[index - 1] : nil
    let after = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch scalar {
    case "-": return !(isLetter(before) && isLetter(after))
    case "/": return before == nil || before == "/" || after == "/" || after == "*" || after == " "
    case "=", "+": return before == nil || before == "\n"
    case ".": return after == "." || before == "." || isListNumber(scalars[..<index], after)
    default: return false
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
    scalar?.properties.isAlphabetic ?? false
  }

  private static func isListNumber(
    _ before: ArraySlice<Unicode.Scalar>, _ after: Unicode.Scalar?
  ) -> Bool {
    let digits = before.reversed().prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, after == nil || after == " " else { return false }
    return digits.count == before.count || before.dropLast(digits.count).last == "\n"
  }
}

/// Pieces of Typst's markup, joined so that what follows a piece of code is not read as part of it.
struct TypstMarkup {
  private(set) var text = ""
  private var endsInCode = false

  /// Adds words that are already escaped.
  mutating func add(words: String) {
    guard let first = words.first else { return }
    if endsInCode, "([.;:".contains(first) { text += ";" }
    text += words
    endsInCode = false
  }

  /// Adds a call such as `#emph[...]`.
  mutating func add(code: String) {
    text += code
    endsInCode = true
  }
}
