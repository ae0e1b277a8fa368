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

  /// What stands between a part and the one before it.
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

  /// Around a relation or an operator, `nil` around all else.
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
