/// Splits Swift code into tokens, so that formats can colour them.
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

/// A token of a line of code.
public struct CodeToken: Sendable, Equatable {
  /// What a piece of code is; the raw values are the names of classes in HTML.
  public enum Kind: String, Sendable, CaseIterable {
    case plain
    case keyword
    /// A name with a capital first letter.
    case type
    /// The letters of a string literal; what it interpolates is code.
    case string
    case number
    case comment
    /// `@main`, `#line`, `#if`.
    case attribute
  }

  public var kind: Kind
  public var text: String

  /// A piece of code.
  public init(_ kind: Kind, _ text: String) {
    (self.kind, self.text) = (kind, text)
  }
}

/// Cuts Swift code into tokens. Where it is inside of strings and their interpolations is a stack
/// of its own, so that no text, however deeply nested, is a deep call.
struct SwiftLexer {
  /// A string literal that is open: how many `#` it has, and whether it is one of `"""`.
  private struct Literal {
    var hashes: Int
    var isLong: Bool
    /// Open parentheses of the interpolation at hand; 0 within the literal's own letters.
    var depth = 0
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var literals: [Literal] = []
  private var result: [CodeToken] = []

  init(_ code: String) { scalars = Array(code.unicodeScalars) }

  /// All tokens in order; neighbours differ in kind.
  mutating func tokens() -> [CodeToken] {
    while position < scalars.count {
      if let literal = literals.last, literal.depth == 0 {
        readLetters(of: literal)
      } else {
        readCode()
      }
    }
    return result
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  /// Whether `text` comes next, or `offset` scalars on.
  private func isNext(_ text: String, at offset: Int = 0) -> Bool {
    scalars[min(position + offset, scalars.count)...].starts(with: text.unicodeScalars)
  }

  /// Moves on by `count` scalars, which are of a kind.
  private mutating func take(_ count: Int, _ kind: CodeToken.Kind) {
    let end = min(position + count, scalars.count)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[position..<end])
    position = end
    if result.last?.kind == kind {
      result[result.count - 1].text += String(text)
    } else {
      result.append(CodeToken(kind, String(text)))
    }
  }

  /// How many scalars from `offset` on are like this.
  private func count(from offset: Int = 0, while matches: (Unicode.Scalar) -> Bool) -> Int {
    scalars[min(position + offset, scalars.count)...].prefix(while: matches).count
  }
}

// MARK: - Code

extension SwiftLexer {
  private mutating func readCode() {
    guard let first = peek() else { return }
    if isNext("//") { return take(count { $0 != "\n" }, .comment) }
    if isNext("/*") { return take(blockCommentLength(), .comment) }
    if first == "\"" || first == "#" { return readHashOrQuote() }
    if first == "@", peek(1)?.isNameStart == true {
      return take(1 + count(from: 1) { $0.isNamePart }, .attribute)
    }
    if first == "`" { return take(1 + count(from: 1) { $0.isNamePart } + 1, .plain) }
    if first.isNameStart { return readName() }
    if first.isDigit { return take(numberLength(), .number) }
    countParentheses(first)
    if !literals.isEmpty && literals.last?.depth == 0 { return take(1, .string) }
    take(1, .plain)
  }

  /// Within an interpolation, the parenthesis that ends it has to be found.
  private mutating func countParentheses(_ scalar: Unicode.Scalar) {
    guard !literals.isEmpty else { return }
    if scalar == "(" { literals[literals.count - 1].depth += 1 }
    if scalar == ")" { literals[literals.count - 1].depth -= 1 }
  }

  private mutating func readName() {
    let length = count { $0.isNamePart }
    let name = String(String.UnicodeScalarView(scalars[position..<(position + length)]))
    let isMember = position > 0 && scalars[position - 1] == "."
    let isType = name.unicodeScalars.first?.properties.isUppercase == true
    if !isMember && SwiftHighlighter.keywords.contains(name) { return take(length, .keyword) }
    take(length, isType ? .type : .plain)
  }

  private func blockCommentLength() -> Int {
    var (depth, length) = (0, 0)
    repeat {
      if isNext("/*", at: length) {
        (depth, length) = (depth + 1, length + 2)
      } else if isNext("*/", at: length) {
        (depth, length) = (depth - 1, length + 2)
      } else {
        length += 1
      }
    } while depth > 0 && position + length < scalars.count
    return length
  }

  /// `1_000`, `0xFF`, `1.5e-3`; the range `1..<5` ends behind its `1`.
  private func numberLength() -> Int {
    var length = count { $0.isNamePart }
    if peek(length) == ".", peek(length + 1)?.isDigit == true {
      length += 1 + count(from: length + 1) { $0.isNamePart }
    }
    let isHexadecimal = isNext("0x")
    if let last = peek(length - 1), last == "p" || (last == "e" && !isHexadecimal),
      let sign = peek(length), sign == "-" || sign == "+", peek(length + 1)?.isDigit == true
    {
      length += 1 + count(from: length + 1) { $0.isNamePart }
    }
    return length
  }
}

// MARK: - Strings

extension SwiftLexer {
  private mutating func readHashOrQuote() {
    let hashes = count { $0 == "#" }
    guard peek(hashes) == "\"" else {
      let name = hashes == 1 ? count(from: 1) { $0.isNamePart } : 0
      return take(hashes + name, name > 0 ? .attribute : .plain)
    }
    let isLong = isNext("\"\"\"", at: hashes)
    literals.append(Literal(hashes: hashes, isLong: isLong))
    take(hashes + (isLong ? 3 : 1), .string)
  }

  /// The next letters of a literal: its end, an interpolation, an escape, or what stands before
  /// these.
  private mutating func readLetters(of literal: Literal) {
    let fence = String(repeating: "#", count: literal.hashes)
    let end = (literal.isLong ? "\"\"\"" : "\"") + fence
    if isNext(end) {
      literals.removeLast()
      return take(end.unicodeScalars.count, .string)
    }
    if isNext("\\" + fence + "(") {
      take(2 + literal.hashes, .string)
      return literals[literals.count - 1].depth = 1
    }
    if isNext("\\" + fence), peek(1 + literal.hashes) != "\n" {
      return take(2 + literal.hashes, .string)
    }
    if peek() == "\n" && !literal.isLong { literals.removeLast() }
    take(1, .string)
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isNameStart: Bool { self == "_" || properties.isXIDStart }
  fileprivate var isNamePart: Bool { self == "_" || properties.isXIDContinue }
}
