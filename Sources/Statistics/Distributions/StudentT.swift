import Core

/// Student's t distribution.
public struct StudentT: Sendable, Equatable {
  /// Degrees of freedom, above 0.
  public let df: Double

  public init(df: Double) {
    precondition(df > 0, "Student's t needs degrees of freedom")
    self.df = df
  }

  /// P(T ≤ t).
  public func cumulative(_ t: Double) -> Double {
    let tail = regularisedBeta(df / (df + t * t), df / 2, 0.5) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The t with P(T ≤ t) = p, 0 < p < 1, by bisection on the tail.
  public func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile needs a probability between 0 and 1")
    guard p != 0.5 else { return 0 }
    let tail = min(p, 1 - p)
    var (low, high) = (0.0, 1.0)
    while cumulative(-high) > tail { (low, high) = (high, high * 2) }
    while true {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if cumulative(-middle) > tail { low = middle } else { high = middle }
    }
    return p > 0.5 ? high : -high
  }

  /// The factor of a two-sided interval: `level` of the distribution lies within ± it.
  public func twoSided(_ level: Double) -> Double { quantile((1 + level) / 2) }
}

/// The F test of a fit against one that is nested in it.
public struct FTest: Sendable, Equatable {
  /// (ΔRSS/Δdf) / (RSS/df of the full fit); infinite when the full fit is exact.
  public let statistic: Double
  /// Parameters that the full fit has in excess.
  public let numeratorDf: Int
  /// Residual degrees of freedom of the full fit.
  public let denominatorDf: Int
  /// P(F ≥ statistic) under the nested fit.
  public let pValue: Double

  /// From the sums of squares and residual degrees of freedom of the two fits; nil unless the full
  /// one has fewer degrees of freedom, and at least one.
  public init?(nested: (rss: Double, df: Int), full: (rss: Double, df: Int)) {
    guard full.df >= 1, nested.df > full.df else { return nil }
    numeratorDf = nested.df - full.df
    denominatorDf = full.df
    let gain = max(nested.rss - full.rss, 0) / Double(numeratorDf)
    let noise = full.rss / Double(full.df)
    statistic = gain > 0 ? gain / noise : 0
    pValue = FTest.tail(statistic, Double(numeratorDf), Double(denominatorDf))
  }

  /// P(F ≥ f) with the given degrees of freedom.
  public static func tail(_ f: Double, _ numeratorDf: Double, _ denominatorDf: Double) -> Double {
    guard f > 0 else { return 1 }
    guard f.isFinite else { return 0 }
    return regularisedBeta(
      denominatorDf / (denominatorDf + numeratorDf * f), denominatorDf / 2, numeratorDf / 2)
  }
}

/// The regularised incomplete beta function I_x(a, b), from which the t and F tails follow.
///
/// Continued fraction by Lentz's method (Numerical Recipes, 3rd ed., 6.4); about 13 digits for the
/// small a and b that occur here.
func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  let front = DeterministicMath.exp(
    DeterministicMath.lgamma(a + b) - DeterministicMath.lgamma(a) - DeterministicMath.lgamma(b)
      + a * DeterministicMath.log(x) + b * DeterministicMath.log(1 - x))
  return x < (a + 1) / (a + b + 2)
    ? front * betaFraction(x, a, b) / a
    : 1 - front * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
  var c = 1.0
  var d = 1 / guarded(1 - (a + b) * x / (a + 1))
  var value = d
  for step in 1...1000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    let before = value
    for term in [even, odd] {
      d = 1 / guarded(1 + term * d)
      c = guarded(1 + term / c)
      value *= d * c
    }
    if abs(value - before) <= 1e-16 * abs(value) { break }
  }
  return value
}
