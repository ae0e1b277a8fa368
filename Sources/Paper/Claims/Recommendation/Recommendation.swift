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

extension Recommendation {
  /// The answer with the rule, every candidate's evidence, and the limits.
  public var json: JSONValue {
    .object([
      "pick": pick.map { .string($0.name) } ?? .null,
      "rule": .object([
        "recall_margin": .number(rule.recallMargin),
        "lm_margin": rule.lmMargin.map { .number($0) } ?? .null,
        "context_length": .integer(rule.contextLength),
        "convention": .string(rule.convention.rawValue),
        "cache_budget_bytes": rule.cacheBudget.map { .number($0) } ?? .null,
        "families": .array(rule.families.map { .string($0) }),
        "reading": .string(rule.reading.rawValue),
      ]),
      "baseline": .object([
        "recall": .number(candidates.baseline.value),
        "source": .string(candidates.baseline.provenance),
      ]),
      "draws": .integer(draws), "none": .number(none), "noise": .number(deviation),
      "candidates": .array(candidates.all.indices.map(entry)),
      "limits": .array(Self.limits.map { .string($0) }),
    ])
  }

  private func entry(_ place: Int) -> JSONValue {
    let one = candidates.all[place]
    return .object([
      "family": .string(one.family.key), "ratio": .string(one.ratio),
      "recall": .number(one.recall.value), "recall_used": .number(recall[place]),
      "recall_source": .string(one.recall.provenance),
      "lm": .number(one.lm.value), "lm_source": .string(one.lm.provenance),
      "attention_layers": .number(one.attentionLayers), "cache_bytes": .number(one.cacheBytes),
      "saving": .number(one.saving), "flops_per_token": .number(one.flopsPerToken),
      "share": .number(shares[place].share),
      "rejected": .array(choice.rejections[place].map { .string($0.words) }),
    ])
  }
}

extension Recommendation {
  /// What the numbers behind a recommendation do not cover.
  public static let limits = [
    "Each number is one training run of the paper, at 1.3B for recall; seeds are not printed.",
    "Recall is RULER at the context length that the paper evaluated, whatever length the cache is "
      + "computed for.",
    "Language modelling is Table 6, said to be the mean of both scales.",
    "HGRN and RetNet have no printed recall, so they are never picked.",
    "Heads of 256 are known for Gated DeltaNet and assumed for the other families.",
  ]

  /// The answer for a terminal: the pick, how sure it is, the evidence, and its limits.
  public var text: String {
    let head =
      pick.map { "Recommended: \($0.name)\n" } ?? "No stack satisfies these constraints.\n"
    return head + "\n" + basis + "\n" + evidence + "\nLimits:\n"
      + Self.limits.map { "  - \($0)\n" }.joined()
  }

  private var basis: String {
    let margin = NumberText.fixed(rule.recallMargin, 3)
    let picks = top(5).map { "\($0.candidate.name) \(NumberText.percent($0.share, 0))" }
    return """
      Rule: least cache of those whose recall is within \(margin) of the Transformer's \
      \(candidates.baseline.valueText) (\(candidates.baseline.provenance)).
      Were every model trained again: \(picks.joined(separator: ", "))\
      \(none > 0 ? ", none \(NumberText.percent(none, 0))" : "").
        (\(draws) draws; noise of ±\(NumberText.fixed(deviation, 3)) from the residuals of the \(form))

      """
  }

  private var evidence: String {
    let lines = candidates.all.indices.sorted { a, b in
      (candidates.all[a].attentionLayers, a) < (candidates.all[b].attentionLayers, b)
    }.map { place -> String in
      let one = candidates.all[place]
      let fields = [
        one.name.padded(to: 22), one.recall.valueText.padded(to: 8),
        NumberText.fixed(recall[place], 3).padded(to: 8), one.lm.valueText.padded(to: 8),
        NumberText.fixed(one.attentionLayers, 1).padded(to: 7),
        Self.mebibytes(one.cacheBytes).padded(to: 11),
        ("×" + NumberText.fixed(one.saving, 1)).padded(to: 7),
        NumberText.percent(shares[place].share, 0).padded(to: 7),
        choice.state(of: place),
      ]
      return fields.joined(separator: "  ")
    }
    let header = [
      "stack".padded(to: 22), "printed".padded(to: 8), "used".padded(to: 8), "lm".padded(to: 8),
      "layers".padded(to: 7), "cache".padded(to: 11), "saves".padded(to: 7),
      "picked".padded(to: 7), "why",
    ].joined(separator: "  ")
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  private static func mebibytes(_ bytes: Double) -> String {
    NumberText.fixed(bytes / 1_048_576, 1) + " MiB"
  }
}

extension Choice {
  /// `picked`, `would do`, or every reason why a candidate is out.
  func state(of place: Int) -> String {
    guard rejections[place].isEmpty else {
      return rejections[place].map(\.words).joined(separator: ", ")
    }
    return pick == place ? "picked" : "would do"
  }
}

extension Choice.Rejection {
  /// `recall is 0.012 short`
  public var words: String {
    switch self {
    case .recall(let short): "recall is \(NumberText.fixed(short, 3)) short"
    case .languageModelling(let short): "language modelling is \(NumberText.fixed(short, 3)) short"
    case .cache(let over): "cache is \(NumberText.fixed(over / 1_048_576, 1)) MiB over"
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
