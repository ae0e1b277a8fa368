import Core

/// A product of a number and powers of named quantities, as the paper's Table 4 writes costs:
/// `7*d_model^2/H`.
public struct Monomial: Sendable, Hashable {
  public let coefficient: Double
  /// The power of each name that occurs; none is 0.
  public let powers: [String: Int]

  init(coefficient: Double, powers: [String: Int]) {
    self.coefficient = coefficient
    self.powers = powers.filter { $0.value != 0 }
  }

  /// Reads factors with `*` or `/` between them; a factor is a decimal number or a name, with `^`
  /// and a whole power from 1 to 9 where it has one.
  /// - Throws: `Fault` that shows the factor it could not read, and where it stands.
  public init(_ text: String) throws {
    var coefficient = 1.0
    var powers: [String: Int] = [:]
    for factor in MonomialFactor.all(of: text) {
      let (base, power) = try factor.baseAndPower()
      switch base {
      case .number(let number):
        let product = Self.power(number, power)
        coefficient = factor.isBelow ? coefficient / product : coefficient * product
      case .name(let name):
        powers[name, default: 0] += factor.isBelow ? -power : power
      }
    }
    guard coefficient.isFinite, coefficient > 0 else {
      throw Fault("the number in front is out of range", at: text, found: "\(coefficient)")
    }
    self.init(coefficient: coefficient, powers: powers)
  }

  /// The value for some quantities.
  /// - Throws: `Fault` where one is missing.
  public func value(_ quantities: [String: Double]) throws -> Double {
    try powers.sorted { $0.key < $1.key }.reduce(coefficient) { product, factor in
      guard let quantity = quantities[factor.key] else {
        throw Fault(
          "the formula needs a quantity that is not given", at: description,
          expected: quantities.keys.sorted().joined(separator: ", "), found: factor.key)
      }
      return product * Self.power(quantity, factor.value)
    }
  }

  /// Whole powers by multiplication, so that whole numbers stay exact.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    let product = (0..<abs(exponent)).reduce(1.0) { result, _ in result * base }
    return exponent < 0 ? 1 / product : product
  }

  public func multiplied(by other: Monomial) -> Monomial {
    Monomial(
      coefficient: coefficient * other.coefficient,
      powers: powers.merging(other.powers) { $0 + $1 })
  }

  /// The same without the number in front: how it grows.
  public var withoutCoefficient: Monomial { Monomial(coefficient: 1, powers: powers) }
}

extension Monomial: CustomStringConvertible {
  /// As it is written, names in the order of the alphabet but `L` first: `L*d_model^2/H`.
  public var description: String {
    let names = powers.keys.sorted { ($0 != "L" ? 1 : 0, $0) < ($1 != "L" ? 1 : 0, $1) }
    func text(_ name: String, _ power: Int) -> String { power == 1 ? name : "\(name)^\(power)" }
    let above = names.filter { powers[$0, default: 0] > 0 }.map { text($0, powers[$0, default: 0]) }
    let below = names.filter { powers[$0, default: 0] < 0 }
      .map { "/" + text($0, -powers[$0, default: 0]) }
    let number = coefficient == 1 && !above.isEmpty ? [] : [NumberText.exact(coefficient)]
    return (number + above).joined(separator: "*") + below.joined()
  }
}

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
