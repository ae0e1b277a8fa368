import Core
import Testing

@testable import Lab

@Suite struct SamplingTests {
  /// Both ways of drawing, by permutation and by rejection, give every ordered pair alike.
  @Test(arguments: [3, 6]) func distinctPairsAreAllAsLikely(_ bound: Int) {
    var stream = RandomStream(seed: 5)
    var counts = [Int](repeating: 0, count: bound * bound)
    for _ in 0..<20_000 {
      let pair = stream.distinct(2, below: bound)
      counts[Int(pair[0]) * bound + Int(pair[1])] += 1
    }
    let same = (0..<bound).map { counts[$0 * bound + $0] }
    #expect(same.allSatisfy { $0 == 0 })
    let different = counts.indices.filter { $0 / bound != $0 % bound }.map { counts[$0] }
    #expect(fits(different, uniform(different.count)))
  }

  /// The second draw has the probability that the first leaves it.
  @Test func weightedDrawsAreWithoutReplacement() {
    let weights = [0.5, 0.3, 0.2]
    var stream = RandomStream(seed: 6)
    var first = [0, 0, 0]
    var second = [0, 0, 0]
    for _ in 0..<20_000 {
      let drawn = stream.distinct(3, weights: weights)
      #expect(Set(drawn).count == 3)
      first[drawn[0]] += 1
      second[drawn[1]] += 1
    }
    let expected = (0..<3).map { j in
      (0..<3).filter { $0 != j }.reduce(0) { $0 + weights[$1] * weights[j] / (1 - weights[$1]) }
    }
    #expect(fits(first, weights))
    #expect(fits(second, expected))
  }

  @Test(arguments: [0.3, 1, 4]) func gammaHasItsMeanAndVariance(_ shape: Double) {
    var stream = RandomStream(seed: 7)
    let draws = (0..<40_000).map { _ in DeterministicMath.exp(stream.logGamma(shape: shape)) }
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    #expect(abs(mean - shape) < 0.05 * shape)
    #expect(abs(variance - shape) < 0.1 * shape)
  }

  /// Shapes so small that the gamma numbers underflow.
  @Test func dirichletSumsToOneHoweverSparse() {
    var stream = RandomStream(seed: 8)
    for concentration in [1e-4, 0.1, 10] {
      let row = stream.dirichlet(20, concentration: concentration)
      #expect(abs(row.reduce(0, +) - 1) < 1e-12)
      #expect(row.allSatisfy { $0 >= 0 })
    }
    let sparse = (0..<50).map { _ in stream.dirichlet(20, concentration: 0.01).max() ?? 0 }
    let even = (0..<50).map { _ in stream.dirichlet(20, concentration: 100).max() ?? 1 }
    #expect(sparse.sorted()[25] > 0.9)
    #expect(even.sorted()[25] < 0.1)
  }
}
