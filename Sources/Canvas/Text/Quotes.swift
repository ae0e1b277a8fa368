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
