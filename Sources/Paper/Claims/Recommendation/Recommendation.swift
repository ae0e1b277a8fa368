import Core

/// What a rule recommends, and how sure that is.
public struct Recommendation: Sendable {
  /// How often a candidate is the pick.
  public struct Share: Sendable {
    public let candidate: Candidate
    /// Of all draws.
    public let share: Double
  }

  public let rule: DecisionRule
  public let candidates: Candidates
  /// What the numbers give without noise: as printed, or on the fitted curve.
  public let choice: Choice
  /// Each candidate's recall in that choice.
  public let recall: [Double]
  /// Each candidate's share of picks, in the order of candidates.
  public let shares: [Share]
  /// The share of draws in which no candidate satisfies the rule.
  public let none: Double
  public let draws: Int
  /// Standard deviation of the noise in recall.
  public let deviation: Double
  /// The curve that the noise was taken from.
  public let form: String

  public static let defaultDraws = 2000
  public static let defaultSeed: UInt64 = 2507

  /// - Throws: `Unprinted` where what the rule needs is not printed.
  public init(
    _ base: EvidenceBase, rule: DecisionRule = DecisionRule(), draws: Int = defaultDraws,
    seed: UInt64 = defaultSeed
  ) throws {
    let candidates = try Candidates(base, rule: rule)
    guard !candidates.all.isEmpty else {
      throw Unprinted(
        "no stack of \(rule.families.joined(separator: ", ")) has recall and language modelling "
          + "printed")
    }
    // Noise and curve come from all families, whichever are to be chosen from.
    var all = rule
    all.families = []
    let whole = try Candidates(base, rule: all)
    let drawn = try RecallDraws.of(whole, reading: rule.reading, count: draws, seed: seed)
    let places = whole.all.indices.filter { place in
      candidates.all.contains { $0.name == whole.all[place].name }
    }
    let cache = candidates.all.map(\.cacheBytes)
    var counts = cache.map { _ in 0 }
    for draw in drawn.draws {
      let choice = Choice(
        cache: cache, recall: places.map { draw.recall[$0] }, lm: places.map { draw.lm[$0] },
        baseline: draw.baseline, rule: rule)
      if let pick = choice.pick { counts[pick] += 1 }
    }
    let recall = places.map { drawn.center.recall[$0] }
    self.init(
      rule: rule, candidates: candidates,
      choice: Choice(
        cache: cache, recall: recall, lm: places.map { drawn.center.lm[$0] },
        baseline: drawn.center.baseline, rule: rule), recall: recall, counts: counts, draws: draws,
      deviation: drawn.deviation, form: drawn.form)
  }

  /// - Parameter counts: how many draws picked each candidate
  init(
    rule: DecisionRule, candidates: Candidates, choice: Choice, recall: [Double], counts: [Int],
    draws: Int, deviation: Double, form: String
  ) {
    (self.rule, self.candidates, self.choice) = (rule, candidates, choice)
    (self.recall, self.draws, self.deviation, self.form) = (recall, draws, deviation, form)
    shares = zip(candidates.all, counts).map {
      Share(candidate: $0, share: Double($1) / Double(draws))
    }
    none = 1 - shares.reduce(0) { $0 + $1.share }
  }

  /// The pick without noise.
  public var pick: Candidate? { choice.pick.map { candidates.all[$0] } }

  /// The share of draws that pick a candidate of some kind.
  public func share(where condition: (Candidate) -> Bool) -> Double {
    shares.filter { condition($0.candidate) }.reduce(0) { $0 + $1.share }
  }

  /// The candidates that are picked most often, with their shares.
  public func top(_ count: Int) -> [Share] {
    Array(shares.filter { $0.share > 0 }.sorted { $0.share > $1.share }.prefix(count))
  }
}

extension Evidence {
  /// What a rule recommends by this evidence; it counts as read.
  func recommendation(_ rule: DecisionRule) throws -> Recommendation {
    try compute { base in
      let recommendation = try Recommendation(base, rule: rule)
      return (recommendation, recommendation.candidates.reads)
    }
  }
}
