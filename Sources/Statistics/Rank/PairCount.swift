/// How the pairs of points stand to one another: what Kendall's tau is made of.
struct PairCount {
  /// Pairs in which both variables rise, or both fall.
  private(set) var concordant = 0
  /// Pairs in which one rises and the other falls.
  private(set) var discordant = 0
  /// Pairs that are not tied in the first variable, and in the second.
  private(set) var untiedX = 0
  private(set) var untiedY = 0

  init(_ x: [Double], _ y: [Double]) {
    for i in x.indices {
      for j in 0..<i {
        let (a, b) = (Self.sign(x[i], x[j]), Self.sign(y[i], y[j]))
        untiedX += abs(a)
        untiedY += abs(b)
        concordant += a * b > 0 ? 1 : 0
        discordant += a * b < 0 ? 1 : 0
      }
    }
  }

  /// Kendall's S.
  var score: Int { concordant - discordant }

  /// S / √(pairs untied in x · pairs untied in y); nil where a variable is constant.
  var tau: Double? {
    guard untiedX > 0, untiedY > 0 else { return nil }
    return Double(score) / (Double(untiedX) * Double(untiedY)).squareRoot()
  }

  /// −1, 0 or 1.
  static func sign(_ a: Double, _ b: Double) -> Int { a < b ? -1 : (a > b ? 1 : 0) }
}
