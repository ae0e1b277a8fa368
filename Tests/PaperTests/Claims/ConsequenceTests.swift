import Testing

@testable import Paper

/// What follows from the audit's corrections.
@Suite struct ConsequenceTests {
  /// The Transformer's average under RULER's weights is 5.067 / 13 = 0.3898. Then three of four
  /// families exceed it at 3:1, and HGRN-2's lead of 0.0442 is within 2–5 points; that of Gated
  /// DeltaNet, 0.0502, was and is.
  @Test func ofTheTransformersAverage() throws {
    let base = try Printed.base()
    let finding = try #require(
      try PaperAudit(base).findings.first { $0.id == "ruler-average/Transformer full" })
    let consequence = Consequence(finding, base, review: try Printed.review())
    let changes = Dictionary(
      uniqueKeysWithValues: consequence.changes.map { ($0.claim.id, $0.after) })
    #expect(
      changes == ["most-reach-transformer": .supported, "hgrn2-advantage": .supported])
    #expect(consequence.pick == "DeltaNet 24:1")
  }

  /// Claims that read none of the replaced numbers are not judged again; that must change nothing.
  @Test func areThoseOfJudgingEveryClaimAgain() throws {
    let base = try Printed.base()
    let review = try Printed.review()
    let findings = try PaperAudit(base).discrepancies.filter { !$0.replacement.isEmpty }
    try #require(findings.count > 5)
    for finding in findings {
      let corrected = base.replacing(finding.replacement)
      let all = ClaimReview(corrected).changes(from: review)
      let some = Consequence(finding, base, review: review).changes
      #expect(some.map(\.claim.id) == all.map(\.claim.id), "\(finding.id)")
      #expect(some.map(\.after) == all.map(\.after), "\(finding.id)")
    }
  }

  @Test func areOfDiscrepanciesWithACorrection() throws {
    let base = try Printed.base()
    let audit = try PaperAudit(base, checks: [.printedTwice, .ranks])
    let all = Consequence.all(audit, base, review: try Printed.review())
    #expect(
      all.map(\.finding.id) == ["printed-twice/GLA 3:1", "printed-twice/Gated DeltaNet 3:1"])
  }
}
