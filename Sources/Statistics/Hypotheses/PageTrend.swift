import Core

/// How the p value of a permutation test was found.
public enum PermutationMethod: Sendable, Equatable {
  /// From all orders, or all assignments of the groups.
  case exact
  /// From random ones; the observed one counts as one of them, so that p is never 0.
  case permutation(draws: Int)
}

/// Page's test for a rise over ordered treatments within blocks (J. Am. Stat. Assoc. 58, 1963).
///
/// Blocks are groups (families), treatments the attention fractions. Only ranks within a block
/// count, so no form of curve is assumed and blocks may differ in level and in scale.
public struct TrendTest: Sendable, Equatable {
  /// L = Σ j·R_j, R_j the sum over blocks of the rank of treatment j; ties get mean ranks.
  public let statistic: Double
  /// P(L ≥ statistic) when order does not matter: one-sided, for a rise.
  public let pValue: Double
  /// Mean over blocks of Spearman's correlation with the attention fraction, −1...1 (without ties).
  public let meanCorrelation: Double
  public let method: PermutationMethod
}

/// Tests whether y rises with the attention fraction within groups. Each group needs one point at
/// each fraction. Up to seven fractions the p value is exact; above, it comes from `draws` random
/// orders.
public func pageTrend(
  _ points: [CurvePoint], seed: UInt64 = 0, draws: Int = 20_000
) throws -> TrendTest {
  let table = try PointTable(points)
  let ranks = try blocks(table).map(meanRanks)
  let k = table.distinct.count
  let statistic = ranks.reduce(0) { $0 + weighted($1) }
  let isExact = k <= 7
  let pValue =
    isExact
    ? exactTail(ranks, statistic) : permutationTail(ranks, statistic, seed: seed, draws: draws)
  let (size, count) = (Double(k), Double(ranks.count))
  return TrendTest(
    statistic: statistic, pValue: pValue,
    meanCorrelation: 12 * statistic / (count * size * (size * size - 1))
      - 3 * (size + 1) / (size - 1),
    method: isExact ? .exact : .permutation(draws: draws))
}

/// Each group's values in order of rising fraction.
private func blocks(_ table: PointTable) throws -> [[Double]] {
  guard table.distinct.count >= 2 else {
    throw Fault("a trend needs at least two attention fractions", found: "\(table.distinct)")
  }
  return try table.groups.indices.map { group in
    let mine = table.points(ofGroup: group).sorted { $0.x < $1.x }
    guard mine.map(\.x) == table.distinct else {
      throw Fault(
        "a group does not have one point at each attention fraction", at: table.groups[group],
        expected: "\(table.distinct)", found: "\(mine.map(\.x))",
        hint: "leave the group out, or the fractions that it lacks")
    }
    return mine.map(\.y)
  }
}

private func meanRanks(_ values: [Double]) -> [Double] {
  values.map { value in
    let (below, equal) = (values.count { $0 < value }, values.count { $0 == value })
    return Double(below) + Double(equal + 1) / 2
  }
}

private func weighted(_ ranks: [Double]) -> Double {
  ranks.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
}

/// The blocks' null distributions are convolved. L is a multiple of a half, so it is counted in
/// halves and no probability depends on rounding.
private func exactTail(_ ranks: [[Double]], _ statistic: Double) -> Double {
  var total = [1.0]
  for block in ranks {
    let single = orderDistribution(block)
    var next = Array(repeating: 0.0, count: total.count + single.count - 1)
    for (i, a) in total.enumerated() where a > 0 {
      for (j, b) in single.enumerated() where b > 0 { next[i + j] += a * b }
    }
    total = next
  }
  return min(1, total.dropFirst(Int(clamping: (2 * statistic).rounded())).reversed().reduce(0, +))
}

/// P(2·Σ j·rank = place) over all orders of one block's ranks.
private func orderDistribution(_ ranks: [Double]) -> [Double] {
  let largest = Int(clamping: (2 * weighted(ranks.sorted())).rounded())
  var counts = Array(repeating: 0.0, count: largest + 1)
  var order = ranks
  func visit(_ depth: Int) {
    guard depth < order.count else {
      counts[Int(clamping: (2 * weighted(order)).rounded())] += 1
      return
    }
    for other in depth..<order.count {
      order.swapAt(depth, other)
      visit(depth + 1)
      order.swapAt(depth, other)
    }
  }
  visit(0)
  let all = counts.reduce(0, +)
  return counts.map { $0 / all }
}

/// The observed order counts as one of the draws, so that p is never 0.
private func permutationTail(
  _ ranks: [[Double]], _ statistic: Double, seed: UInt64, draws: Int
) -> Double {
  var stream = RandomStream(seed: seed, named: "trend/page")
  let reached = (0..<draws).count { _ in
    ranks.reduce(0) { $0 + weighted($1.shuffled(using: &stream)) } >= statistic - 1e-9
  }
  return Double(reached + 1) / Double(draws + 1)
}
