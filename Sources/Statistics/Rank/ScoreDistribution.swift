import Core

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
