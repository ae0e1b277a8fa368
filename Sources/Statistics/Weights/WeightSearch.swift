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
