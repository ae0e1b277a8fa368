/// Tells the parts of Swift code apart, so that formats can colour them.
///
/// It knows words and literals, not the grammar: a name with a capital is a type wherever it
/// stands. It takes any text and never fails; what is not Swift comes out as some kind of token.
public enum SwiftHighlighter {
  /// The tokens of each line. The texts of a line's tokens make the line, and the lines, joined by
  /// `\n`, make `code`. An empty line has no tokens.
  public static func lines(of code: String) -> [[CodeToken]] {
    var lexer = SwiftLexer(code)
    var lines: [[CodeToken]] = [[]]
    for token in lexer.tokens() {
      let pieces = token.text.unicodeScalars.split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index > 0 { lines.append([]) }
        if !piece.isEmpty { lines[lines.count - 1].append(CodeToken(token.kind, String(piece))) }
      }
    }
    return lines
  }

  static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "break", "case", "catch", "class",
    "continue", "convenience", "default", "defer", "deinit", "didSet", "do", "else", "enum",
    "extension", "fallthrough", "false", "fileprivate", "final", "for", "func", "get", "guard",
    "if", "import", "in", "indirect", "infix", "init", "inout", "internal", "is", "lazy", "let",
    "mutating", "nil", "nonisolated", "nonmutating", "open", "operator", "override", "package",
    "postfix", "precedencegroup", "prefix", "private", "protocol", "public", "repeat", "required",
    "rethrows", "return", "self", "Self", "set", "some", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "typealias", "unowned", "var", "weak", "where",
    "while", "willSet",
  ]
}
