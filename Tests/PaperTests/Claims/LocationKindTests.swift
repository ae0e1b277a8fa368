import Core
import Testing

@testable import Paper

/// Peaks and knees, on numbers made for them.
@Suite struct LocationKindTests {
  @Test(arguments: [
    (0.416, Verdict.inconclusive), (0.417, .inconclusive), (0.418, .inconclusive),
    (0.419, .supported), (0.415, .contradicted),
  ])
  func aPeakIsBeyondRounding(_ value: Double, _ expected: Verdict) throws {
    // 24:1 has 0.417; a step of each is 0.001.
    let base = try Replacement.recall(("DeltaNet", "3:1", value)).applied()
    #expect(try verdict("deltanet-peak", base) == expected)
  }

  @Test func aPeakElsewhereContradicts() throws {
    let base = try Replacement.recall(("GatedDeltaNet", "12:1", 0.5)).applied()
    let judgement = try #require(try Claim.named("gated-deltanet-peak").result(base).judgement)
    #expect(judgement.verdict == .contradicted)
    #expect(abs((judgement.effect?.value ?? 0) + 0.064) < 1e-12)
    #expect(judgement.sentence.contains("at 12:1"))
  }

  private static let families = ["GLA", "HGRN2", "DeltaNet", "GatedDeltaNet"]
  private static let fractions = [0, 1.0 / 24, 1.0 / 12, 1.0 / 6, 1.0 / 3]

  /// Table 7 with a rise of 0.8 a unit of attention up to a knee, a level for each family, and
  /// deviations of up to 0.002 that follow no pattern.
  private func plateau(from knee: Double, slope: Double = 0.8) throws -> EvidenceBase {
    let noise = [1.0, -1, 2, -2, 1, -1, 2, -1, -2, 1, -1, 1, 2, -2, 1, 2, -1, 1, -2, 1]
    var replacement = Replacement.recall()
    for (place, family) in Self.families.enumerated() {
      for (index, ratio) in Evidence.ratios.enumerated() {
        let value = 0.2 + 0.03 * Double(place) + slope * min(Self.fractions[index], knee)
        replacement.values.append((family, ratio, value + 0.001 * noise[5 * place + index]))
      }
    }
    return try replacement.applied()
  }

  /// A plateau from the second hybrid ratio on, 2 of 24 layers: before 6:1, and far before 3:1.
  @Test func anEarlyKneeContradicts() throws {
    let base = try plateau(from: 1.0 / 12, slope: 2)
    let judgement = try #require(try Claim.named("recall-saturates").result(base).judgement)
    #expect(judgement.verdict == .contradicted, "\(judgement.sentence)")
    #expect(abs((judgement.effect?.value ?? 0) - 1.0 / 12) < 0.01)
  }

  @Test func aKneeBetweenTheLastTwoRatiosSupports() throws {
    let judgement = try #require(
      try Claim.named("recall-saturates").result(try plateau(from: 0.25)).judgement)
    #expect(judgement.verdict == .supported, "\(judgement.sentence)")
    #expect(abs((judgement.effect?.value ?? 0) - 0.25) < 0.01)
  }

  /// What rises to the end has no plateau that the data show: there is nothing to fit.
  @Test func aStraightRiseHasNoKnee() throws {
    #expect(try verdict("recall-saturates", try plateau(from: 1)) == .untestable)
  }
}
