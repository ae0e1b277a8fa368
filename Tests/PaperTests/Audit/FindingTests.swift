import Testing

@testable import Paper

/// What the audit finds in the paper, against sums that were done by hand.
@Suite struct FindingTests {
  /// A finding with the numbers worked by hand.
  struct Known: Sendable {
    let id: String
    let printed: Double
    let recomputed: Double
    let status: AuditFinding.Status
  }

  static let known = [
    // (3·0.332 + 0.464 + 0.472 + 3·0.559 + 2·0.284 + 2·0.412 + 0.066) / 13 = 5.067 / 13
    Known(
      id: "ruler-average/Transformer full", printed: 0.423, recomputed: 5.067 / 13,
      status: .discrepant),
    // (3·0.349 + 0.471 + 0.361 + 3·0.791 + 2·0.155 + 2·0.391 + 0.191) / 13 = 5.535 / 13
    Known(
      id: "ruler-average/DeltaNet 3:1", printed: 0.426, recomputed: 5.535 / 13, status: .consistent),
    Known(id: "printed-twice/GLA 3:1", printed: 0.332, recomputed: 0.365, status: .discrepant),
    Known(
      id: "printed-twice/Gated DeltaNet 3:1", printed: 0.436, recomputed: 0.440,
      status: .discrepant),
    Known(id: "printed-twice/DeltaNet 3:1", printed: 0.426, recomputed: 0.426, status: .consistent),
    Known(id: "printed-twice/HGRN-2 6:1", printed: 0.434, recomputed: 0.434, status: .consistent),
    // (0.441 + 0.553) / 2, (0.448 + 0.559) / 2, (0.456 + 0.565) / 2
    Known(id: "both-scales/DeltaNet 6:1", printed: 0.478, recomputed: 0.497, status: .discrepant),
    Known(id: "both-scales/HGRN 6:1", printed: 0.486, recomputed: 0.5035, status: .discrepant),
    Known(id: "both-scales/HGRN-2 6:1", printed: 0.494, recomputed: 0.5105, status: .discrepant),
    // 2·0.471 − 0.441 = 0.501 is below the best of 1.3B, 0.551
    Known(id: "both-scales/GLA 6:1", printed: 0.551, recomputed: 0.501, status: .consistent),
    Known(
      id: "best-ratio/Tables 2 and 3/HGRN", printed: 0.486, recomputed: 0.488, status: .discrepant),
    Known(
      id: "best-ratio/Tables 2 and 3/HGRN-2", printed: 0.494, recomputed: 0.494,
      status: .consistent),
    // (0.472 + 0.478 + 0.471 + 0.486 + 0.494 + 0.481) / 6 = 2.882 / 6
    Known(
      id: "family-average/Table 6/6:1", printed: 0.480, recomputed: 2.882 / 6, status: .consistent),
    // (0.417 + 0.341 + 0.293 + 0.303) / 4 = 0.3385
    Known(
      id: "family-average/Table 7/24:1", printed: 0.338, recomputed: 0.3385, status: .consistent),
    // (0.276 + 0.612 + 0.424 + 0.353 + 0.330 + 0.670) / 6 = 2.665 / 6
    Known(
      id: "task-average/Table 2/Transformer full", printed: 0.444, recomputed: 2.665 / 6,
      status: .consistent),
    // 0.456 − 0.442
    Known(
      id: "quote/HGRN-2 6:1 over Gated DeltaNet at 340M", printed: 0.012, recomputed: 0.014,
      status: .discrepant),
    Known(
      id: "quote/largest recall of a pure model", printed: 0.35, recomputed: 0.356,
      status: .discrepant),
    Known(
      id: "rank/Transformer in Table 3", printed: 0.548, recomputed: 0.565, status: .discrepant),
    Known(id: "rank/standalone in Table 6", printed: 0.487, recomputed: 0.487, status: .consistent),
    // r + 1 layers for one of attention, and r of them
    Known(
      id: "cache-factor/largest factor/linear-to-full", printed: 7, recomputed: 7,
      status: .consistent),
    Known(
      id: "cache-factor/largest factor/one-in-r", printed: 7, recomputed: 6, status: .discrepant),
  ]

  @Test(arguments: known) func isAsByHand(_ known: Known) throws {
    let finding = try Printed.finding(known.id)
    let numbers = try #require(finding.comparison)
    #expect(abs(numbers.printed - known.printed) < 1e-12)
    #expect(abs(numbers.recomputed - known.recomputed) < 1e-12)
    #expect(finding.status == known.status)
  }

  @Test func saysWhereAndWhy() throws {
    let finding = try Printed.finding("ruler-average/Transformer full")
    #expect(finding.place == "Table 5, Transformer full, Avg")
    #expect(finding.sentence == "Weights 3 : 1 : 1 : 3 : 2 : 2 : 1 reproduce 4 of 5 rows.")
    let average = try Printed.row(.five, "ruler_average", "Transformer", "full").provenance
    #expect(Array(finding.replacement.keys) == [average])
    #expect(abs((finding.replacement[average] ?? 0) - 5.067 / 13) < 1e-12)
    #expect(finding.reads.contains(average))
    let twice = try Printed.finding("printed-twice/GLA 3:1")
    #expect(twice.sentence == "Table 5 prints 0.365, Table 7 0.332.")
    #expect(twice.exhibits == ["Table 5", "Table 7"])
  }

  @Test func identitiesAreUniqueAndNameTheirCheck() throws {
    let findings = try Printed.audit().findings
    #expect(findings.count > 80)
    #expect(Set(findings.map(\.id)).count == findings.count)
    #expect(findings.allSatisfy { $0.id.hasPrefix($0.check + "/") })
    let checks = AuditRegistry.all.map(\.id)
    #expect(Set(checks).count == checks.count)
    for check in checks { #expect(findings.contains { $0.check == check }, "\(check)") }
  }

  @Test func whatIsNotCheckableSaysWhy() throws {
    for finding in try Printed.audit().findings where finding.status == .uncheckable {
      #expect(finding.comparison == nil)
      #expect(finding.sentence.hasPrefix("Not checkable: "), "\(finding.id)")
      #expect(finding.replacement.isEmpty)
    }
  }

  /// What a finding rests on is there, and names lines of data files.
  @Test func readsArePlaces() throws {
    let base = try Printed.base()
    let places = Set(
      base.observations.map(\.provenance) + base.quotes.map(\.provenance)
        + base.costs.map(\.provenance))
    for finding in try Printed.audit().findings {
      #expect(finding.reads.allSatisfy(places.contains), "\(finding.id)")
      if finding.status != .uncheckable { #expect(!finding.reads.isEmpty, "\(finding.id)") }
      for place in finding.replacement.keys { #expect(finding.reads.contains(place)) }
    }
  }
}
