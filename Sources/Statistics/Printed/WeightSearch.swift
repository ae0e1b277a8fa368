import Core

/// Which whole-number weights make the weighted means of columns reproduce printed averages: how
/// many tasks each column of a table stands for, where the paper does not say.
///
/// All weights from 1 up are tried whose sum is in a given range. Proportional weights give one
/// mean and count once: weights with a common divisor are left out, for they are searched as the
/// smaller ones where the range of sums reaches down to those.
public struct WeightSearch: Sendable, Equatable {
  /// A row of a table, all numbers in one unit.
  public struct Row: Sendable, Equatable {
    public let name: String
    public let columns: [Double]
    /// The printed average of the columns.
    public let average: Double
    /// The step to which the columns, and the average, were rounded.
    public let columnResolution: Double
    public let averageResolution: Double

    public init(
      name: String, columns: [Double], average: Double, columnResolution: Double,
      averageResolution: Double
    ) {
      (self.name, self.columns, self.average) = (name, columns, average)
      (self.columnResolution, self.averageResolution) = (columnResolution, averageResolution)
    }
  }

  /// Weights, with the rows that they reproduce.
  public struct Candidate: Sendable, Equatable {
    public let weights: [Int]
    /// Names of the reproduced rows, in the order of the rows.
    public let reproduced: [String]
    /// Σ |recomputed − printed average| over the reproduced rows.
    public let error: Double
    /// Sum of the weights.
    public var sum: Int { weights.reduce(0, +) }
  }

  public let rows: [Row]
  public let sums: ClosedRange<Int>
  /// All candidates with the most reproduced rows, by sum, then error, then weights. Empty when no
  /// row is reproduced by any.
  public let best: [Candidate]
  /// How many weights were tried.
  public let searched: Int
  /// How many of them reproduce 0, 1, 2 … rows.
  public let histogram: [Int]

  public init(_ rows: [Row], sums: ClosedRange<Int>) throws {
    try Self.check(rows, sums)
    var (best, most) = ([[Int]](), 1)
    var histogram = Array(repeating: 0, count: rows.count + 1)
    forEachPrimitiveWeights(columns: rows[0].columns.count, sums: sums) { weights in
      let count = rows.count { $0.isReproduced(by: weights) }
      histogram[count] += 1
      if count > most { (best, most) = ([], count) }
      if count == most { best.append(weights) }
    }
    (self.rows, self.sums, self.histogram) = (rows, sums, histogram)
    searched = histogram.reduce(0, +)
    self.best = best.map { Candidate($0, rows) }.sorted(by: Self.isBetter)
  }

  private static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
    (a.sum, a.error) == (b.sum, b.error)
      ? a.weights.lexicographicallyPrecedes(b.weights) : (a.sum, a.error) < (b.sum, b.error)
  }

  /// The most weights that are tried, before proportional ones are taken out.
  static let largestSearch = 1e6

  private static func check(_ rows: [Row], _ sums: ClosedRange<Int>) throws {
    guard let first = rows.first, !first.columns.isEmpty else {
      throw Fault("no weights to search", expected: "at least one row with at least one column")
    }
    for row in rows { try row.check(columns: first.columns.count) }
    let names = rows.map(\.name).sorted()
    if let twice = zip(names, names.dropFirst()).first(where: { $0 == $1 }) {
      throw Fault("two rows have one name", at: twice.0, expected: "distinct names")
    }
    let size = weightCount(columns: first.columns.count, sums: sums)
    guard size >= 1, size <= largestSearch else {
      throw Fault(
        "the sums of the weights make no search",
        expected: "1 to \(Int(clamping: largestSearch)) candidates",
        found: "\(size) with \(first.columns.count) columns and sums \(sums)",
        hint: "each weight is at least 1, so sums begin at the number of columns")
    }
  }
}

extension WeightSearch.Candidate {
  fileprivate init(_ weights: [Int], _ rows: [WeightSearch.Row]) {
    let mine = rows.filter { $0.isReproduced(by: weights) }
    self.weights = weights
    reproduced = mine.map(\.name)
    error = mine.reduce(0) { $0 + abs($1.mean(weights) - $1.average) }
  }
}

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

  /// Faults unless the row has this number of columns, finite numbers and resolutions of 0 or above.
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

extension WeightSearch {
  /// The chance that some weights would reproduce at least as many rows if the averages had
  /// nothing to do with the columns: the share of `draws` tables, with averages drawn uniformly
  /// between the least and the greatest column of each row, whose best candidate does as well.
  ///
  /// It says how much a search over this many candidates finds by chance.
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

/// Calls `body` with each vector of positive whole numbers without a common divisor whose sum is
/// in `sums`: by rising sum, then in lexicographic order.
func forEachPrimitiveWeights(
  columns: Int, sums: ClosedRange<Int>, _ body: ([Int]) -> Void
) {
  var weights = Array(repeating: 1, count: columns)
  func place(_ column: Int, _ left: Int) {
    guard column < columns - 1 else {
      weights[column] = left
      if weights.reduce(0, greatestCommonDivisor) == 1 { body(weights) }
      return
    }
    for weight in 1...(left - (columns - 1 - column)) {
      weights[column] = weight
      place(column + 1, left - weight)
    }
  }
  for sum in sums where sum >= columns { place(0, sum) }
}

/// How many vectors of positive whole numbers have a sum in `sums`, common divisors or not:
/// Σ C(sum − 1, columns − 1).
func weightCount(columns: Int, sums: ClosedRange<Int>) -> Double {
  guard sums.upperBound >= columns else { return 0 }
  let from = max(sums.lowerBound, columns)
  return choose(sums.upperBound, columns) - choose(from - 1, columns)
}

/// The number of ways to take `k` of `n`; 0 where there are fewer.
private func choose(_ n: Int, _ k: Int) -> Double {
  guard n >= k else { return 0 }
  return (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
