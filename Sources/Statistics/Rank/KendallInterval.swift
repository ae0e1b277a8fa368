import Core

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
    guard draws >= 100 else {
      throw Fault("too few bootstrap draws", expected: "at least 100", found: "\(draws)")
    }
    var stream = RandomStream(seed: seed, named: "rank/kendall-interval")
    let taus = (0..<draws).compactMap { _ in resampled(&stream) }.sorted()
    try checkDraws(taus, draws)
    return (
      BootstrapDraws.quantile(taus, (1 - level) / 2), BootstrapDraws.quantile(taus, (1 + level) / 2)
    )
  }

  private func resampled(_ stream: inout RandomStream) -> Double? {
    var drawn: [Int] = []
    for _ in 0..<n { drawn.append(stream.index(below: n)) }
    return PairCount(drawn.map { x[$0] }, drawn.map { y[$0] }).tau
  }

  private func checkDraws(_ taus: [Double], _ draws: Int) throws {
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
