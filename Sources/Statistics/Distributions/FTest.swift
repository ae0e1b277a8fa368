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
