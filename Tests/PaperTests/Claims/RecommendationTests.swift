import Core
import Testing

@testable import Paper

/// What the rule picks from the printed numbers, by hand.
@Suite struct RecommendationTests {
  private static let mebibyte = 1_048_576.0

  private func recommendation(_ rule: DecisionRule, draws: Int = 50) throws -> Recommendation {
    try Recommendation(try Printed.base(), rule: rule, draws: draws)
  }

  private func candidate(_ name: String, _ rule: DecisionRule = DecisionRule()) throws -> Candidate
  {
    try #require(try Candidates(try Printed.base(), rule: rule).all.first { $0.name == name })
  }

  /// From 0.423 − 0.02 = 0.403 on are DeltaNet 24:1 (0.417, 1 layer), HGRN-2 6:1, Gated DeltaNet 6:1,
  /// DeltaNet 3:1 and Gated DeltaNet 3:1. From 0.423 on, HGRN-2 6:1 (0.434) and Gated DeltaNet 6:1
  /// (0.425) have four layers each. From 0.353 on, pure Gated DeltaNet (0.356) has none.
  @Test(arguments: [
    (0.02, "DeltaNet 24:1", 5), (0, "HGRN-2 6:1", 4), (0.005, "HGRN-2 6:1", 4),
    (0.006, "DeltaNet 24:1", 5), (0.07, "Gated DeltaNet pure", 9),
  ])
  func thePickIsAsByHand(_ margin: Double, _ name: String, _ feasible: Int) throws {
    let found = try recommendation(DecisionRule(recallMargin: margin))
    #expect(found.pick?.name == name, "\(margin)")
    #expect(found.choice.feasible.count == feasible)
  }

  @Test func rejectionsSayHowMuchIsShort() throws {
    let found = try recommendation(DecisionRule(recallMargin: 0))
    let place = try #require(found.candidates.all.firstIndex { $0.name == "DeltaNet 24:1" })
    #expect(found.choice.rejections[place].map(\.words) == ["recall is 0.006 short"])
    #expect(found.choice.pick.map { found.choice.rejections[$0].isEmpty } == true)
  }

  @Test func moreMarginNeverNeedsMoreAttention() throws {
    let layers = try stride(from: -0.01, through: 0.3, by: 0.01).compactMap { margin in
      try recommendation(DecisionRule(recallMargin: margin), draws: 1).pick?.attentionLayers
    }
    #expect(layers.count > 25)
    #expect(zip(layers, layers.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(layers.last == 0)
  }

  /// At 4096 tokens of bfloat16 and width 2048, a layer of attention keeps 2 · 2048 · 4096 · 2 bytes
  /// = 32 MiB, a matrix state of 8 heads 8 · 256 · 256 · 2 bytes = 1 MiB.
  /// With one layer in r, 3:1 has 8 of 24 layers, 6:1 has 4 and 24:1 has 1; with r to one, 3:1 has 6
  /// and 6:1 has 24 / 7.
  @Test(arguments: [
    ("DeltaNet 24:1", "one-in-r", 1.0), ("HGRN-2 6:1", "one-in-r", 4), ("GLA 3:1", "one-in-r", 8),
    ("GLA pure", "one-in-r", 0), ("GLA 3:1", "linear-to-full", 6),
    ("HGRN-2 6:1", "linear-to-full", 3.4285714285714284),
  ])
  func cachesAreThoseOfTheLayers(
    _ name: String, _ convention: String, _ layers: Double
  ) throws {
    let convention = try #require(RatioConvention(rawValue: convention))
    let one = try candidate(name, DecisionRule(convention: convention))
    let mebibytes = 32 * layers + (24 - layers)
    #expect(abs(one.cacheBytes / Self.mebibyte - mebibytes) < 1e-9)
    #expect(abs(one.saving - 24 * 32 / mebibytes) < 1e-9)
  }

  @Test func aVectorStateIsSmall() throws {
    let costs = StackCosts(Evidence(try Printed.base()), shape: .paper1B3)
    let bytes = try costs.cacheBytes(family: "HGRN", attentionFraction: 0, length: 4096)
    #expect(bytes == 24 * 2048 * 2)
    let full = try Candidates.fullCacheBytes(try Printed.base(), rule: DecisionRule())
    #expect(full == 24 * 32 * Self.mebibyte)
    // Attention grows with the length; states do not.
    let long = try Candidates.fullCacheBytes(
      try Printed.base(), rule: DecisionRule(contextLength: 32768))
    #expect(long == 8 * full)
  }

