import Core

/// Kendall's rank correlation with ties, tau-b (Kendall, Biometrika 30, 1938, and 33, 1945).
///
/// Only orders count, so no form of relation is assumed. p values are those of the permutation
/// test: how often would a random order of the second variable do as well? Values are tied when
/// they are equal as `Double`.
public struct KendallTau: Sendable, Equatable {
  /// How the p values were found.
  public enum Method: Sendable, Equatable {
    /// From all orders of the second variable.
    case exact
    /// From random orders; the observed one counts as one of them.
    case permutation(draws: Int)
  }

  /// −1...1.
  public let tau: Double
  /// Number of points.
  public let n: Int
  /// Pairs of points in which both variables rise, or both fall.
  public let concordant: Int
  /// Pairs of points in which one rises and the other falls.
  public let discordant: Int
  /// P(tau ≥ observed) when order does not matter: one-sided, for a rise.
  public let pGreater: Double
  /// P(tau ≤ observed): one-sided, for a fall.
  public let pLess: Double
  /// P(|tau| ≥ |observed|).
  public let pTwoSided: Double
  public let method: Method
  let x: [Double]
  let y: [Double]

  /// The most points for which all orders are gone through.
  public static let largestExact = 9

  /// Of at least two points. Up to nine the p values are exact; above, they come from `draws`
  /// random orders. A variable that is constant has no rank correlation: a Fault.
  public init(
    _ x: [Double], _ y: [Double], seed: UInt64 = 0, draws: Int = 20_000
  ) throws {
    try Self.check(x, y, draws)
    let pairs = PairCount(x, y)
    guard let tau = pairs.tau else {
      throw Fault(
        "a variable is constant, so it has no rank correlation",
        expected: "at least two distinct values in each variable",
        found: pairs.untiedX == 0 ? "the first is always \(x[0])" : "the second is always \(y[0])")
    }
    let isExact = x.count <= Self.largestExact
    let scores =
      isExact
      ? ScoreDistribution(ordersOf: y, against: x)
      : ScoreDistribution(drawsOf: y, against: x, seed: seed, draws: draws)
    (self.x, self.y, self.tau, n) = (x, y, tau, x.count)
    (concordant, discordant) = (pairs.concordant, pairs.discordant)
    let score = pairs.score
    pGreater = scores.share { $0 >= score }
    pLess = scores.share { $0 <= score }
    pTwoSided = scores.share { abs($0) >= abs(score) }
    method = isExact ? .exact : .permutation(draws: draws)
  }

  /// The least one-sided p that so many points without ties can give, 1/n!: with four points no
  /// order, however perfect, is rarer than 1 in 24.
  public var minimumP: Double { Self.minimumP(points: n) }

  /// The least one-sided p that a number of points without ties can give: 1/n!. Where orders are
  /// drawn, p is also never below 1/(draws + 1).
  public static func minimumP(points: Int) -> Double {
    1 / (0..<points).reduce(1.0) { $0 * Double($1 + 1) }
  }

  private static func check(_ x: [Double], _ y: [Double], _ draws: Int) throws {
    guard x.count == y.count, x.count >= 2 else {
      throw Fault(
        "no pairs to rank", expected: "two variables of one length, at least 2",
        found: "\(x.count) and \(y.count) values")
    }
    guard x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else {
      throw Fault("a value to rank is not finite", found: "\(x) and \(y)")
    }
    guard x.count <= largestExact || draws >= 100 else {
      throw Fault("too few random orders", expected: "at least 100", found: "\(draws)")
    }
  }
}
