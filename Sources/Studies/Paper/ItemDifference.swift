import Core
import Published
import Statistics

/// A difference of two accuracies with the interval that the number of items leaves it: what other
/// items of the same tasks might have given. Training again is not in it.
///
/// The two are taken as independent. Where both models answered the same items, which sources do
/// not print answer by answer, pairing them would narrow the interval.
public struct ItemDifference: Sendable, Equatable {
  /// The second accuracy less the first, as a fraction.
  public let estimate: Double
  /// The root of the summed squares of both standard errors.
  public let standardError: Double
  /// Confidence level.
  public let level: Double

  public init(estimate: Double, errors: [Double], level: Double) {
    self.estimate = estimate
    self.level = level
    standardError = errors.map { $0 * $0 }.reduce(0, +).squareRoot()
  }

  /// How much `second` is above `first`, two accuracies of single tasks.
  /// - Throws: `Fault` where one does not say its number of items.
  public init(_ first: Observation, _ second: Observation, level: Double) throws {
    let errors = try [first, second].map { row in
      guard let n = row.n else {
        throw Fault("the number of items is not known", at: row.provenance)
      }
      return Self.standardError(of: row.value, items: n)
    }
    self.init(estimate: second.value - first.value, errors: errors, level: level)
  }

  /// √(p(1 − p)/n): of the share of n items that were answered rightly.
  public static func standardError(of proportion: Double, items: Int) -> Double {
    (proportion * (1 - proportion) / Double(items)).squareRoot()
  }

  /// Half the width of the normal interval.
  public var half: Double { Normal.twoSided(level) * standardError }
  public var low: Double { estimate - half }
  public var high: Double { estimate + half }
  /// Whether the interval excludes zero.
  public var isBeyondNoise: Bool { low > 0 || high < 0 }
}
