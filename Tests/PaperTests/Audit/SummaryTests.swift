import Testing

@testable import Paper

/// What the audit says of each table.
@Suite struct SummaryTests {
  private func summary(_ title: String, _ audit: PaperAudit) throws -> ExhibitSummary {
    try #require(audit.summary().first { $0.exhibit == title })
  }

  @Test func comesInTheOrderOfThePaper() throws {
    let names = try Printed.audit().summary().map(\.exhibit)
    #expect(Array(names.prefix(7)) == (2...7).map { "Table \($0)" } + ["Figure 2"])
    #expect(names.dropFirst(7).allSatisfy { $0.hasPrefix("Section ") })
    #expect(Set(names).count == names.count)
  }

  @Test func countsEveryFindingOfATable() throws {
    let audit = try Printed.audit()
    for item in audit.summary() {
      let statuses = AuditFinding.Status.allCases.map(item.count)
      #expect(statuses.reduce(0, +) == item.findings.count)
      #expect(item.findings == audit.findings.filter { $0.exhibits.contains(item.exhibit) })
    }
  }

  /// Seven rows, of which each mean of six tasks agrees: the averages of Tables 2 and 3.
  @Test(arguments: ["Table 2", "Table 3"]) func taskAveragesAgree(_ title: String) throws {
    let findings = try summary(title, Printed.audit()).findings.filter {
      $0.check == "task-average"
    }
    #expect(findings.count == 7)
    #expect(findings.allSatisfy { $0.status == .consistent })
  }

  /// Both columns of ten mixers; softmax has no passes.
  @Test func tableFourHasNoDiscrepancy() throws {
    let four = try summary("Table 4", Printed.audit())
    #expect(four.findings.count == 20)
    #expect(four.count(.discrepant) == 0)
    #expect(four.count(.uncheckable) == 1)
  }

  private static let discrepant: [(String, [String])] = [
    (
      "Table 5",
      [
        "printed-twice/GLA 3:1", "printed-twice/Gated DeltaNet 3:1",
        "quote/HGRN-2 over the Transformer in recall", "ruler-average/Transformer full",
      ]
    ),
    (
      "Table 6",
      [
        "best-ratio/Tables 2 and 3/HGRN", "both-scales/DeltaNet 6:1", "both-scales/HGRN 6:1",
        "both-scales/HGRN-2 6:1",
      ]
    ),
  ]

  @Test(arguments: discrepant) func discrepanciesOf(_ title: String, _ expected: [String]) throws {
    let found = try summary(title, Printed.audit()).findings.filter { $0.status == .discrepant }
    #expect(found.map(\.id).sorted() == expected.sorted())
  }

  /// Table 6 with both scales' means at 6:1 and the average that follows:
  /// (0.497 + 0.481 + 0.471 + 0.5035 + 0.5105 + 0.472) / 6 = 2.935 / 6.
  @Test func aTableOfConsistentNumbersHasNone() throws {
    let values = [
      ("DeltaNet", 0.497), ("HGRN", 0.5035), ("HGRN2", 0.5105), ("FamilyMean", 2.935 / 6),
    ]
    var places: [String: Double] = [:]
    for (family, value) in values {
      places[try Printed.row(.six, "lm_average", family, "6:1").provenance] = value
    }
    let audit = try PaperAudit(try Printed.base().replacing(places))
    let six = try summary("Table 6", audit)
    #expect(six.count(.discrepant) == 0, "\(six.findings.filter { $0.status == .discrepant })")
    #expect(six.count(.consistent) > 15)
    #expect(audit.discrepancies.allSatisfy { !$0.exhibits.contains("Table 6") })
  }

  /// Each correction that a finding proposes takes its own discrepancy away.
  @Test func aReplacementSettlesItsFinding() throws {
    let base = try Printed.base()
    let proposals = try Printed.audit().discrepancies.filter { !$0.replacement.isEmpty }
    #expect(proposals.count == 6)
    for proposal in proposals {
      let audit = try PaperAudit(base.replacing(proposal.replacement))
      let settled = audit.findings.first { $0.id == proposal.id }
      #expect(settled?.status == .consistent, "\(proposal.id)")
    }
  }
}
