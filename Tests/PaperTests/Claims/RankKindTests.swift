import Testing

@testable import Paper

/// Ranks: standalone against hybrid, on numbers made for it.
@Suite struct RankKindTests {
  private static let families = ["HGRN", "RetNet", "GLA", "HGRN2", "DeltaNet", "GatedDeltaNet"]

  /// Table 6 with one value for each family standalone and one for all of its hybrids.
  private func ranked(_ pure: [Double], _ hybrid: [Double]) throws -> EvidenceBase {
    var replacement = Replacement.lm()
    for (place, family) in Self.families.enumerated() {
      replacement.values.append((family, "pure", pure[place]))
      for ratio in Evidence.ratios.dropFirst() {
        replacement.values.append((family, ratio, hybrid[place]))
      }
    }
    return try replacement.applied()
  }

  private static let rising = [0.41, 0.42, 0.43, 0.44, 0.45, 0.46]

  /// Six in the same order: 1 of 720, p = 0.001.
  @Test func theSameRanksContradict() throws {
    let base = try ranked(Self.rising, Self.rising.map { $0 + 0.05 })
    let judgement = try #require(try Claim.named("standalone-ranks").result(base).judgement)
    #expect(judgement.verdict == .contradicted)
    #expect(judgement.effect?.value == 1)
    #expect(try verdict("standalone-top-pick", base) == .contradicted)
  }

  /// One pair exchanged: 13 of 15 pairs less 2 agree, tau = 0.733; p = 0.028 (Kendall's table for
  /// six: S of 11 or more in 20 of 720 orders).
  @Test func nearlyTheSameRanksContradict() throws {
    let base = try ranked(Self.rising, [0.41, 0.43, 0.42, 0.45, 0.44, 0.46])
    let judgement = try #require(try Claim.named("standalone-ranks").result(base).judgement)
    #expect(judgement.verdict == .contradicted)
    #expect(abs((judgement.effect?.value ?? 0) - 11.0 / 15) < 1e-12)
  }

  @Test func reversedRanksSupport() throws {
    let base = try ranked(Self.rising, Self.rising.reversed())
    let judgement = try #require(try Claim.named("standalone-ranks").result(base).judgement)
    #expect(judgement.verdict == .supported)
    #expect(judgement.effect?.value == -1)
    #expect(try verdict("standalone-top-pick", base) == .supported)
  }

  @Test func mixedRanksAreInconclusive() throws {
    let base = try ranked(Self.rising, [0.43, 0.41, 0.45, 0.42, 0.46, 0.44])
    #expect(try verdict("standalone-ranks", base) == .inconclusive)
  }

  /// A lead of one printed step is no lead.
  @Test func aLeadWithinRoundingIsNone() throws {
    let pure = [0.41, 0.42, 0.43, 0.44, 0.459, 0.46]
    let hybrid = [0.41, 0.42, 0.43, 0.44, 0.47, 0.45]
    #expect(try verdict("standalone-top-pick", try ranked(pure, hybrid)) == .inconclusive)
    let clear = [0.41, 0.42, 0.43, 0.44, 0.455, 0.46]
    #expect(try verdict("standalone-top-pick", try ranked(clear, hybrid)) == .supported)
  }
}
