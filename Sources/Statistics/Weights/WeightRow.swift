import Core

extension WeightSearch.Row {
  /// The weighted mean of the columns.
  func mean(_ weights: [Int]) -> Double {
    var (total, sum) = (0.0, 0)
    for (column, weight) in zip(columns, weights) {
      total += Double(weight) * column
      sum += weight
    }
    return total / Double(sum)
  }

  /// How far a recomputed mean may be from the printed average: each rounded column is off by up
  /// to half a step, and so is their weighted mean, Σ w·step/2 / Σ w; the average was rounded too.
  var tolerance: Double { columnResolution / 2 + averageResolution / 2 + 1e-9 }

  func isReproduced(by weights: [Int]) -> Bool { abs(mean(weights) - average) <= tolerance }

  /// Faults unless the row has so many columns, finite numbers and resolutions of 0 or above.
  func check(columns count: Int) throws {
    guard columns.count == count else {
      throw Fault(
        "rows differ in their columns", at: name, expected: "\(count) columns",
        found: "\(columns.count)")
    }
    guard (columns + [average, columnResolution, averageResolution]).allSatisfy(\.isFinite),
      columnResolution >= 0, averageResolution >= 0
    else {
      throw Fault(
        "not a row of printed numbers", at: name,
        expected: "finite numbers, resolutions of 0 or above", found: "\(self)")
    }
  }
}
