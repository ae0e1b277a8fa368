import Core

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
