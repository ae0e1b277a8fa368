import Core
import Published

/// Words and choices that all kinds share.
enum Judging {
  /// The confidence level of intervals, and one less the level of tests.
  static let level = 0.95
  static let alpha = 1 - level
  /// The normal distribution's quantile for two-sided intervals at that level.
  static let normal = 1.959964
  static let draws = 2000
  static let seed: UInt64 = 2507

  /// `0.012`, `−0.003`
  static func text(_ value: Double, _ decimals: Int = 3) -> String {
    NumberText.fixed(value, decimals)
  }

  /// `+0.012`
  static func signed(_ value: Double, _ decimals: Int = 3) -> String {
    NumberText.signed(value, decimals)
  }

  static func interval(_ low: Double, _ high: Double, _ decimals: Int = 3) -> String {
    NumberText.interval(low, high, decimals)
  }

  /// A p value: `p = 0.013`, `p < 0.001`.
  static func p(_ value: Double) -> String {
    value < 0.001 ? "p < 0.001" : "p = \(text(value))"
  }

  /// `95 %`
  static var percent: String { NumberText.percent(level, 0) }
}

extension Observation {
  /// How far the exact number may lie from the printed one.
  var halfStep: Double { resolution / 2 }

  /// How far a difference to another number may be off: by the rounding of both, and by the number of
  /// items where both say their standard errors. What the paper prints says none.
  func tolerance(to other: Observation) -> Double {
    let rounding = halfStep + other.halfStep
    guard let a = standardError, let b = other.standardError else { return rounding }
    return rounding + Judging.normal * (a * a + b * b).squareRoot()
  }

  /// What `tolerance(to:)` comes from, in words.
  func toleranceKind(to other: Observation) -> String {
    standardError != nil && other.standardError != nil
      ? "\(Judging.percent) normal over items, unpaired" : "rounding"
  }
}

extension Quote {
  /// How far the exact number may lie from the quoted one.
  var halfStep: Double { resolution / 2 }

  /// The single number, or the end that is given.
  func number() throws -> Double {
    guard let value = low ?? high else { throw Unprinted("the sentence quotes no number") }
    return value
  }

  /// What is compatible with the sentence, its own rounding included.
  var range: ClosedRange<Double> {
    (low.map { $0 - halfStep } ?? -.infinity)...(high.map { $0 + halfStep } ?? .infinity)
  }
}

/// A family's value in a calculation.
struct FamilyValue {
  let family: Family
  let value: Double
}

extension Array {
  /// One list for each element that is left out, with that element.
  var leavingOneOut: [(without: Element, rest: [Element])] {
    indices.map { place in
      (self[place], enumerated().filter { $0.offset != place }.map(\.element))
    }
  }
}
