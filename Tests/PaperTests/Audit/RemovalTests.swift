import Testing

@testable import Paper
@testable import Published

/// A number that is not printed: what rested on it is not checkable or gone, the rest stays.
@Suite struct RemovalTests {
  /// Checks that go over whatever is printed: the largest of fewer numbers can still be told.
  private static let extremes = ["rank", "best-ratio", "quote"]

  private func changes(without row: Observation) throws -> [Change] {
    differences(
      try Printed.audit(), try PaperAudit(try Printed.base().removing(row.provenance)))
  }

  @Test(arguments: Printed.tables) func leavesTheRestAlone(_ table: PaperTable) throws {
    for row in try Printed.rows(table) {
      for change in try changes(without: row) where change.isOfNumbers {
        let isOwn = change.before?.reads.contains(row.provenance) == true
        #expect(isOwn || change.check == "ruler-average", "\(row.provenance): \(change.id)")
      }
    }
  }

  @Test(arguments: Printed.tables) func leavesNothingHalfComputed(_ table: PaperTable) throws {
    for row in try Printed.rows(table) {
      for change in try changes(without: row)
      where change.before?.reads.contains(row.provenance) == true {
        guard !Self.extremes.contains(change.check), let after = change.after else { continue }
        #expect(after.status == .uncheckable, "\(row.provenance): \(change.id)")
        #expect(after.comparison == nil)
        #expect(after.sentence.hasPrefix("Not checkable: "))
      }
    }
  }

  /// Every number but those of columns that no check can judge.
  @Test(arguments: Printed.tables) func isNoticed(_ table: PaperTable) throws {
    for row in try Printed.rows(table) {
      #expect(!(try changes(without: row)).isEmpty, "\(row.provenance)")
    }
  }

  @Test func aPaperWithoutNumbersIsNoError() throws {
    var base = try Printed.base()
    for row in base.observations { base = base.removing(row.provenance) }
    let audit = try PaperAudit(base)
    let left = audit.findings.filter { $0.status != .uncheckable }
    #expect(left.allSatisfy { ["cost-formula", "cache-factor"].contains($0.check) })
    for quote in base.quotes { base = base.removing(quote.provenance) }
    for cost in base.costs { base = base.removing(cost.provenance) }
    #expect(try PaperAudit(base).findings.allSatisfy { $0.status == .uncheckable })
  }
}
