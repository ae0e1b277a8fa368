/// Moves labels apart.
enum LabelSpread {
  /// A label's wish.
  struct Wish {
    /// Where its middle would best be, in points.
    var middle: Double
    var height: Double
  }

  /// The middles nearest to the wishes (least squares) at which no two labels overlap and all lie
  /// within `bounds`; in the order of the wishes. `nil` when there is not enough room.
  ///
  /// Labels keep the order of their middles. With the space that the labels above need taken off,
  /// that is a regression to a sequence that never falls, solved by pooling neighbours.
  static func spread(_ wishes: [Wish], within bounds: ClosedRange<Double>) -> [Double]? {
    guard let first = wishes.first else { return [] }
    let total = wishes.reduce(0) { $0 + $1.height }
    guard total <= bounds.upperBound - bounds.lowerBound else { return nil }
    let order = wishes.indices.sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    let offsets = offsets(order.map { wishes[$0].height })
    let free = zip(order, offsets).map { wishes[$0].middle - $1 }
    let head = wishes[order.first ?? 0].height
    let low = bounds.lowerBound + head / 2
    let high = bounds.lowerBound + head / 2 + (bounds.upperBound - bounds.lowerBound - total)
    var result = Array(repeating: first.middle, count: wishes.count)
    for (rank, value) in isotonic(free).enumerated() {
      result[order[rank]] = min(max(value, low), high) + offsets[rank]
    }
    return result
  }

  /// How far each middle is below the first one when the labels touch.
  private static func offsets(_ heights: [Double]) -> [Double] {
    var sum = 0.0
    return heights.indices.map { i in
      if i > 0 { sum += (heights[i - 1] + heights[i]) / 2 }
      return sum
    }
  }

  /// The nearest sequence that never falls.
  private static func isotonic(_ values: [Double]) -> [Double] {
    var pools: [(sum: Double, count: Int)] = []
    for value in values {
      pools.append((value, 1))
      while pools.count > 1, mean(pools[pools.count - 2]) > mean(pools[pools.count - 1]) {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    return pools.flatMap { Array(repeating: mean($0), count: $0.count) }
  }

  private static func mean(_ pool: (sum: Double, count: Int)) -> Double {
    pool.sum / Double(pool.count)
  }
}
