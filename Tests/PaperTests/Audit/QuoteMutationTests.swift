import Testing

@testable import Paper
@testable import Published

/// Quoted numbers and formulas changed or taken away.
@Suite struct QuoteMutationTests {
  /// The quotes that a sentence is compared with its tables for.
  private static let compared = ["quote", "cache-factor"]

  /// A quote that says five more; where it only sets an upper end, five less.
  private func shifted(_ quote: Quote) -> Quote {
    var copy = quote
    copy.high = quote.high.map { quote.low == nil ? $0 - 5 : $0 + 5 }
    copy.low = quote.low.map { $0 + 5 }
    return copy
  }

  @Test func aShiftedQuoteIsFound() throws {
    var compared: Set<String> = []
    for quote in try Printed.base().quotes {
      let audit = try PaperAudit(try Printed.base().replacing(shifted(quote)))
      let changes = differences(try Printed.audit(), audit)
      for change in changes where change.isOfNumbers {
        #expect(change.reads(quote.provenance), "\(quote.id): \(change.id)")
      }
      for finding in audit.findings
      where finding.reads.contains(quote.provenance) && Self.compared.contains(finding.check) {
        #expect(finding.status == .discrepant, "\(quote.id): \(finding.id)")
        #expect(changes.contains { $0.id == finding.id }, "\(quote.id): \(finding.id)")
        compared.insert(quote.id)
      }
    }
    #expect(
      compared == [
        "hgrn2-over-transformer-340m", "hgrn2-over-best-standalone-340m", "recall-pure",
        "recall-hybrid", "transformer-recall", "recall-advantage", "nearly-doubles", "lm-shift",
        "kv-factor", "kv-share", "kv-range",
      ])
  }

  @Test func aQuoteThatIsGoneIsNotCheckable() throws {
    for quote in try Printed.base().quotes {
      let audit = try PaperAudit(try Printed.base().removing(quote.provenance))
      for change in differences(try Printed.audit(), audit) {
        #expect(change.reads(quote.provenance), "\(quote.id): \(change.id)")
        #expect(change.after?.status == .uncheckable, "\(quote.id): \(change.id)")
        #expect(change.after?.sentence.contains(quote.id) == true)
      }
    }
  }

  @Test func aFormulaThatIsGoneTakesItsFindingsAlong() throws {
    for cost in try Printed.base().costs {
      let audit = try PaperAudit(try Printed.base().removing(cost.provenance))
      let changes = differences(try Printed.audit(), audit)
      #expect(changes.map(\.id) == ["growth", "passes"].map { "cost-formula/\($0)/\(cost.mixer)" })
      #expect(changes.allSatisfy { $0.after == nil })
    }
  }
}
