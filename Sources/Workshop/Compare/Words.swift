import Report

/// A sentence taken apart into its numerals and what stands between them.
struct Words: Equatable {
  /// The text with a mark in the place of each numeral.
  let rest: String
  let numerals: [Double]
  private let text: String

  init(_ text: String) {
    self.text = text
    var numerals: [Double] = []
    rest = text.replacing(/[+\-−]?[0-9]+(?:\.[0-9]+)?/) { match in
      numerals.append(Double(match.output.replacing("−", with: "-")) ?? .nan)
      return "\u{FFFC}"
    }
    self.numerals = numerals
  }

  /// Whether both say the same: the same words, with numerals that the tolerance allows.
  func isSame(as other: Words, within tolerance: Tolerance) -> Bool {
    if text == other.text { return true }
    guard tolerance.absolute > 0 || tolerance.relative > 0 else { return false }
    return rest == other.rest && zip(numerals, other.numerals).allSatisfy(tolerance.allows)
  }
}
