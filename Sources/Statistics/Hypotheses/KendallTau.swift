import Core

/// Kendall's rank correlation with ties, tau-b (Kendall, Biometrika 30, 1938, and 33, 1945).
///
/// Only orders count, so no form of relation is assumed. p values are those of the permutation
/// test: how often would a random order of the second variable do as well? Values are tied when
/// they are equal as `Double`.
public struct KendallTau: Sendable, Equatable {
  /// −1...1.
  public let tau: Double
  /// Number of points.
  public let n: Int
  /// P(tau ≥ observed) when order does not matter: one-sided, for a rise.
  public let pGreater: Double
  /// P(tau ≤ observed): one-sided, for a fall.
  public let pLess: Double
  /// P(|tau| ≥ |observed|).
  public let pTwoSided: Double
  /// How the p values were found.
  public let method: PermutationMethod
  private let x: [Double]
  private let y: [Double]

  /// The most points for which all orders are enumerated.
  private static let largestExact = 9

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
    let score = pairs.score
    pGreater = scores.share { $0 >= score }
    pLess = scores.share { $0 <= score }
    pTwoSided = scores.share { abs($0) >= abs(score) }
    method = isExact ? .exact : .permutation(draws: draws)
  }

  /// The least one-sided p that a number of points without ties can give: 1/n!, so that with four
  /// points no order, however perfect, is rarer than 1 in 24. Where orders are drawn, p is also never
  /// below 1/(draws + 1).
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

extension KendallTau {
  /// The percentile interval of tau over resampled points (Efron and Tibshirani, "An Introduction
  /// to the Bootstrap", 1993, chapter 13).
  ///
  /// A resample in which a variable is constant has no tau and is skipped; more than a third of
  /// them is a Fault, as are draws that do not vary: points in perfect order stay so in every
  /// resample, and an interval of no width would claim certainty. With few points the interval
  /// covers less than it says.
  public func interval(
    level: Double = 0.95, seed: UInt64 = 0, draws: Int = 2000
  ) throws -> (low: Double, high: Double) {
    try checkLevel(level)
    try checkDraws(draws)
    var stream = RandomStream(seed: seed, named: "rank/kendall-interval")
    let taus = (0..<draws).compactMap { _ in resampled(&stream) }.sorted()
    try checkSpread(of: taus, draws)
    return percentileEnds(taus, level: level)
  }

  private func resampled(_ stream: inout RandomStream) -> Double? {
    var drawn: [Int] = []
    for _ in 0..<n { drawn.append(stream.index(below: n)) }
    return PairCount(drawn.map { x[$0] }, drawn.map { y[$0] }).tau
  }

  private func checkSpread(of taus: [Double], _ draws: Int) throws {
    guard 3 * (draws - taus.count) <= draws else {
      throw Fault(
        "a variable is constant in too many resamples", expected: "at most a third of them",
        found: "\(draws - taus.count) of \(draws)", hint: "more points are needed for an interval")
    }
    guard let low = taus.first, let high = taus.last, high - low > 1e-9 else {
      throw Fault(
        "the draws do not vary, so the interval would have no width",
        expected: "points that are not in perfect order", found: "tau \(tau) in every draw",
        hint: "the exact p value says what so many points can show")
    }
  }
}

/// How the two variables agree over all pairs of points: what Kendall's tau is made of.
struct PairCount {
  /// Kendall's S: the pairs in which both variables rise, or both fall, less those in which one rises
  /// and the other falls.
  private(set) var score = 0
  /// Pairs that are not tied in the first variable, and in the second.
  private(set) var untiedX = 0
  private(set) var untiedY = 0

  init(_ x: [Double], _ y: [Double]) {
    for i in x.indices {
      for j in 0..<i {
        let (a, b) = (Self.sign(x[i], x[j]), Self.sign(y[i], y[j]))
        untiedX += abs(a)
        untiedY += abs(b)
        score += a * b
      }
    }
  }

  /// S / √(pairs untied in x · pairs untied in y); nil where a variable is constant.
  var tau: Double? {
    guard untiedX > 0, untiedY > 0 else { return nil }
    return Double(score) / (Double(untiedX) * Double(untiedY)).squareRoot()
  }

  /// −1, 0 or 1.
  static func sign(_ a: Double, _ b: Double) -> Int { a < b ? -1 : (a > b ? 1 : 0) }
}

/// How often each value of Kendall's S comes up when the second variable is put in other orders.
/// Ties do not change with the order, so tau-b is S times a constant, and S is a whole number.
struct ScoreDistribution {
  /// Index: S + number of pairs.
  private var counts: [Int]
  private let pairs: Int

  private init(points: Int) {
    pairs = points * (points - 1) / 2
    counts = Array(repeating: 0, count: 2 * pairs + 1)
  }

  /// All orders of `y`.
  init(ordersOf y: [Double], against x: [Double]) {
    self.init(points: x.count)
    var order = y
    visit(0, score: 0, &order, x)
  }

  /// Random orders of `y`, and the observed one, so that no p is 0 (Phipson and Smyth, Stat. Appl.
  /// Genet. Mol. Biol. 9, 2010).
  init(drawsOf y: [Double], against x: [Double], seed: UInt64, draws: Int) {
    self.init(points: x.count)
    var stream = RandomStream(seed: seed, named: "rank/kendall")
    counts[pairs + PairCount(x, y).score] += 1
    for _ in 0..<draws {
      counts[pairs + PairCount(x, y.shuffled(using: &stream)).score] += 1
    }
  }

  /// Share of the orders whose S `holds`.
  func share(_ holds: (Int) -> Bool) -> Double {
    let (mine, all) = counts.indices.reduce((0, 0)) {
      ($0.0 + (holds($1 - pairs) ? counts[$1] : 0), $0.1 + counts[$1])
    }
    return Double(mine) / Double(all)
  }

  /// Puts each value that is left at place `depth`, and adds up S on the way.
  private mutating func visit(_ depth: Int, score: Int, _ order: inout [Double], _ x: [Double]) {
    guard depth < order.count else {
      counts[pairs + score] += 1
      return
    }
    for other in depth..<order.count {
      order.swapAt(depth, other)
      var added = 0
      for i in 0..<depth {
        added += PairCount.sign(x[depth], x[i]) * PairCount.sign(order[depth], order[i])
      }
      visit(depth + 1, score: score + added, &order, x)
      order.swapAt(depth, other)
    }
  }
}