  @Test func aBudgetExcludes() throws {
    let tight = try recommendation(
      DecisionRule(recallMargin: 0, cacheBudget: 147 * Self.mebibyte))
    #expect(tight.pick == nil)
    let place = try #require(tight.candidates.all.firstIndex { $0.name == "HGRN-2 6:1" })
    #expect(tight.choice.rejections[place].map(\.words) == ["cache is 1.0 MiB over"])
    let enough = try recommendation(
      DecisionRule(recallMargin: 0, cacheBudget: 148 * Self.mebibyte))
    #expect(enough.pick?.name == "HGRN-2 6:1")
  }

  /// Language modelling within 0.02 of HGRN-2 6:1's 0.494 excludes DeltaNet 24:1 (0.472).
  @Test func languageModellingMayBeDemanded() throws {
    let found = try recommendation(DecisionRule(lmMargin: 0.02))
    #expect(found.pick?.name == "HGRN-2 6:1")
    let place = try #require(found.candidates.all.firstIndex { $0.name == "DeltaNet 24:1" })
    #expect(found.choice.rejections[place].map(\.words) == ["language modelling is 0.002 short"])
  }

  @Test func everyReasonIsNamed() throws {
    let rule = DecisionRule(recallMargin: 0, lmMargin: 0.02, cacheBudget: 10 * Self.mebibyte)
    let found = try recommendation(rule)
    let place = try #require(found.candidates.all.firstIndex { $0.name == "DeltaNet 24:1" })
    let words = found.choice.rejections[place].map(\.words)
    #expect(words.prefix(2) == ["recall is 0.006 short", "language modelling is 0.002 short"])
    #expect(words.count == 3 && words[2].hasPrefix("cache is "))
    #expect(found.text.contains(words.joined(separator: ", ")))
  }

  @Test func familiesRestrict() throws {
    let found = try recommendation(DecisionRule(families: ["GatedDeltaNet"]))
    #expect(found.candidates.all.count == 5)
    #expect(found.pick?.name == "Gated DeltaNet 6:1")
    #expect(try recommendation(DecisionRule(families: ["GLA"])).pick == nil)
    // The noise comes from all families, whichever are asked for.
    #expect(found.deviation == (try recommendation(DecisionRule()).deviation))
  }

  @Test func aFamilyWithoutRecallIsUnprinted() throws {
    #expect(throws: Unprinted.self) { try recommendation(DecisionRule(families: ["RetNet"])) }
  }

  @Test(arguments: [DecisionRule.Reading.cells, .curve])
  func drawsAreTheSameEachTime(_ reading: DecisionRule.Reading) throws {
    let rule = DecisionRule(reading: reading)
    let (first, second) = try (recommendation(rule, draws: 120), recommendation(rule, draws: 120))
    #expect(first.shares.map(\.share) == second.shares.map(\.share))
    let other = try Recommendation(try Printed.base(), rule: rule, draws: 120, seed: 1)
    #expect(other.shares.map(\.share) != first.shares.map(\.share))
    #expect(other.pick?.name == first.pick?.name)
  }

  @Test func sharesAddUpToOne() throws {
    for reading in DecisionRule.Reading.allCases {
      let found = try recommendation(DecisionRule(recallMargin: 0, reading: reading), draws: 200)
      let sum = found.shares.reduce(0) { $0 + $1.share }
      #expect(abs(sum + found.none - 1) < 1e-12)
      #expect(found.none >= -1e-12)
      #expect(found.shares.allSatisfy { $0.share >= 0 })
      #expect(abs(found.share { _ in true } - sum) < 1e-12)
      #expect(found.top(3).count <= 3)
    }
  }

  @Test func smoothingUsesTheCurve() throws {
    let printed = try recommendation(DecisionRule())
    #expect(printed.recall == printed.candidates.all.map(\.recall.value))
    let smooth = try recommendation(DecisionRule(reading: .curve))
    #expect(smooth.recall != printed.recall)
    // DeltaNet 24:1 is odd for its family; on the curve it does not recall enough.
    #expect(smooth.pick?.name != "DeltaNet 24:1")
  }

  @Test func theAnswerSaysWhatItRestsOn() throws {
    let found = try recommendation(DecisionRule())
    #expect(found.text.hasPrefix("Recommended: DeltaNet 24:1\n"))
    for limit in Recommendation.limits { #expect(found.text.contains(limit)) }
    guard case .object(let fields) = found.json, case .array(let list) = fields["candidates"] else {
      throw Fault("the recommendation is not an object")
    }
    #expect(fields["pick"] == "DeltaNet 24:1")
    #expect(list.count == 20)
    #expect(throws: Never.self) { try found.json.data() }
    #expect(found.candidates.reads.contains(found.candidates.baseline.provenance))
  }
}
