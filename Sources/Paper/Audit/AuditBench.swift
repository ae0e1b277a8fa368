/// What a check works with: the evidence, and the way to turn a comparison into a finding.
public struct AuditBench: Sendable {
  public let base: EvidenceBase
  let check: String

  /// What a comparison says; the status follows from the numbers unless it is given.
  public struct Outcome {
    var comparison: Comparison?
    var status: AuditFinding.Status?
    var sentence: String
    var replacement: [String: Double] = [:]

    public init(
      _ comparison: Comparison?, status: AuditFinding.Status? = nil, _ sentence: String,
      replacement: [String: Double] = [:]
    ) {
      self.comparison = comparison
      self.status = status
      self.sentence = sentence
      self.replacement = replacement
    }
  }

  /// Makes one finding. What the evidence lacks makes it `not checkable`.
  public func finding(
    _ name: String, _ exhibits: [String], at place: String, what: String,
    compare: (Evidence) throws -> Outcome
  ) throws -> AuditFinding {
    let evidence = Evidence(base)
    let outcome: Outcome
    do {
      outcome = try compare(evidence)
    } catch let missing as Unprinted {
      outcome = Outcome(nil, status: .uncheckable, "Not checkable: \(missing.what).")
    }
    let derived: AuditFinding.Status =
      outcome.comparison.map { $0.agrees ? .consistent : .discrepant } ?? .uncheckable
    return AuditFinding(
      id: "\(check)/\(name)", check: check, exhibits: exhibits, place: place, what: what,
      comparison: outcome.comparison, status: outcome.status ?? derived,
      sentence: outcome.sentence, replacement: outcome.replacement, reads: evidence.reads)
  }
}
