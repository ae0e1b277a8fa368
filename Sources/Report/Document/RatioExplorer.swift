/// The numbers behind a recommendation, for formats in which readers can choose their own margin,
/// context and budget. All arrays of a reading are in the order of the stacks.
public struct RatioExplorer: Codable, Sendable, Equatable {
  /// A family at a ratio.
  public struct Stack: Codable, Sendable, Equatable {
    /// The family's key, as charts call its series.
    public var family: String
    public var label: String
    /// As printed: `3:1`.
    public var ratio: String
    /// Printed recall and language modelling, in accuracy.
    public var recall: Double
    public var lm: Double
    /// Keys, values and states of one sequence in bytes, by context length.
    public var cacheBytes: [Double]
    /// The rows that recall and language modelling were read from.
    public var sources: [String]

    public init(
      family: String, label: String, ratio: String, recall: Double, lm: Double,
      cacheBytes: [Double], sources: [String]
    ) {
      (self.family, self.label, self.ratio) = (family, label, ratio)
      (self.recall, self.lm) = (recall, lm)
      (self.cacheBytes, self.sources) = (cacheBytes, sources)
    }
  }

  /// One way to read the printed numbers.
  public struct Reading: Codable, Sendable, Equatable {
    /// `cells` or `curve`.
    public var name: String
    public var label: String
    /// Recall without noise, in accuracy, with the ends of its interval.
    public var recall: [Double]
    public var low: [Double]
    public var high: [Double]
    /// What kind of interval, with its n.
    public var interval: String
    /// Resampled recall, one row per draw: the Transformer's, then the stacks'.
    public var draws: [[Float]]

    public init(
      name: String, label: String, recall: [Double], low: [Double], high: [Double],
      interval: String, draws: [[Float]]
    ) {
      (self.name, self.label, self.recall) = (name, label, recall)
      (self.low, self.high, self.interval, self.draws) = (low, high, interval, draws)
    }
  }

  /// The name for links: lower case, digits, hyphens.
  public var id: String
  /// What can be found out, as a sentence.
  public var title: String
  /// What the numbers are and where they are from.
  public var caption: String
  /// In tokens.
  public var contextLengths: [Int]
  /// What the Transformer keeps for one sequence in bytes, by context length.
  public var fullCacheBytes: [Double]
  /// The Transformer's printed recall, in accuracy, and where it was read.
  public var baseline: Double
  public var baselineSource: String
  /// What is chosen at first: tokens, and accuracy below the Transformer's.
  public var defaultLength: Int
  public var defaultMargin: Double
  public var stacks: [Stack]
  public var readings: [Reading]

  public init(
    id: String, title: String, caption: String, contextLengths: [Int], fullCacheBytes: [Double],
    baseline: Double, baselineSource: String, defaultLength: Int, defaultMargin: Double,
    stacks: [Stack], readings: [Reading]
  ) {
    (self.id, self.title, self.caption) = (id, title, caption)
    (self.contextLengths, self.fullCacheBytes) = (contextLengths, fullCacheBytes)
    (self.baseline, self.baselineSource) = (baseline, baselineSource)
    (self.defaultLength, self.defaultMargin) = (defaultLength, defaultMargin)
    (self.stacks, self.readings) = (stacks, readings)
  }
}
