import Core
import Testing

@testable import Paper

@Suite struct StandInTests {
  private func standIn(_ fixture: UserFixture) throws -> StandIn {
    try #require(StandIn(try fixture.results(), paper: try Printed.base()))
  }

  /// The paper's own numbers, imported as a user's, get the paper's own effects.
  @Test(arguments: [
    "recall-rises", "recall-rises-each-family", "recall-nearly-doubles", "lm-flat-hybrids",
    "lm-flat-each-family", "standalone-ranks", "forgetting-matters", "most-reach-transformer",
    "recall-hybrid-level",
  ])
  func thePapersNumbersGetThePapersEffects(_ id: String) throws {
    let claim = try Claim.named(id)
    let own = claim.result(try standIn(try UserFixture.paper()).base)
    let printed = claim.result(try Printed.base())
    #expect(own.verdict == printed.verdict)
    let effects = try #require(own.judgement?.effect),
      expected = try #require(printed.judgement?.effect)
    #expect(abs(effects.value - expected.value) < 1e-9)
    #expect(own.reads.allSatisfy { !$0.hasPrefix("data/paper/table") }, "\(own.reads)")
    #expect(own.reads.contains { $0.hasPrefix("mine.csv: line ") })
  }

  @Test func nothingOfThePapersTablesIsLeft() throws {
    let base = try standIn(try UserFixture.paper()).base
    let paths = StandIn.tables.map(\.path)
    let standing = base.observations.filter { paths.contains($0.path) }
    #expect(!standing.isEmpty && standing.allSatisfy { $0.origin != nil })
    #expect(base.quotes.count == (try Printed.base()).quotes.count)
  }

  @Test func otherNumbersGetOtherVerdicts() throws {
    var fixture = UserFixture()
    for family in ["GLA", "HGRN2", "RetNet"] {
      for (index, ratio) in Evidence.ratios.enumerated() {
        fixture.add(
          UserFixture.name(family, ratio),
          0.5 - 0.05 * Double(index) - (family == "RetNet" ? 0.02 + 0.001 * Double(index) : 0),
          UserFixture.ruler)
      }
    }
    let base = try standIn(fixture).base
    #expect(try verdict("recall-rises", base) == .contradicted)
    // RetNet's recall is not printed; here it is measured.
    #expect(try verdict("retnet-near-zero", base) == .contradicted)
    #expect(try verdict("gating-matters", base) == .supported)
  }

