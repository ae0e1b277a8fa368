import Core

/// A claim with what came of it.
public struct ClaimResult: Sendable {
  public let claim: Claim
  /// The judgement; none where the evidence could not be read.
  public let judgement: Judgement?
  /// Why it could not be read.
  public let failure: String?
  /// The places of all numbers that were read.
  public let reads: [String]

  /// The judgement's verdict; nil where the evidence could not be read.
  public var verdict: Verdict? { judgement?.verdict }
}

extension Claim {
  /// The verdict of some evidence. What nobody printed makes a claim untestable; what cannot be
  /// read is kept as a failure, so that one damaged number does not hide the other claims.
  public func result(_ base: EvidenceBase) -> ClaimResult {
    let evidence = Evidence(base)
    var (judgement, failure): (Judgement?, String?)
    do {
      judgement = try judge(evidence)
    } catch let missing as Unprinted {
      judgement = .untestable("Untestable: \(missing.what).")
    } catch let fault as Fault where base.isStandIn {
      // The project's own numbers have to be judged; of a user's some are too few or too alike.
      judgement = .untestable("Untestable: \(fault.what).")
    } catch {
      failure = "\(error)"
    }
    return ClaimResult(
      claim: self, judgement: judgement, failure: failure, reads: evidence.reads)
  }
}

/// All claims over some evidence.
public struct ClaimReview: Sendable {
  public let results: [ClaimResult]

  public init(_ base: EvidenceBase, claims: [Claim] = ClaimRegistry.all) {
    results = claims.map { $0.result(base) }
  }

  private init(results: [ClaimResult]) { self.results = results }

  /// The same claims on `base`, in which the numbers at some places are replaced. A verdict can change
  /// only with a number that it reads, so claims that read none of them are not judged again.
  public func again(on base: EvidenceBase, replaced places: Set<String>) -> ClaimReview {
    ClaimReview(
      results: results.map { result in
        result.reads.contains(where: places.contains) ? result.claim.result(base) : result
      })
  }

  /// How many claims have a verdict.
  public func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

  /// The verdicts that differ from those of another review, claim by claim.
  public func changes(from earlier: ClaimReview) -> [VerdictChange] {
    var changes: [VerdictChange] = []
    for result in results {
      let other = earlier.verdict(of: result.claim.id)
      guard let other, let verdict = result.verdict, other != verdict else { continue }
      changes.append(VerdictChange(claim: result.claim, before: other, after: verdict))
    }
    return changes
  }

  /// What a claim is called in tables: the paper's statement and a letter for its part, `3b`. The key of
  /// another paper stands in front.
  public func label(of result: ClaimResult) -> String {
    let claim = result.claim
    let parts = results.map(\.claim).filter {
      $0.paper == claim.paper && $0.number == claim.number
    }
    let place = parts.firstIndex { $0.id == claim.id } ?? 0
    let letter = parts.count > 1 ? Unicode.Scalar(97 + place % 26).map { "\($0)" } ?? "" : ""
    let work = claim.paper == Claim.reproducedPaper ? "" : "\(claim.paper) "
    return "\(work)\(claim.number)\(letter)"
  }

  /// The verdict on a claim; nil where it is not among these or could not be read.
  public func verdict(of id: String) -> Verdict? {
    results.first { $0.claim.id == id }?.verdict
  }
}

/// A verdict that is another under other evidence.
public struct VerdictChange: Sendable {
  public let claim: Claim
  public let before: Verdict
  public let after: Verdict
}

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

/// A claim with the paper's verdict and the one that a user's numbers give.
public struct SecondOpinion: Sendable {
  public let paper: ClaimResult
  public let own: ClaimResult

  /// The claims that small models can speak to, each with the verdict that they give.
  public static func atToyScale(_ toy: EvidenceBase, paper base: EvidenceBase) -> [SecondOpinion] {
    ToyScale.claims.map { SecondOpinion(paper: $0.result(base), own: $0.result(toy)) }
  }

  /// All claims about measured numbers of the paper, in their order. Claims that no measurement
  /// decides, such as those on sizes of caches, are left out: other numbers leave them as they are.
  public static func all(_ standIn: StandIn, paper base: EvidenceBase) -> [SecondOpinion] {
    let paths = StandIn.tables.map(\.path)
    let own = Set(standIn.base.observations.filter { $0.origin != nil }.map(\.provenance))
    return ClaimRegistry.all.filter { $0.scope == .paper }.compactMap { claim in
      let opinion = SecondOpinion(paper: claim.result(base), own: claim.result(standIn.base))
      let readsTables = opinion.paper.reads.contains { place in
        paths.contains { place.hasPrefix("\($0):") }
      }
      return readsTables || opinion.own.reads.contains(where: own.contains) ? opinion : nil
    }
  }

  /// Whether both have a verdict and it is not the same.
  public var differs: Bool {
    paper.verdict != own.verdict && own.verdict != .untestable && paper.verdict != .untestable
  }
}
