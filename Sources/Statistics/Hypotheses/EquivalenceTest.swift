import Core

/// Two one-sided t tests of equivalence (Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987): is a
/// difference so small that it does not matter, which is to say within ± `margin`?
///
/// That a difference was not found is no evidence that there is none; this test asks for evidence.
/// Estimate, margin and interval ends have the unit of the differences.
public struct EquivalenceTest: Sendable, Equatable {
  /// What the data say about the margin.
  public enum Outcome: String, Sendable, CaseIterable {
    /// The interval `low...high` lies within ± margin.
    case equivalent
    /// The interval `wideLow...wideHigh` lies wholly beyond one of the margins.
    case different
    /// Neither: there are too few data for this margin.
    case undecided
  }

  /// The mean difference, or the estimate that was given.
  public let estimate: Double
  public let standardError: Double
  /// Degrees of freedom of the standard error.
  public let df: Double
  /// Number of differences.
  public let n: Int
  /// The largest difference that does not matter, above 0.
  public let margin: Double
  /// Confidence level, 0.5..<1; each of the two tests is made at α = 1 − level.
  public let level: Double
  /// p of the test against "the difference is −margin or below".
  public let pLower: Double
  /// p of the test against "the difference is +margin or above".
  public let pUpper: Double
  /// The ends of the interval of confidence 1 − 2α: within ± margin exactly when both tests
  /// reject.
  public let low: Double
  public let high: Double
  /// The ends of the ordinary interval of confidence `level`.
  public let wideLow: Double
  public let wideHigh: Double
  /// The differences were all equal, and the standard error is that of rounding alone.
  public private(set) var isRoundingOnly = false

  /// Of an estimate with its standard error, which came from `n` values.
  public init(
    estimate: Double, standardError: Double, df: Double, n: Int, margin: Double,
    level: Double = 0.95
  ) throws {
    try Self.check(estimate, standardError, df, margin, level)
    (self.estimate, self.standardError, self.df) = (estimate, standardError, df)
    (self.n, self.margin, self.level) = (n, margin, level)
    let student = StudentT(df: df)
    pLower = student.cumulative(-(estimate + margin) / standardError)
    pUpper = student.cumulative((estimate - margin) / standardError)
    let narrow = student.quantile(level) * standardError
    let wide = student.twoSided(level) * standardError
    (low, high) = (estimate - narrow, estimate + narrow)
    (wideLow, wideHigh) = (estimate - wide, estimate + wide)
  }

  /// Of paired differences, at least two.
  ///
  /// Equal differences have no spread, and an interval of no width would claim certainty. They are
  /// a Fault, unless `resolution` says to which step the two numbers behind each difference were
  /// rounded (0.001 for three decimals): then each difference has the variance of that rounding,
  /// 2 · resolution²/12 (Sheppard's correction, Proc. Lond. Math. Soc. 29, 1898), which is a lower
  /// bound of its noise.
  public init(
    differences: [Double], margin: Double, level: Double = 0.95, resolution: Double = 0
  ) throws {
    let spread = try DifferenceSpread(differences, resolution: resolution)
    let count = Double(differences.count)
    try self.init(
      estimate: spread.mean, standardError: (spread.variance / count).squareRoot(),
      df: count - 1, n: differences.count, margin: margin, level: level)
    isRoundingOnly = spread.isRoundingOnly
  }

  /// The test's p value: the larger of the two, since both have to reject.
  public var pValue: Double { max(pLower, pUpper) }

  /// The least margin at which the difference would count as equivalent at this level.
  public var smallestMargin: Double { max(abs(low), abs(high)) }

  public var outcome: Outcome {
    if smallestMargin <= margin { return .equivalent }
    return wideLow > margin || wideHigh < -margin ? .different : .undecided
  }

  private static func check(
    _ estimate: Double, _ standardError: Double, _ df: Double, _ margin: Double, _ level: Double
  ) throws {
    guard level > 0.5 && level < 1 else {
      throw Fault(
        "confidence level of an equivalence test is out of range", expected: "between 0.5 and 1",
        found: "\(level)")
    }
    guard margin > 0, margin.isFinite else {
      throw Fault("not a margin of equivalence", expected: "above 0", found: "\(margin)")
    }
    guard estimate.isFinite, standardError > 0, standardError.isFinite, df > 0 else {
      throw Fault(
        "not an estimate with a standard error",
        expected: "a finite estimate, a standard error and degrees of freedom above 0",
        found: "\(estimate) ± \(standardError) with \(df) degrees of freedom")
    }
  }
}

/// Mean and variance of paired differences, where equal differences are told from noise in the
/// last bits.
struct DifferenceSpread {
  let mean: Double
  /// Of one difference; above 0.
  let variance: Double
  let isRoundingOnly: Bool

  init(_ differences: [Double], resolution: Double) throws {
    guard differences.count >= 2, differences.allSatisfy(\.isFinite) else {
      throw Fault(
        "no spread of differences", expected: "at least two differences, all finite",
        found: "\(differences)")
    }
    try checkResolution(resolution)
    let count = Double(differences.count)
    isRoundingOnly = Self.isConstant(differences, resolution)
    guard !isRoundingOnly || resolution > 0 else {
      throw Fault(
        "all differences are equal, so an interval would have no width",
        expected: "differences that vary, or the resolution that the data were rounded to",
        found: "\(differences.count) times \(differences[0])",
        hint: "give the data's resolution, such as 0.001 for three decimals")
    }
    mean = differences.reduce(0, +) / count
    variance =
      isRoundingOnly ? resolution * resolution / 6 : squaresAboutMean(differences) / (count - 1)
  }

  /// Differences of printed numbers that are equal on paper differ by a few last bits.
  private static func isConstant(_ differences: [Double], _ resolution: Double) -> Bool {
    let low = differences.reduce(.infinity, min)
    let high = differences.reduce(-.infinity, max)
    return high - low <= max(1e-6 * resolution, 1e-9 * max(abs(low), abs(high)))
  }
}
