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
