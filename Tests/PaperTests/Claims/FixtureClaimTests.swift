import Core
import Foundation
import Testing

@testable import Paper

/// A claim that a test defines goes through everything that the registered ones do.
@Suite struct FixtureClaimTests {
  private func entry(_ claim: Claim) throws -> [String: JSONValue] {
    let data = try ClaimReview(try Printed.base(), claims: [claim]).json.data()
    guard case .array(let list) = try JSONValue(data: data, at: "claims"), list.count == 1,
      case .object(let fields) = list[0]
    else { throw Fault("the list has not one entry") }
    return fields
  }

  @Test func isJudged() throws {
    let result = Claim.fixture.result(try Printed.base())
    let place = try Printed.row(.seven, "ruler_average", "GLA", "6:1").provenance
    #expect(result.verdict == .supported)
    #expect(result.reads == [place])
    #expect(result.failure == nil)
    let changed = try Printed.base().replacing([place: 0.6])
    let review = ClaimReview(changed, claims: [.fixture])
    let changes = review.changes(from: ClaimReview(try Printed.base(), claims: [.fixture]))
    #expect(changes.map(\.claim.id) == ["fixture"])
    #expect(changes.map(\.before) == [.supported])
    #expect(changes.map(\.after) == [.contradicted])
  }

  @Test func isAnEntryOfTheList() throws {
    let fields = try entry(.fixture)
    let place = try Printed.row(.seven, "ruler_average", "GLA", "6:1").provenance
    let expected: [String: JSONValue] = [
      "id": "fixture", "scope": "paper", "kind": "difference", "claim": 3,
      "statement": "GLA \"6:1\" recalls < 0.5 & more than 'none'",
      "where": "arXiv:2507.06457v2, section 4.2", "verdict": "supported", "effect": 0.33,
      "effect_name": "recall", "interval": [0.25, 0.5], "interval_kind": "made up", "n": 1,
      "n_unit": "model", "sentence": "It recalls 0.330 < 1 & > 0.", "sensitivity": [],
      "reads": [.string(place)],
    ]
    #expect(fields == expected)
  }

  @Test func aClaimOfAnotherPaperNamesIt() throws {
    let review = ClaimReview(
      try Printed.base(), claims: [.fixture, .ofAnotherPaper] + ClaimRegistry.all)
    let result = try #require(review.results.first { $0.claim.id == "rnns-need-attention" })
    #expect(result.verdict == .supported)
    #expect(result.claim.place == "waleffe2024empirical, section 3.2")
    #expect(review.label(of: result) == "waleffe2024empirical 1")
    let own = try #require(review.results.first { $0.claim.id == "tie-1b3" })
    #expect(review.label(of: own) == "1f")
    #expect(try entry(.ofAnotherPaper)["paper"] == "waleffe2024empirical")
    #expect(review.junit.contains("name=\"rnns-need-attention\""))
  }

  @Test func whatNobodyPrintedIsUntestable() throws {
    let fields = try entry(.unprinted)
    #expect(fields["verdict"] == "untestable")
    #expect(fields["effect"] == .null)
    #expect(fields["interval"] == .null)
    #expect(
      fields["sentence"]
        == "Untestable: data/paper/table7.csv has no ruler_average RetNet 3:1.")
    #expect(fields["error"] == nil)
  }

  @Test func whatCannotBeReadKeepsTheFault() throws {
    let fields = try entry(.unreadable)
    #expect(fields["verdict"] == .null)
    guard case .string(let text) = fields["error"] else { throw Fault("there is no error") }
    #expect(text.contains("several observations match"))
    let result = Claim.unreadable.result(try Printed.base())
    #expect(result.judgement == nil)
    #expect(result.reads == [try Printed.quote("kv-factor").provenance])
  }

  /// One claim that fails hides no other.
  @Test func theOthersAreJudged() throws {
    let review = ClaimReview(
      try Printed.base(), claims: [.unreadable, .fixture, .unprinted, .tieAtLargeScale])
    #expect(review.results.map(\.verdict) == [nil, .supported, .untestable, .supported])
    #expect(review.count(.supported) == 2)
    #expect(review.verdict(of: "unreadable") == nil)
    #expect(review.changes(from: review).isEmpty)
  }
}
