import Core
import Statistics

/// What a recommendation rests on under all margins, budgets and context lengths at once: the same
/// candidates, curves and draws as `Recommendation`, so that whoever applies the rule to them gets its
/// answers.
public struct Exploration: Sendable {
  /// Recall by one reading, in the order of candidates.
  public struct Reading: Sendable {
    public let reading: DecisionRule.Reading
    /// Without noise, in accuracy.
    public let recall: [Double]
    /// Half of the 95 % interval: t times the standard deviation of the draws.
    public let halfWidths: [Double]
    /// What recall could have been.
    public let draws: [(baseline: Double, recall: [Double])]
    /// The curve that the noise was taken from, and its degrees of freedom.
    public let form: String
    public let df: Int
  }

  /// The candidates at each context length.
  public let candidates: [Candidates]
  public let contextLengths: [Int]
  /// What the Transformer keeps for one sequence in bytes, by context length.
  public let fullCacheBytes: [Double]
  public let readings: [Reading]

  /// - Throws: `Unprinted` where what the rule needs is not printed.
  public init(
    _ base: EvidenceBase, contextLengths: [Int], draws: Int = Recommendation.defaultDraws,
    seed: UInt64 = Recommendation.defaultSeed
  ) throws {
    self.contextLengths = contextLengths
    let rules = contextLengths.map { DecisionRule(contextLength: $0) }
    candidates = try rules.map { try Candidates(base, rule: $0) }
    fullCacheBytes = try rules.map { try Candidates.fullCacheBytes(base, rule: $0) }
    guard let first = candidates.first else {
      throw Fault("no context length to explore", expected: "one or more")
    }
    readings = try DecisionRule.Reading.allCases.map {
      Reading($0, try RecallDraws.of(first, reading: $0, count: draws, seed: seed))
    }
  }
}

extension Exploration.Reading {
  fileprivate init(_ reading: DecisionRule.Reading, _ drawn: RecallDraws) {
    let width = StudentT(df: Double(drawn.df)).twoSided(0.95)
    self.init(
      reading: reading, recall: drawn.center.recall,
      halfWidths: drawn.center.recall.indices.map { place in
        width * deviation(drawn.draws.map { $0.recall[place] })
      },
      draws: drawn.draws.map { ($0.baseline, $0.recall) }, form: drawn.form, df: drawn.df)
  }
}

/// Standard deviation of a sample.
private func deviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(max(1, values.count - 1))).squareRoot()
}
