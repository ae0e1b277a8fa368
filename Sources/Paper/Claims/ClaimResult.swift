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
  public let verdict: Verdict?

  init(claim: Claim, judgement: Judgement?, failure: String?, reads: [String]) {
    self.claim = claim
    self.judgement = judgement
    self.failure = failure
    self.reads = reads
    verdict = judgement?.verdict
  }
}

extension Claim {
  /// The verdict of some evidence. What nobody printed makes a claim untestable; what cannot be
  /// read is kept as a failure, so that one damaged number does not hide the other claims.
  public func result(_ base: EvidenceBase) -> ClaimResult {
    let evidence = Evidence(base)
    do {
      let judgement = try judge(evidence)
      return ClaimResult(claim: self, judgement: judgement, failure: nil, reads: evidence.reads)
    } catch let missing as Unprinted {
      return ClaimResult(
        claim: self, judgement: .untestable("Untestable: \(missing.what)."), failure: nil,
        reads: evidence.reads)
    } catch let fault as Fault where base.isStandIn {
      // The project's own numbers have to be judged; of a user's some are too few or too alike.
      return ClaimResult(
        claim: self, judgement: .untestable("Untestable: \(fault.what)."), failure: nil,
        reads: evidence.reads)
    } catch {
      return ClaimResult(
        claim: self, judgement: nil, failure: "\(error)", reads: evidence.reads)
    }
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

  /// What a claim is called in tables: the paper's statement and a letter for its part, `3b`.
  public func label(of result: ClaimResult) -> String {
    let parts = results.filter { $0.claim.number == result.claim.number }
    let place = parts.firstIndex { $0.claim.id == result.claim.id } ?? 0
    guard parts.count > 1, let letter = Unicode.Scalar(97 + place % 26) else {
      return "\(result.claim.number)"
    }
    return "\(result.claim.number)\(letter)"
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
