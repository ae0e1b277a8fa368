import Core

extension WeightSearch {
  /// The chance that some weights would reproduce at least as many rows if the averages had
  /// nothing to do with the columns: the share of `draws` tables, with averages drawn uniformly
  /// between the least and the greatest column of each row, whose best candidate does as well.
  ///
  /// It says how much a search over so many candidates can find by luck.
  public func chance(seed: UInt64 = 0, draws: Int = 200) -> Double {
    precondition(draws >= 1, "a chance needs draws")
    let observed = best.first?.reproduced.count ?? 0
    guard observed > 0 else { return 1 }
    let means = candidateMeans()
    var stream = RandomStream(seed: seed, named: "weights/chance")
    let reached = (0..<draws).count { _ in
      let averages = rows.map { $0.drawnAverage(&stream) }
      return means.contains { reproduced($0, averages) >= observed }
    }
    return Double(reached) / Double(draws)
  }

  /// For each candidate the weighted means of all rows.
  private func candidateMeans() -> [[Double]] {
    var means: [[Double]] = []
    forEachPrimitiveWeights(columns: rows[0].columns.count, sums: sums) { weights in
      means.append(rows.map { $0.mean(weights) })
    }
    return means
  }

  private func reproduced(_ means: [Double], _ averages: [Double]) -> Int {
    rows.indices.count { abs(means[$0] - averages[$0]) <= rows[$0].tolerance }
  }
}

extension WeightSearch.Row {
  fileprivate func drawnAverage(_ stream: inout RandomStream) -> Double {
    let low = columns.reduce(.infinity, min)
    let high = columns.reduce(-.infinity, max)
    return low + (high - low) * stream.uniform()
  }
}
