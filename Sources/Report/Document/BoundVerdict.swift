/// A verdict on a claim as the report states it, with the size that decided it.
public struct BoundVerdict: Codable, Sendable, Equatable {
  /// The claim's id: `recall-rises`.
  public var claim: String
  /// Whose numbers decide: `paper`, `independent`, `toy`, `yours`.
  public var scope: String
  /// What is claimed.
  public var statement: String
  /// `supported`, `contradicted`, `inconclusive`, `untestable`; `unreadable` where the evidence is.
  public var verdict: String
  /// The measured size, and what it is.
  public var effect: Double?
  public var effectName: String?
  /// The interval's ends, and of what kind it is.
  public var interval: [Double]?
  public var intervalKind: String?
  /// How many things the verdict rests on.
  public var n: Int?
  /// How far effect and interval may lie from the published ones. A verdict is the same or is not.
  public var tolerance: Tolerance
  /// The places of the numbers that were read.
  public var sources: [String]
  /// The cell that states it, as `analyses/<name>/main.swift:<line>`.
  public var cell: String

  public init(
    claim: String, scope: String, statement: String, verdict: String, effect: Double? = nil,
    effectName: String? = nil, interval: [Double]? = nil, intervalKind: String? = nil,
    n: Int? = nil, tolerance: Tolerance = .computed, sources: [String], cell: String
  ) {
    (self.claim, self.scope, self.statement) = (claim, scope, statement)
    (self.verdict, self.n, self.tolerance) = (verdict, n, tolerance)
    (self.effect, self.effectName) = (effect, effectName)
    (self.interval, self.intervalKind) = (interval, intervalKind)
    (self.sources, self.cell) = (sources, cell)
  }

  /// Unique in a report: `paper/recall-rises`.
  public var name: String { "\(scope)/\(claim)" }
}
