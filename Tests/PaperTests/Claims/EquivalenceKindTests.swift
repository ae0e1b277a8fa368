import Testing

@testable import Paper

/// "It is flat" and "it rises", on numbers made for them.
@Suite struct EquivalenceKindTests {
  private static let families = ["HGRN", "RetNet", "GLA", "HGRN2", "DeltaNet", "GatedDeltaNet"]

  /// Table 6 with the row 3:1 moved from the row 24:1 by each family's amount.
  private func shifted(_ amounts: [Double]) throws -> EvidenceBase {
    var replacement = Replacement.lm()
    for (family, amount) in zip(Self.families, amounts) {
      let sparse = try Printed.row(.six, "lm_average", family, "24:1").value
      replacement.values.append((family, "3:1", sparse + amount))
    }
    return try replacement.applied()
  }

  @Test func noChangeIsSupported() throws {
    let base = try shifted([0.001, -0.001, 0.001, -0.001, 0.001, -0.001])
    let judgement = try #require(try Claim.named("lm-flat-hybrids").result(base).judgement)
    #expect(judgement.verdict == .supported)
    #expect(judgement.n == 6)
    #expect(abs(judgement.effect?.value ?? 1) < 1e-12)
    // Halving and doubling the margin, and six families left out.
    #expect(judgement.sensitivity.count == 8)
    #expect(judgement.sensitivity.map(\.verdict) == Array(repeating: .supported, count: 8))
  }

  @Test func aShiftBeyondTheMarginIsContradicted() throws {
    let base = try shifted([0.05, 0.051, 0.049, 0.05, 0.052, 0.048])
    #expect(try verdict("lm-flat-hybrids", base) == .contradicted)
  }

  @Test func aWideSpreadIsInconclusive() throws {
    let base = try shifted([0.05, -0.05, 0.04, -0.04, 0.03, -0.03])
    #expect(try verdict("lm-flat-hybrids", base) == .inconclusive)
  }

  /// The mean change is 0.009 and all families agree within 0.001: the interval by t with five
  /// degrees of freedom is 2.015 · 0.00063 / √6 wide, well below the margin of 0.01.
  @Test func theMarginIsTheQuotedOne() throws {
    let base = try shifted([0.008, 0.009, 0.009, 0.009, 0.009, 0.010])
    #expect(try verdict("lm-flat-hybrids", base) == .supported)
    var quote = try Printed.quote("lm-flat")
    quote.high = 0.005
    #expect(try verdict("lm-flat-hybrids", base.replacing(quote)) == .contradicted)
  }

  @Test func everyFamilyCountsInItsRange() throws {
    var flat = Replacement.lm()
    for family in Self.families {
      for (place, ratio) in Evidence.ratios.enumerated() {
        flat.values.append((family, ratio, 0.48 + 0.002 * Double(place)))
      }
    }
    #expect(try verdict("lm-flat-each-family", try flat.applied()) == .supported)
    flat.values.append(("GLA", "12:1", 0.5))
    let result = try Claim.named("lm-flat-each-family").result(try flat.applied())
    #expect(result.verdict == .contradicted)
    #expect(result.judgement?.sentence.contains("in 1 of 6 families, most in GLA") == true)
  }
}

/// Trends over the ratios.
@Suite struct TrendKindTests {
  private static let families = ["GLA", "HGRN2", "DeltaNet", "GatedDeltaNet"]

  /// Table 7 with each family's values from the least to the most attention.
  private func recall(_ values: [Double]) throws -> EvidenceBase {
    var replacement = Replacement.recall()
    for (offset, family) in Self.families.enumerated() {
      for (ratio, value) in zip(Evidence.ratios, values) {
        replacement.values.append((family, ratio, value + 0.01 * Double(offset)))
      }
    }
    return try replacement.applied()
  }

  @Test func aRiseIsSupported() throws {
    let base = try recall([0.2, 0.25, 0.3, 0.35, 0.4])
    let judgement = try #require(try Claim.named("recall-rises").result(base).judgement)
    #expect(judgement.verdict == .supported)
    #expect(abs((judgement.effect?.value ?? 0) - 0.2) < 1e-12)
    #expect(judgement.sensitivity.first?.change == "hybrids only")
    #expect(judgement.sensitivity.count == 5)
  }

  @Test func theReverseIsContradicted() throws {
    let base = try recall([0.4, 0.35, 0.3, 0.25, 0.2])
    #expect(try verdict("recall-rises", base) == .contradicted)
    // Five falling values: 1 of 120 orders, p = 0.008 in each family.
    #expect(try verdict("recall-rises-each-family", base) == .contradicted)
  }

  @Test func upAndDownIsInconclusive() throws {
    let base = try recall([0.3, 0.4, 0.2, 0.4, 0.3])
    #expect(try verdict("recall-rises", base) == .inconclusive)
    #expect(try verdict("recall-rises-each-family", base) == .inconclusive)
  }

  /// Four of six families are printed, so "in all six" cannot be supported.
  @Test func fourFamiliesAreNotSix() throws {
    let base = try recall([0.2, 0.25, 0.3, 0.35, 0.4])
    #expect(try verdict("recall-rises-each-family", base) == .inconclusive)
  }
}
