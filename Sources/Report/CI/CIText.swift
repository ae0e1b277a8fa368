/// Text that has to fit within a limit.
enum CIText {
  /// `text`, or as much of its start as `bytes` of UTF-8 hold together with an ellipsis. Letters
  /// stay whole.
  static func cut(_ text: String, bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    let mark = "…"
    var left = bytes - mark.utf8.count
    let start = text.prefix { letter in
      left -= letter.utf8.count
      return left >= 0
    }
    return left >= 0 || bytes >= mark.utf8.count ? start + mark : ""
  }

  /// Code or messages as a block. Unlike a fence it cannot be ended by what it holds.
  static func preformatted(_ text: String) -> String { "<pre>\n\(HTMLText.escaped(text))\n</pre>" }

  /// A part that readers open.
  static func folded(_ title: String, _ body: String) -> String {
    let line = HTMLText.escaped(title.replacing("\n", with: " "))
    return "<details><summary>\(line)</summary>\n\n\(body)\n\n</details>"
  }

  /// `1 run`, `2 runs`.
  static func count(_ number: Int, _ one: String, _ many: String) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many)"
  }
}

/// Text that grows piece by piece and never beyond its limit.
struct BudgetedText {
  private(set) var text = ""
  /// The limit in bytes of UTF-8.
  let budget: Int
  /// Bytes that are kept for what comes last.
  var reserve = 0

  /// Adds `piece` with an empty line behind it, where it fits as a whole.
  /// - Returns: whether it did.
  @discardableResult
  mutating func add(_ piece: String) -> Bool {
    guard text.utf8.count + piece.utf8.count + 2 <= budget - reserve else { return false }
    text += piece + "\n\n"
    return true
  }

  /// The bytes that are left for further pieces.
  var left: Int { max(0, budget - reserve - text.utf8.count - 2) }
}
