/// One number of the paper, computed again from others that it prints.
public struct AuditFinding: Sendable, Equatable {
  /// What the comparison came to.
  public enum Status: String, Sendable, CaseIterable {
    /// Printed and recomputed agree within what rounding explains.
    case consistent
    /// They differ by more than rounding explains.
    case discrepant
    /// What it would be computed from is not printed, or could not tell right from wrong.
    case uncheckable = "not checkable"
  }

  /// Unique in an audit: `table5-average/Transformer`.
  public let id: String
  /// The check that made it.
  public let check: String
  /// The paper's tables and figures that it speaks of: `Table 5`.
  public let exhibits: [String]
  /// Where the printed number stands: `Table 5, Transformer, average`.
  public let place: String
  /// What was compared, as a noun phrase.
  public let what: String
  /// The numbers, where there are some.
  public let comparison: Comparison?
  public let status: Status
  /// One sentence: what was found, or why nothing could be.
  public let sentence: String
  /// The values that would be printed if the recomputed one is right, by place.
  public let replacement: [String: Double]
  /// The places of all numbers that it rests on.
  public let reads: [String]
}

/// A printed number beside its recomputation.
public struct Comparison: Sendable, Equatable {
  public let printed: Double
  public let recomputed: Double
  /// How far the two may lie apart by rounding alone, in the unit of both.
  public let tolerance: Double
  /// Digits after the point that make sense.
  public let decimals: Int

  public init(printed: Double, recomputed: Double, tolerance: Double, decimals: Int = 3) {
    self.printed = printed
    self.recomputed = recomputed
    self.tolerance = tolerance
    self.decimals = decimals
  }

  /// The recomputed less the printed number.
  public var difference: Double { recomputed - printed }
  /// Whether rounding explains the difference; a billionth is left to binary fractions.
  public var agrees: Bool { abs(difference) <= tolerance + 1e-9 }
}
