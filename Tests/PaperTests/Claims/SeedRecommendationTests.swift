import Core
import Testing

@testable import Paper

/// What the rule picks where there are seeds.
@Suite struct SeedRecommendationTests {
  /// A stack of twelve layers with the recall of its seeds.
  private func mean(
    _ family: String, _ attention: Int, _ recalls: [Double], language: Double = 0.25,
    bytes: Double? = nil
  ) -> ToyScale.Mean {
    ToyScale.Mean(
      family: family, attentionLayers: attention, layers: 12,
      runs: recalls.map { ToyScale.Run(recall: $0, language: language) }, stateBytes: bytes,
      source: "mean of \(recalls.count) runs: \(family) \(attention)")
  }

  /// Of GLA, 3:1 has enough in all seeds, 6:1 in two of three, pure in none.
  private var means: [ToyScale.Mean] {
    [
      mean("Transformer", 12, [0.9, 0.9, 0.9], bytes: 1200),
      mean("GLA", 0, [0.1, 0.1, 0.2], bytes: 100),
      mean("GLA", 2, [0.95, 0.95, 0.3], bytes: 300),
      mean("GLA", 4, [0.9, 0.92, 0.91], bytes: 200),
    ]
  }

  private func pick(
    _ means: [ToyScale.Mean], _ rule: DecisionRule = DecisionRule(), _ drawing: SeedDraw = .mean,
    ownStates: Bool = false
  ) throws -> Recommendation {
    try Recommendation(
      means, paper: try Printed.base(), rule: rule, drawing: drawing, ownStates: ownStates)
  }

  @Test func thePickIsByTheMeans() throws {
    let found = try pick(means)
    #expect(found.pick?.name == "GLA 3:1")
    #expect(found.candidates.all.map(\.ratio) == ["pure", "6:1", "3:1"])
    #expect(abs(found.recall[1] - 2.2 / 3) < 1e-12)
    // Pooled within stacks: squares 0.02/3 + 0.845/3 + 0.0002 over 6 degrees of freedom.
    #expect(abs(found.deviation - ((0.02 / 3 + 0.845 / 3 + 0.0002) / 6).squareRoot()) < 1e-12)
  }

  /// A single seed of 6:1 has enough in two draws of three; a mean of three only where all do, in 8 of 27.
  @Test func drawsOfSeedsGiveTheShares() throws {
    let single = try pick(means, DecisionRule(), .single)
    #expect(abs(single.shares[1].share - 2.0 / 3) < 0.04)
    let mean = try pick(means)
    #expect(abs(mean.shares[1].share - 8.0 / 27) < 0.04)
    for one in [single, mean] {
      #expect(one.none == 0 && abs(one.shares.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    }
    #expect(try pick(means).shares.map(\.share) == mean.shares.map(\.share))
  }

  @Test func theCacheIsTheRulesOrTheModelsOwn() throws {
    let paper = try pick(means, DecisionRule(recallMargin: 0.5))
    #expect(paper.pick?.name == "GLA 6:1")
    // At 4096 tokens 32 MiB a layer of attention, 1 MiB a matrix state, as for the paper's stacks.
    #expect(abs((paper.pick?.cacheBytes ?? 0) - (4 * 32 + 20) * 1_048_576) < 1)
    let own = try pick(means, DecisionRule(recallMargin: 0.5), ownStates: true)
    #expect(own.pick?.name == "GLA 3:1")
    #expect(own.pick?.cacheBytes == 200 && own.pick?.saving == 6)
  }

  @Test func whatIsMissingIsUnprinted() throws {
    #expect(throws: Unprinted.self) { try pick(Array(means.dropFirst())) }
    #expect(throws: Unprinted.self) { try pick(Array(means.prefix(1))) }
    #expect(throws: Unprinted.self) { try pick([]) }
    let uncounted = means.prefix(3) + [mean("GLA", 4, [0.9])]
    #expect(throws: Unprinted.self) { try pick(Array(uncounted), ownStates: true) }
  }

  @Test func theDemandOnLanguageIsTheRules() throws {
    let worse = means.dropLast() + [mean("GLA", 4, [0.9, 0.92, 0.91], language: 0.2, bytes: 200)]
    #expect(try pick(Array(worse), DecisionRule(lmMargin: 0.01)).pick == nil)
  }
}
