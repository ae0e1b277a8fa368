import Core

/// What makes one stack the one to build: of all that recall enough, the one that keeps least in
/// memory; of those that keep equally much, the one that recalls most.
public struct DecisionRule: Sendable, Equatable {
  /// Which numbers stand for a candidate's recall.
  public enum Reading: String, Sendable, CaseIterable {
    /// Each printed number by itself, with the noise of one training run.
    case cells
    /// The curve that all families share, with a level for each: what is odd in one cell counts
    /// little.
    case curve
  }

  /// How far below the Transformer's recall is still enough, in accuracy (fraction).
  public var recallMargin: Double
  /// How far below the best language modelling of all candidates is still enough; nil for no
  /// demand.
  public var lmMargin: Double?
  /// Tokens that the cache holds.
  public var contextLength: Int
  /// What `r:1` means for the number of attention layers.
  public var convention: RatioConvention
  /// The most that the cache of one sequence may take, in bytes.
  public var cacheBudget: Double?
  /// The families to choose from; empty for all.
  public var families: [String]
  public var reading: Reading
  /// The model that the cache is computed for.
  public var shape: ModelShape

  public init(
    recallMargin: Double = 0.02, lmMargin: Double? = nil, contextLength: Int = 4096,
    convention: RatioConvention = .oneInR, cacheBudget: Double? = nil, families: [String] = [],
    reading: Reading = .cells, shape: ModelShape = .paper1B3
  ) {
    self.recallMargin = recallMargin
    self.lmMargin = lmMargin
    self.contextLength = contextLength
    self.convention = convention
    self.cacheBudget = cacheBudget
    self.families = families
    self.reading = reading
    self.shape = shape
  }
}
