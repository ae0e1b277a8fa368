/// What follows for the paper's conclusions if a recomputed number is the right one: the claims
/// judged again with it in place of the printed one.
public struct Consequence: Sendable {
  public let finding: AuditFinding
  public let changes: [VerdictChange]
  /// What the default rule picks then.
  public let pick: String?

  /// - Parameter review: the claims on the numbers as printed
  public init(_ finding: AuditFinding, _ base: EvidenceBase, review: ClaimReview) {
    let corrected = base.replacing(finding.replacement)
    self.finding = finding
    changes = review.again(on: corrected, replaced: Set(finding.replacement.keys))
      .changes(from: review)
    // What is picked without noise does not depend on the draws.
    pick = (try? Recommendation(corrected, draws: 1))?.pick?.name
  }

  /// The consequences of all findings that a corrected number can be put in for.
  public static func all(
    _ audit: PaperAudit, _ base: EvidenceBase, review: ClaimReview
  ) -> [Consequence] {
    audit.discrepancies.filter { !$0.replacement.isEmpty }
      .map { Consequence($0, base, review: review) }
  }
}