  @Test func whatIsMissingIsUntestableAndSaysWhose() throws {
    var fixture = UserFixture()
    fixture.add(UserFixture.name("GLA", "3:1"), 0.5, UserFixture.ruler)
    let result = try Claim.named("most-reach-transformer").result(try standIn(fixture).base)
    #expect(result.verdict == .untestable)
    #expect(
      result.judgement?.sentence
        == "Untestable: what was imported has no ruler_average Transformer.")
  }

  @Test func withoutACompleteAverageThereIsNoStandIn() throws {
    var fixture = UserFixture()
    fixture.add(UserFixture.name("GLA", "3:1"), 0.5, Array(UserFixture.lm.dropLast()))
    #expect(StandIn(try fixture.results(), paper: try Printed.base()) == nil)
  }

  /// Table 3 has HGRN-2 at 6:1; a user's HGRN-2 at 3:1 is no such cell.
  @Test func bestRatiosAreFilledCellByCell() throws {
    var fixture = UserFixture()
    for (ratio, value) in [("6:1", 0.5), ("3:1", 0.9)] {
      fixture.add(UserFixture.name("HGRN2", ratio), value, UserFixture.lm)
    }
    let evidence = Evidence(try standIn(fixture).base)
    #expect(try evidence.bestLM("HGRN2", in: .three).value == 0.5)
    #expect(throws: Unprinted.self) { try evidence.bestLM("HGRN2", in: .two) }
  }

  @Test func modelsOfOneCellCountAsTheirMean() throws {
    var fixture = UserFixture()
    fixture.add("m-a-p/1.3B-100B-GLA-hybrid-3-1", 0.4, UserFixture.ruler)
    fixture.add("other/1.3B-100B-GLA-hybrid-3-1", 0.6, UserFixture.ruler)
    let row = try Evidence(try standIn(fixture).base).recall("GLA", "3:1")
    #expect(abs(row.value - 0.5) < 1e-12)
    #expect(row.provenance.hasPrefix("mean of 2 models: mine.csv: line"))
  }

  @Test func subtasksAlongTheRatioBecomeTestable() throws {
    #expect(try verdict("needles-and-qa-depend", try Printed.base()) == .untestable)
    var fixture = UserFixture()
    for family in ["GLA", "HGRN2"] {
      for (index, ratio) in Evidence.ratios.enumerated() {
        fixture.add(
          UserFixture.name(family, ratio), 0.2 + 0.1 * Double(index), UserFixture.ruler)
      }
    }
    #expect(try verdict("needles-and-qa-depend", try standIn(fixture).base) == .supported)
  }

  // MARK: Other families

  /// Recall of Mamba-2 rises and of the six falls; each is judged by its own.
  private func mixed() -> UserFixture {
    var fixture = UserFixture()
    for family in ["GLA", "HGRN2", "RetNet", "Mamba2", "Goose", "GSA"] {
      let isOther = ["Mamba2", "Goose", "GSA"].contains(family)
      for (index, ratio) in Evidence.ratios.enumerated() {
        let step = 0.05 * Double(index) * (isOther ? 1 : -1)
        let spread = 0.001 * Double(index) * Double(family.count)
        fixture.add(UserFixture.name(family, ratio), 0.4 + step + spread, UserFixture.ruler)
      }
    }
    return fixture
  }

  @Test func otherFamiliesAreJudgedByThemselves() throws {
    let results = try mixed().results()
    let paper = try Printed.base()
    let others = try #require(StandIn(results, paper: paper, cast: .others))
    #expect(others.families.map(\.key) == ["Mamba-2", "RWKV-7", "GSA"])
    let six = try #require(StandIn(results, paper: paper))
    #expect(six.families.map(\.key) == ["RetNet", "GLA", "HGRN2"])
    #expect(try verdict("recall-rises", others.base) == .supported)
    #expect(try verdict("recall-rises", six.base) == .contradicted)
    #expect(try verdict("recall-rises-each-family", others.base) == .supported)
    // HGRN-2's own claim says nothing of others.
    #expect(try verdict("hgrn2-advantage", others.base) == .untestable)
    let recall = try Claim.named("recall-rises").result(others.base)
    #expect(recall.judgement?.n == 3)
    #expect(recall.reads.allSatisfy { !$0.contains("table7") || $0.contains("mine.csv") })
  }

  @Test func withoutOtherFamiliesThereIsNothingToAsk() throws {
    let results = try UserFixture.paper().results()
    #expect(StandIn(results, paper: try Printed.base(), cast: .others) == nil)
  }

  /// Models outside the six are in no mean that speaks for the six.
  @Test func otherFamiliesAreNotInTheSixesMean() throws {
    var fixture = UserFixture()
    for (family, value) in [("GLA", 0.4), ("HGRN2", 0.5), ("Mamba2", 0.9)] {
      for ratio in ["24:1", "3:1"] {
        fixture.add(UserFixture.name(family, ratio), value, UserFixture.lm)
      }
    }
    let base = try standIn(fixture).base
    let mean = try Evidence(base).value(
      "lm_average", in: PaperTable.six.path, family: "FamilyMean", ratio: "3:1")
    #expect(abs(mean.value - 0.45) < 1e-12)
  }

  // MARK: Second opinions

  @Test func costsAloneAreNotJudgedAgain() throws {
    let opinions = SecondOpinion.all(
      try standIn(try UserFixture.paper()), paper: try Printed.base())
    let ids = opinions.map(\.own.claim.id)
    #expect(ids.contains("recall-rises") && ids.contains("tie-1b3"))
    #expect(!ids.contains("kv-cache-factor") && !ids.contains("lm-flat-independent"))
    #expect(opinions.filter { $0.own.claim.id == "recall-rises" }.allSatisfy { !$0.differs })
  }

  /// Averages of a thousand items a task differ by chance; the paper's digits say nothing of that.
  @Test func itemsWidenADifference() throws {
    var fixture = UserFixture()
    fixture.add(UserFixture.name("HGRN2", "6:1"), 0.505, UserFixture.lm)
    fixture.add(UserFixture.name("GatedDeltaNet", "24:1"), 0.5, UserFixture.lm)
    let tie = try Claim.named("tie-1b3").result(try standIn(fixture).base)
    #expect(tie.verdict == .supported)
    let interval = try #require(tie.judgement?.effect?.interval)
    #expect(interval.kind == "95\u{2009}% normal over items, unpaired")
    // The error of a mean of six shares of 0.5, each of 1000 items, times 1.96 and the root of 2.
    #expect(abs((interval.high - interval.low) / 2 - 1.959964 * 0.009129) < 2e-5)
  }
}

/// Results with holes, and results that are too alike.
@Suite struct ThinResultsTests {
  private func standIn(_ ratios: [String: [String]], _ value: (Int, Int) -> Double) throws
    -> StandIn
  {
    var fixture = UserFixture()
    for (place, family) in ratios.keys.sorted().enumerated() {
      for (index, ratio) in (ratios[family] ?? []).enumerated() {
        fixture.add(UserFixture.name(family, ratio), value(place, index), UserFixture.ruler)
      }
    }
    return try #require(StandIn(try fixture.results(), paper: try Printed.base()))
  }

  /// No family has 24:1 but one; the trend is over the ratios that three have.
  @Test func aTrendTakesTheRatiosAtWhichMostIsThere() throws {
    let few = ["pure", "12:1", "6:1", "3:1"]
    let base = try standIn(["GLA": few, "HGRN2": few, "RetNet": Evidence.ratios]) { place, index in
      0.2 + 0.05 * Double(index) + 0.01 * Double(place * index)
    }.base
    let result = try Claim.named("recall-rises").result(base)
    #expect(result.verdict == .supported)
    #expect(result.judgement?.n == 3)
    #expect(result.judgement?.sentence.contains("3 families and 4 ratios") == true)
  }

  @Test func withoutBothEndsThereIsNoTrend() throws {
    let base = try standIn(["GLA": ["pure", "6:1"], "HGRN2": ["pure", "6:1"]]) {
      0.1 * Double($1) + 0.01 * Double($0)
    }
    .base
    #expect(try verdict("recall-rises", base) == .untestable)
  }

  @Test func valuesThatAreTooAlikeAreUntestableAndNotUnreadable() throws {
    let base = try standIn(["GLA": Evidence.ratios, "HGRN2": Evidence.ratios]) { _, _ in 0.3 }.base
    for result in ClaimReview(base).results where result.claim.scope == .paper {
      #expect(result.failure == nil, "\(result.claim.id): \(result.failure ?? "")")
    }
  }
}
