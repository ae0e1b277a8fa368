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
