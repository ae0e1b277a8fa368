import Testing

@testable import Paper

/// When printed and recomputed agree.
@Suite struct ToleranceTests {
  private typealias Case = (Double, Double, Double, Bool)
  private static let boundary: [Case] = [
    (0.5, 0.501, 0.001, true), (0.5, 0.499, 0.001, true), (0.3385, 0.3395, 0.001, true),
    (0.5, 0.5011, 0.001, false), (0.5, 0.4989, 0.001, false), (7, 7, 0, true), (7, 6, 0, false),
  ]

  @Test(arguments: boundary) func includesTheBoundary(
    _ printed: Double, _ recomputed: Double, _ tolerance: Double, _ agrees: Bool
  ) {
    let comparison = Comparison(printed: printed, recomputed: recomputed, tolerance: tolerance)
    #expect(comparison.agrees == agrees)
    #expect(comparison.difference == recomputed - printed)
  }

  /// An average of Table 2 may lie half a step of the average and half of the columns' from the
  /// mean: 0.001. HGRN-2's columns add up to 2.736, so their mean is 0.456.
  @Test(arguments: [(0.457, true), (0.455, true), (0.4571, false), (0.4549, false)])
  func decidesTheStatusOfAFinding(_ value: Double, _ agrees: Bool) throws {
    let average = try Printed.row(.two, "lm_average", "HGRN2", "6:1").provenance
    let base = try Printed.base().replacing([average: value])
    let finding = try #require(
      try PaperAudit(base, checks: [.taskAverages]).findings.first { $0.reads.contains(average) })
    #expect(abs((finding.comparison?.tolerance ?? 0) - 0.001) < 1e-12)
    #expect(finding.status == (agrees ? .consistent : .discrepant))
  }

  /// A quoted range holds its ends with their rounding: 2–5 points is 0.015 to 0.055, and the
  /// difference from 0.423 moves by 0.001.
  @Test(arguments: [
    (0.479, true), (0.4792, false), (0.437, true), (0.4368, false), (0.453, true),
  ])
  func aQuotedRangeHasTwoEnds(_ value: Double, _ agrees: Bool) throws {
    let average = try Printed.row(.five, "ruler_average", "HGRN2", "6:1").provenance
    let base = try Printed.base().replacing([average: value])
    let finding = try #require(
      try PaperAudit(base, checks: [.quotedNumbers]).findings.first {
        $0.id == "quote/HGRN-2 over the Transformer in recall"
      })
    #expect(finding.status == (agrees ? .consistent : .discrepant))
  }

  /// Of 500 items, 167 are 0.334 and 168 are 0.336.
  @Test func anAccuracyThatNoCountGivesIsFound() throws {
    let place = try Printed.row(.two, "openbookqa", "GLA", "6:1").provenance
    let base = try Printed.base().replacing([place: 0.335])
    let findings = try PaperAudit(base, checks: [.impossibleAccuracies]).discrepancies
    #expect(findings.map(\.id) == ["grim/Table 2/openbookqa/GLA 6:1"])
    #expect(findings[0].sentence.hasPrefix("500 items; "))
  }

  /// A check of the test's own: what it compares and what it lacks become findings.
  @Test func aCheckReportsWhatItIsGiven() throws {
    let check = AuditCheck("fixture", title: "Numbers are equal") { bench in
      [
        try bench.finding("a", ["Table 9"], at: "here", what: "nothing") { evidence in
          .init(
            Comparison(
              printed: 1, recomputed: try evidence.ruler("GLA").value, tolerance: 0), "One.")
        },
        try bench.finding("b", ["Table 9"], at: "here", what: "nothing") { evidence in
          _ = try evidence.ruler("GLA")
          throw Unprinted("it is secret")
        },
      ]
    }
    let audit = try PaperAudit(try Printed.base(), checks: [check])
    #expect(audit.findings.map(\.id) == ["fixture/a", "fixture/b"])
    #expect(audit.findings.map(\.status) == [.discrepant, .uncheckable])
    #expect(audit.findings[1].sentence == "Not checkable: it is secret.")
    #expect(audit.findings[1].reads.count == 1)
    #expect(audit.summary().map(\.exhibit) == ["Table 9"])
  }
}
