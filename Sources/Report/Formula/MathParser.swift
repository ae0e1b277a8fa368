import Core

/// Reads a formula. Both ways of writing one share scripts, fractions and signs; they differ in
/// words (`Diag` is one in plain text, four quantities in TeX) and in commands.
struct MathParser {
  private var rest: Substring
  private let source: String
  private let isTeX: Bool
  private let place: String
  private var depth = 0
  private static let deepest = 12

  init(_ source: String, isTeX: Bool, place: String) {
    self.source = source
    rest = source[...]
    self.isTeX = isTeX
    self.place = place
  }

  /// The whole formula.
  mutating func formula() throws -> MathNode {
    let row = try self.row(until: nil)
    guard rest.isEmpty else {
      throw fault("a bracket is not opened", found: String(rest.prefix(9)))
    }
    return row
  }

  private func fault(_ what: String, found: String, hint: String = "") -> Fault {
    Fault(
      what, at: place,
      expected: "letters, signs, scripts, \\frac{}{}, \\text{}, Greek letters by name",
      found: found, hint: hint)
  }

  private mutating func row(until end: Character?) throws -> MathNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw fault("a formula is nested too deeply", found: source)
    }
    var parts: [MathNode] = []
    while let next = rest.first, next != end {
      if isTeX && next == "}" { break }
      guard let node = try item() else { continue }
      parts.append(try scripts(on: node))
    }
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  /// The next piece without its scripts; `nil` for what only separates.
  private mutating func item() throws -> MathNode? {
    guard let next = rest.first else { return nil }
    if next.isWhitespace {
      rest.removeFirst()
      return nil
    }
    if isTeX && next == "\\" { return try command() }
    if isTeX && next == "{" { return try group() }
    if next.isASCII && next.isNumber { return try number() }
    if next.isBaseLetter { return word() }
    rest.removeFirst()
    return .sign(MathSigns.typed[next] ?? String(next))
  }

  private mutating func word() -> MathNode {
    let letters = isTeX ? rest.prefix(1) : rest.prefix(while: \.isBaseLetter)
    rest = rest.dropFirst(letters.count)
    return letters.count == 1 ? .variable(String(letters)) : .name(String(letters))
  }

  private mutating func number() throws -> MathNode {
    let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    rest = rest.dropFirst(digits.count)
    guard !isTeX || digits.count == 1 else {
      throw fault(
        "a formula holds a number that needs a source", found: String(digits),
        hint: "name the quantity by a letter, and bind its value in a code cell")
    }
    return .number(String(digits))
  }
}

// MARK: - Scripts and groups

extension MathParser {
  /// `node` with what is lowered and raised behind it.
  private mutating func scripts(on node: MathNode) throws -> MathNode {
    var (sub, sup): (MathNode?, MathNode?)
    while let next = rest.first {
      if next == "_", sub == nil {
        sub = try script()
      } else if next == "^", sup == nil {
        sup = try script()
      } else if next == "⊤", sup == nil {
        rest.removeFirst()
        sup = .sign("⊤")
      } else if MathSigns.lowered[next] != nil, sub == nil {
        sub = unicode(MathSigns.lowered)
      } else if MathSigns.raised[next] != nil, sup == nil {
        sup = unicode(MathSigns.raised)
      } else {
        break
      }
    }
    return sub == nil && sup == nil ? node : .script(node, sub: sub, sup: sup)
  }

  private mutating func script() throws -> MathNode {
    rest.removeFirst()
    if rest.first == "{" { return try group() }
    if !isTeX, let next = rest.first, next.isBaseLetter { return word() }
    guard let node = try item() else { throw fault("a script is empty", found: source) }
    return node
  }

  private mutating func unicode(_ signs: [Character: Character]) -> MathNode {
    let letters = rest.prefix { signs[$0] != nil }.compactMap { signs[$0] }
    rest = rest.dropFirst(letters.count)
    let parts = letters.map { letter -> MathNode in
      letter.isNumber
        ? .number(String(letter))
        : letter.isLetter ? .variable(String(letter)) : .sign(String(letter))
    }
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  private mutating func group() throws -> MathNode {
    rest = rest.drop(while: \.isWhitespace)
    guard rest.first == "{" else { throw fault("an argument is missing", found: source) }
    rest.removeFirst()
    let row = try self.row(until: "}")
    guard rest.first == "}" else { throw fault("a bracket is not closed", found: source) }
    rest.removeFirst()
    return row
  }
}

// MARK: - Commands

extension MathParser {
  private mutating func command() throws -> MathNode? {
    rest.removeFirst()
    let name = rest.prefix { $0.isASCII && $0.isLetter }
    guard !name.isEmpty else {
      let sign = rest.popFirst()
      return sign == "{" || sign == "}" ? .sign(sign.map(String.init) ?? "") : nil
    }
    rest = rest.dropFirst(name.count)
    switch name {
    case "frac": return .fraction(try group(), try group())
    case "mathbf": return .bold(try letters())
    case "text", "mathrm", "operatorname": return .name(try letters())
    case "left", "right", "quad": return nil
    default: break
    }
    if MathSigns.names.contains(String(name)) { return .name(String(name)) }
    guard let sign = MathSigns.commands[String(name)] else {
      throw fault("a formula uses a command that is not known", found: "\\\(name)")
    }
    return sign.first?.isLetter == true ? .variable(sign) : .sign(sign)
  }

  /// An argument of letters, which may hold no number.
  private mutating func letters() throws -> String {
    rest = rest.drop(while: \.isWhitespace)
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
      throw fault("an argument is missing", found: source)
    }
    let text = String(rest[rest.index(after: rest.startIndex)..<end])
    rest = rest[rest.index(after: end)...]
    guard text.allSatisfy({ $0.isLetter || $0 == " " || $0 == "-" }) else {
      throw fault("a word in a formula holds other signs than letters", found: text)
    }
    return text
  }
}

extension Character {
  /// A letter that stands on the line; `ₜ` does not.
  fileprivate var isBaseLetter: Bool {
    isLetter && !unicodeScalars.contains { $0.properties.generalCategory == .modifierLetter }
      && !isNumber
  }
}
