/// A formula in one line: as plain text, and in the notation of `Plot.Formula`, where `^{}` raises
/// and `_{}` lowers.
enum MathText {
  /// A part of a formula in one weight.
  struct Piece: Equatable {
    var notation: String
    var isBold: Bool
  }

  /// Between factors; no line ends there.
  static let thin = "\u{A0}"

  static func of(_ node: MathNode) -> String {
    pieces(of: node).map(\.notation).joined().replacing(/[\^_]\{([^}]*)\}/) { $0.output.1 }
  }

  /// The parts in order; neighbours differ in weight.
  static func pieces(of node: MathNode) -> [Piece] {
    switch node {
    case .variable(let text), .name(let text), .number(let text), .sign(let text):
      [Piece(notation: escaped(text), isBold: false)]
    case .bold(let text): [Piece(notation: escaped(text), isBold: true)]
    case .row(let parts): joined(spaced(parts))
    case .script(let base, let sub, let sup):
      // Behind a word a power would seem to be the word's.
      joined(
        isWord(sub)
          ? [pieces(of: base), script(sup, "^"), script(sub, "_")]
          : [pieces(of: base), script(sub, "_"), script(sup, "^")])
    case .fraction(let above, let below):
      joined([enclosed(above), [Piece(notation: "/", isBold: false)], enclosed(below)])
    }
  }

  /// In a line, a fraction's parts need brackets where they are more than a product.
  private static func enclosed(_ node: MathNode) -> [Piece] {
    guard !node.isSimple else { return pieces(of: node) }
    return joined([
      [Piece(notation: "(", isBold: false)], pieces(of: node),
      [Piece(notation: ")", isBold: false)],
    ])
  }

  /// Braces and marks of the notation cannot be set; nothing that formulas are for needs them.
  private static func escaped(_ text: String) -> String {
    String(text.map { ["^": "ˆ", "_": "‗", "{": "[", "}": "]"][$0] ?? $0 })
  }

  private static func joined(_ parts: [[Piece]]) -> [Piece] {
    parts.joined().reduce(into: []) { result, piece in
      if result.last?.isBold == piece.isBold {
        result[result.count - 1].notation += piece.notation
      } else {
        result.append(piece)
      }
    }
  }

  private static func script(_ node: MathNode?, _ mark: String) -> [Piece] {
    guard let node else { return [] }
    let text = tight(node)
    let signs = mark == "_" ? MathSigns.subscripts : MathSigns.superscripts
    let own = text.compactMap { signs[$0] }
    if own.count == text.count { return [Piece(notation: String(own), isBold: false)] }
    return [Piece(notation: "\(mark){\(text)}", isBold: false)]
  }

  private static func isWord(_ node: MathNode?) -> Bool {
    if case .name? = node { true } else { false }
  }

  /// The text of a script, without spaces.
  private static func tight(_ node: MathNode) -> String {
    of(node).replacing(" ", with: "").replacing(thin, with: "")
  }
}

// MARK: - Spaces

extension MathText {
  /// Spaces around relations and operators, narrow ones between factors.
  private static func spaced(_ parts: [MathNode]) -> [[Piece]] {
    parts.indices.map { index in
      let before = index > 0 ? space(parts, index) : ""
      var own = pieces(of: parts[index])
      if !own.isEmpty { own[0].notation = before + own[0].notation }
      return own
    }
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
