import Core

/// One factor of a formula while it is read: `d_model^2` in `7*d_model^2/H`.
struct MonomialFactor {
  /// What is raised to a power.
  enum Base {
    case number(Double)
    case name(String)
  }

  /// The formula that it stands in.
  let formula: String
  /// Where it begins, counted from 1.
  let position: Int
  /// Whether a `/` stands before it.
  let isBelow: Bool
  private(set) var text = ""

  /// The factors of `a*b/c`, in their order; a factor may be empty.
  static func all(of formula: String) -> [MonomialFactor] {
    var factors = [MonomialFactor(formula: formula, position: 1, isBelow: false)]
    for (index, character) in formula.enumerated() {
      if character == "*" || character == "/" {
        factors.append(
          MonomialFactor(formula: formula, position: index + 2, isBelow: character == "/"))
      } else {
        factors[factors.count - 1].text.append(character)
      }
    }
    return factors
  }

  func baseAndPower() throws -> (Base, power: Int) {
    let parts = text.split(separator: "^", omittingEmptySubsequences: false)
    guard let base = parts.first, parts.count <= 2 else { throw fault() }
    let power = parts.count == 2 ? try Self.digit(parts[1]).orThrow(fault()) : 1
    if base.first?.isLetter == true, base.allSatisfy({ $0.isLetter || $0 == "_" }) {
      return (.name(String(base)), power)
    }
    return (.number(try Self.number(base).orThrow(fault())), power)
  }

  /// One digit from 1 to 9.
  private static func digit(_ text: Substring) -> Int? {
    text.utf8.count == 1 ? Int(text).flatMap { $0 > 0 ? $0 : nil } : nil
  }

  /// A plain decimal above 0: `7`, `0.5`.
  private static func number(_ text: Substring) -> Double? {
    let isPlain = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    guard isPlain, let number = Double(text), number.isFinite, number > 0 else { return nil }
    return number
  }

  private func fault() -> Fault {
    Fault(
      "this is not a product of powers", at: "\(formula), character \(position)",
      expected: "a factor such as 7, d_model^2 or H", found: text.isEmpty ? "nothing" : text)
  }
}

extension Optional {
  fileprivate func orThrow(_ fault: Fault) throws -> Wrapped {
    guard let self else { throw fault }
    return self
  }
}
