import Core
import TestSupport
import Foundation
import Testing

@testable import Paper

/// The claims as a list, and what is on record of them.
@Suite struct RegistryTests {
  @Test func everyClaimIsWellFormed() {
    for claim in ClaimRegistry.all {
      #expect(claim.id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
      #expect((1...12).contains(claim.number), "\(claim.id)")
      #expect(!claim.section.isEmpty, "\(claim.id)")
      #expect(!claim.statement.isEmpty && !claim.statement.hasSuffix("."), "\(claim.id)")
      #expect(claim.place.hasPrefix("arXiv:2507.06457v2, "), "\(claim.id)")
    }
    #expect(Set(ClaimRegistry.all.map(\.id)).count == ClaimRegistry.all.count)
    #expect(Set(ClaimRegistry.all.map(\.statement)).count == ClaimRegistry.all.count)
  }

  @Test func allTwelveStatementsHaveClaims() {
    #expect(Set(ClaimRegistry.all.map(\.number)) == Set(1...12))
    for kind in Claim.Kind.allCases {
      #expect(ClaimRegistry.all.contains { $0.kind == kind }, "\(kind)")
    }
  }

  @Test func sectionsReadAsPlaces() throws {
    #expect(try Claim.named("lm-shift").place == "arXiv:2507.06457v2, section 4.4")
    #expect(try Claim.named("pure-hgrn-ends-front").place == "arXiv:2507.06457v2, appendix A")
  }

  @Test func everyVerdictIsTheOneOnRecord() throws {
    let file = dataRoot.appendingPathComponent("expectations/claims.json")
    let expected = try Expectations(file: file)
    #expect(try expected.differences(from: Printed.review()) == [])
    #expect(expected.verdicts.count == ClaimRegistry.all.count)
  }

  @Test func everyVerdictHasAReason() throws {
    let review = try Printed.review()
    for result in review.results {
      let judgement = try #require(result.judgement, "\(result.claim.id): \(result.failure ?? "")")
      #expect(judgement.sentence.hasSuffix("."), "\(result.claim.id)")
      if judgement.verdict == .untestable {
        #expect(judgement.sentence.hasPrefix("Untestable: "), "\(result.claim.id)")
        #expect(judgement.effect == nil && judgement.n == nil)
      } else {
        #expect(judgement.n ?? 0 > 0, "\(result.claim.id)")
        #expect(!result.reads.isEmpty, "\(result.claim.id)")
      }
      if let interval = judgement.effect?.interval, let value = judgement.effect?.value {
        #expect(interval.low <= value && value <= interval.high, "\(result.claim.id)")
      }
    }
    #expect(Verdict.allCases.map(review.count).reduce(0, +) == review.results.count)
  }

  @Test func theSameEvidenceGivesTheSameJudgements() throws {
    let again = ClaimReview(try Printed.base())
    #expect(again.results.map(\.judgement) == (try Printed.review().results.map(\.judgement)))
    #expect(again.changes(from: try Printed.review()).isEmpty)
  }
}
