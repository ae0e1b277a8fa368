/// A kind of arithmetic that the paper's numbers must obey. Nothing in a check says what the
/// outcome is: it finds whatever is in the data.
public struct AuditCheck: Sendable {
  /// The name in findings' identities.
  public let id: String
  /// What is recomputed, as a sentence.
  public let title: String
  let run: @Sendable (AuditBench) throws -> [AuditFinding]

  public init(
    _ id: String, title: String, run: @escaping @Sendable (AuditBench) throws -> [AuditFinding]
  ) {
    self.id = id
    self.title = title
    self.run = run
  }

  /// Everything that this check has to say about some evidence.
  public func findings(_ base: EvidenceBase) throws -> [AuditFinding] {
    try run(AuditBench(base: base, check: id))
  }
}

/// All checks over some evidence.
public struct PaperAudit: Sendable {
  public let findings: [AuditFinding]

  /// - Throws: `Fault` where the evidence is damaged. What is not printed is a finding.
  public init(_ base: EvidenceBase, checks: [AuditCheck] = AuditRegistry.all) throws {
    findings = try checks.flatMap { try $0.findings(base) }
  }

  /// The findings in which printed and recomputed differ by more than rounding.
  public var discrepancies: [AuditFinding] { findings.filter { $0.status == .discrepant } }

  /// For each table and figure of the paper that something was recomputed of: how many checks it
  /// passed, failed, and could not be put to. In the order of the paper's tables.
  public func summary() -> [ExhibitSummary] {
    var names: [String] = []
    for name in findings.flatMap(\.exhibits) where !names.contains(name) { names.append(name) }
    return names.sorted(by: Self.isEarlier).map { name in
      ExhibitSummary(exhibit: name, findings: findings.filter { $0.exhibits.contains(name) })
    }
  }

  /// Tables before text, by number.
  private static func isEarlier(_ a: String, _ b: String) -> Bool {
    func key(_ name: String) -> (Int, Int, String) {
      let number = name.split(separator: " ").last.flatMap { Int($0) }
      return (name.hasPrefix("Table") ? 0 : name.hasPrefix("Figure") ? 1 : 2, number ?? 0, name)
    }
    return key(a) < key(b)
  }
}

/// What the audit has to say of one table, figure or section of the paper.
public struct ExhibitSummary: Sendable {
  public let exhibit: String
  public let findings: [AuditFinding]

  /// How many findings have a status.
  public func count(_ status: AuditFinding.Status) -> Int {
    findings.count { $0.status == status }
  }
}
