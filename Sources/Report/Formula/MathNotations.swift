import Core

/// A formula in one line of plain text: what is lowered or raised is so where Unicode has it, and stands in
/// the line elsewhere.
enum MathText {
  /// Between factors; no line ends there.
  static let thin = "\u{A0}"

  static func of(_ node: MathNode) -> String {
    switch node {
    case .variable(let text), .name(let text), .number(let text), .sign(let text), .bold(let text):
      text
    case .row(let parts): spaced(parts).joined()
    case .script(let base, let sub, let sup):
      // Behind a word a power would seem to be the word's.
      isWord(sub)
        ? of(base) + script(sup, MathSigns.superscripts) + script(sub, MathSigns.subscripts)
        : of(base) + script(sub, MathSigns.subscripts) + script(sup, MathSigns.superscripts)
    case .fraction(let above, let below): "\(enclosed(above))/\(enclosed(below))"
    }
  }

  /// In a line, a fraction's parts need brackets where they are more than a product.
  private static func enclosed(_ node: MathNode) -> String {
    node.isSimple ? of(node) : "(\(of(node)))"
  }

  private static func script(_ node: MathNode?, _ signs: [Character: Character]) -> String {
    guard let node else { return "" }
    let text = of(node).replacing(" ", with: "").replacing(thin, with: "")
    let own = text.compactMap { signs[$0] }
    return own.count == text.count ? String(own) : text
  }

  private static func isWord(_ node: MathNode?) -> Bool {
    if case .name? = node { true } else { false }
  }
}

// MARK: - Spaces

extension MathText {
  /// Spaces around relations and operators, narrow ones between factors.
  private static func spaced(_ parts: [MathNode]) -> [String] {
    parts.indices.map { index in (index > 0 ? space(parts, index) : "") + of(parts[index]) }
  }

  /// The space between a part and the one before it.
  private static func space(_ parts: [MathNode], _ index: Int) -> String {
    let (left, right) = (parts[index - 1], parts[index])
    if let space = spaceAround(parts, index - 1) ?? spaceAround(parts, index) { return space }
    if case .sign(let sign) = left, sign == "," { return " " }
    if case .sign(let sign) = base(right) {
      let opens = MathSigns.opening.contains(sign)
      return opens && isFactor(left) && !isName(left) ? thin : ""
    }
    return isFactor(left) ? thin : ""
  }

  /// The space around a relation or an operator; `nil` around all else.
  private static func spaceAround(_ parts: [MathNode], _ index: Int) -> String? {
    guard case .sign(let sign) = parts[index] else { return nil }
    if MathSigns.relations.contains(sign) { return " " }
    guard isOperator(parts, index) else { return nil }
    return sign == "·" ? "" : " "
  }

  /// Whether a sign stands between two things, which a leading minus does not.
  private static func isOperator(_ parts: [MathNode], _ index: Int) -> Bool {
    guard case .sign(let sign) = parts[index], MathSigns.operators.contains(sign), index > 0
    else { return false }
    guard case .sign(let before) = parts[index - 1] else { return true }
    return MathSigns.closing.contains(before)
  }

  private static func isFactor(_ node: MathNode) -> Bool {
    if case .sign(let sign) = base(node) {
      return sign == ")" || sign == "]" || MathSigns.large.contains(sign)
    }
    return true
  }

  private static func isName(_ node: MathNode) -> Bool {
    if case .name = base(node) { true } else { false }
  }

  /// What scripts stand on.
  private static func base(_ node: MathNode) -> MathNode {
    if case .script(let inner, _, _) = node { base(inner) } else { node }
  }
}

extension MathFormula {
  /// The formula as MathML Core, for HTML.
  public func mathML() -> String {
    let display = isDisplayed ? " display=\"block\"" : ""
    return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"\(display)>\(root.mathML)</math>"
  }
}

extension MathNode {
  fileprivate var mathML: String {
    switch self {
    // A class says what is slanted: browsers would take letters of another font for it.
    case .variable(let text): "<mi class=\"var\">\(XMLText.escaped(text))</mi>"
    case .name(let text): Self.element("mi", XMLText.escaped(text))
    case .number(let text): Self.element("mn", XMLText.escaped(text))
    case .sign(let text): Self.element("mo", XMLText.escaped(text))
    case .bold(let text): Self.element("mi", XMLText.escaped(Self.bold(text)))
    case .row(let parts): Self.element("mrow", parts.map(\.mathML).joined())
    case .fraction(let above, let below): Self.element("mfrac", above.mathML + below.mathML)
    case .script(let base, let sub?, let sup?):
      Self.element("msubsup", base.mathML + sub.mathML + sup.mathML)
    case .script(let base, let sub?, nil): Self.element("msub", base.mathML + sub.mathML)
    case .script(let base, nil, let sup?): Self.element("msup", base.mathML + sup.mathML)
    case .script(let base, nil, nil): base.mathML
    }
  }

  private static func element(_ name: String, _ content: String) -> String {
    "<\(name)>\(content)</\(name)>"
  }

  /// Latin letters in Unicode's bold of mathematics, which MathML has in place of an attribute.
  private static func bold(_ text: String) -> String {
    let shifts: [(ClosedRange<UInt32>, UInt32)] = [(65...90, 0x1D400), (97...122, 0x1D41A)]
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      let shift = shifts.first { $0.0.contains(scalar.value) }
      let value = shift.map { $0.1 + scalar.value - $0.0.lowerBound } ?? scalar.value
      result.unicodeScalars.append(Unicode.Scalar(value) ?? scalar)
    }
  }
}

/// Formulas in Typst's notation.
extension MathFormula {
  /// The formula as a call of the template, with its words for those who cannot see it.
  var typst: String {
    let name = isDisplayed ? "displayed" : "formula"
    return "#\(name)(\(TypstText.string(text)), $\(root.typst(isScript: false))$)"
  }
}

extension MathNode {
  fileprivate func typst(isScript: Bool) -> String {
    switch self {
    case .variable(let text): Self.atom(text)
    case .number(let text): text
    case .sign(let text): Self.atom(text)
    case .name(let text): isScript ? TypstText.string(text) : "op(\(TypstText.string(text)))"
    case .bold(let text): "bold(\(TypstText.string(text)))"
    case .row(let parts): Self.row(parts, isScript: isScript)
    case .fraction(let above, let below):
      "(\(above.typst(isScript: isScript))) / (\(below.typst(isScript: isScript)))"
    case .script(let base, let sub, let sup):
      base.typst(isScript: isScript) + Self.script("_", sub) + Self.script("^", sup)
    }
  }

  private static func script(_ mark: String, _ node: MathNode?) -> String {
    node.map { "\(mark)(\($0.typst(isScript: true)))" } ?? ""
  }

  /// Pieces with spaces between them, so that no two letters make a word.
  private static func row(_ parts: [MathNode], isScript: Bool) -> String {
    parts.isEmpty ? "\"\"" : parts.map { $0.typst(isScript: isScript) }.joined(separator: " ")
  }

  /// A letter or sign that stands for nothing but itself.
  private static func atom(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      let isPlain =
        scalar.properties.isAlphabetic || !scalar.isASCII || "=<>+!*".contains(Character(scalar))
      return isPlain ? String(scalar) : "\\\(scalar)"
    }.joined(separator: " ")
  }
}
