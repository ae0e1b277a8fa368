import Core
import Published

/// All checks, in the order of reports. Adding a check is a file in `Checks` and a line here.
public enum AuditRegistry {
  public static let all: [AuditCheck] = [
    .taskAverages, .rulerAverages, .familyAverages, .printedTwice, .bothScales, .bestRatio,
    .costFormulas, .impossibleAccuracies, .quotedNumbers, .cacheFactors, .ranks, .modelCount,
  ]
}

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
    (self.id, self.title, self.run) = (id, title, run)
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
      (self.comparison, self.status) = (comparison, status)
      (self.sentence, self.replacement) = (sentence, replacement)
    }

    /// A printed mean beside its recomputation, which would be printed if it is right.
    static func mean(
      _ mean: (value: Double, halfWidth: Double), printed: Observation, _ sentence: String
    ) -> Outcome {
      Outcome(
        Comparison(
          printed: printed.value, recomputed: mean.value,
          tolerance: mean.halfWidth + printed.halfStep), sentence,
        replacement: [printed.provenance: mean.value])
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

/// One number of the paper, computed again from others that it prints.
public struct AuditFinding: Sendable, Equatable {
  /// What the comparison came to.
  public enum Status: String, Sendable, CaseIterable {
    /// Printed and recomputed agree within what rounding explains.
    case consistent
    /// They differ by more than rounding explains.
    case discrepant
    /// What it would be computed from is not printed, or could not tell right from wrong.
    case uncheckable = "not checkable"
  }

  /// Unique in an audit: `table5-average/Transformer`.
  public let id: String
  /// The check that made it.
  public let check: String
  /// The paper's tables and figures that it speaks of: `Table 5`.
  public let exhibits: [String]
  /// Where the printed number stands: `Table 5, Transformer, average`.
  public let place: String
  /// What was compared, as a noun phrase.
  public let what: String
  /// The numbers, where there are some.
  public let comparison: Comparison?
  public let status: Status
  /// One sentence: what was found, or why nothing could be.
  public let sentence: String
  /// The values that would be printed if the recomputed one is right, by place.
  public let replacement: [String: Double]
  /// The places of all numbers that it rests on.
  public let reads: [String]
}

/// A printed number beside its recomputation.
public struct Comparison: Sendable, Equatable {
  public let printed: Double
  public let recomputed: Double
  /// How far the two may lie apart by rounding alone, in the unit of both.
  public let tolerance: Double
  /// Digits after the point that make sense.
  public let decimals: Int

  public init(printed: Double, recomputed: Double, tolerance: Double, decimals: Int = 3) {
    (self.printed, self.recomputed) = (printed, recomputed)
    (self.tolerance, self.decimals) = (tolerance, decimals)
  }

  /// The recomputed less the printed number.
  public var difference: Double { recomputed - printed }
  /// Whether rounding explains the difference; a billionth is left to binary fractions.
  public var agrees: Bool { abs(difference) <= tolerance + 1e-9 }
}

extension PaperAudit {
  /// A list of {id, where, what, printed, recomputed, tolerance, status, ...}; numbers that a
  /// finding does not have are null.
  public var json: JSONValue { .array(findings.map(\.json)) }
}

extension AuditFinding {
  var json: JSONValue {
    .object([
      "id": .string(id), "where": .string(place), "what": .string(what),
      "printed": .finite(comparison?.printed),
      "recomputed": .finite(comparison?.recomputed),
      "tolerance": .finite(comparison?.tolerance),
      "status": .string(status.rawValue), "sentence": .string(sentence),
      "exhibits": .array(exhibits.map { .string($0) }),
      "reads": .array(reads.map { .string($0) }),
    ])
  }
}
