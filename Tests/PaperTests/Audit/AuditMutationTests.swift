import Testing
import TestSupport

@testable import Paper
@testable import Published

/// One number changed: the findings that rest on it follow, and no other.
///
/// The weighting of Table 5 is searched for over all its rows. So a change in that table may lead
/// to another weighting, and then to other numbers in rows that were not touched; only then.
@Suite struct AuditMutationTests {
  /// A changed number with what it changed.
  private struct Mutation {
    let row: Observation
    let base: EvidenceBase
    let changes: [Change]

    init(_ row: Observation) throws {
      self.row = row
      base = try Printed.base().replacing([row.provenance: row.value + 0.05])
      changes = differences(try Printed.audit(), try PaperAudit(base))
    }

    var place: String { row.provenance }

    /// Whether the columns' weights are still those of the printed table, and no others as good.
    func keepsTheWeighting() throws -> Bool {
      guard row.path == PaperTable.five.path else { return true }
      let weighting = try RulerWeighting(base)
      return try weighting?.weights == Printed.weighting().weights && weighting?.ties == 1
    }
  }

  @Test(arguments: Printed.tables) func nothingElseFollows(_ table: PaperTable) throws {
    for row in try Printed.rows(table) {
      let mutation = try Mutation(row)
      let strangers = mutation.changes.filter { !$0.reads(mutation.place) && $0.isOfNumbers }
      let others = strangers.filter { $0.check != "ruler-average" }
      #expect(others.isEmpty, "\(mutation.place): \(others.map(\.id))")
      if try mutation.keepsTheWeighting() {
        #expect(strangers.isEmpty, "\(mutation.place): \(strangers.map(\.id))")
      }
    }
  }

  /// Words may count rows (`4 of 5`), numbers may not change.
  @Test(arguments: Printed.tables) func wordsFollowWithinTheTable(_ table: PaperTable) throws {
    guard table != .five else { return }
    for row in try Printed.rows(table) {
      let mutation = try Mutation(row)
      #expect(mutation.changes.allSatisfy { $0.reads(mutation.place) }, "\(mutation.place)")
    }
  }

  @Test(arguments: Printed.tables) func everyFindingOnItFollows(_ table: PaperTable) throws {
    for row in try Printed.rows(table) {
      let mutation = try Mutation(row)
      let checkable = try Printed.audit().findings.filter {
        $0.reads.contains(mutation.place) && $0.comparison != nil
      }
      #expect(!checkable.isEmpty, "nothing checks \(mutation.place)")
      #expect(mutation.changes.contains { $0.isOfNumbers }, "\(mutation.place)")
    }
  }

  /// 0.05 in any part of a mean moves it by 0.0038 or more, and 0.001 is the tolerance.
  @Test(arguments: Printed.tables) func theAverageOfTheNumberIsDiscrepant(
    _ table: PaperTable
  ) throws {
    let check = try #require(Self.averages[table])
    for row in try Printed.rows(table) {
      let mutation = try Mutation(row)
      guard try mutation.keepsTheWeighting() else { continue }
      let fired = mutation.changes.filter {
        $0.check == check && $0.isOfNumbers && $0.reads(mutation.place)
      }
      #expect(fired.count == 1, "\(mutation.place): \(fired.map(\.id))")
      #expect(fired.first?.after?.status == .discrepant, "\(mutation.place)")
    }
  }

  private static let averages: [PaperTable: String] = [
    .two: "task-average", .three: "task-average", .five: "ruler-average", .six: "family-average",
    .seven: "family-average",
  ]

  /// Rows whose change leaves the weighting alone are most of Table 5, or the tests above are void.
  @Test func theWeightingIsMostlyKept() throws {
    let rows = try Printed.rows(.five)
    let kept = try rows.filter { try Mutation($0).keepsTheWeighting() }
    #expect(kept.count * 2 > rows.count, "\(kept.count) of \(rows.count)")
  }
}
