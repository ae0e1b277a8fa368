import TestSupport
import Foundation
import Testing

@testable import Paper
@testable import Published

/// One number changed: the claims that rest on it follow, and no other.
///
/// The recommendations and the knee draw thousands of times each, so they are left out where every
/// number is changed in turn; `slowClaimsFollowToo` and `VerdictFlipTests` have them in.
@Suite struct ClaimMutationTests {
  private static let slow = ["recommended-ratios", "recommended-families", "recall-saturates"]
  private static let claims = ClaimRegistry.all.filter { !slow.contains($0.id) }

  /// Results that differ, with those before.
  private func changes(
    _ base: EvidenceBase, _ claims: [Claim] = claims
  ) throws -> [(before: ClaimResult, after: ClaimResult)] {
    let earlier = Dictionary(
      uniqueKeysWithValues: try Printed.review().results.map { ($0.claim.id, $0) })
    return ClaimReview(base, claims: claims).results.compactMap { result in
      guard let before = earlier[result.claim.id], before.judgement != result.judgement
      else { return nil }
      return (before, result)
    }
  }

  /// The paper's numbers that some claim could read.
  private func rows() throws -> [Observation] {
    let paths = [PaperTable.two, .three, .five, .six, .seven].map(\.path)
    return try Printed.base().observations.filter { paths.contains($0.path) }
  }

  private func check(
    _ changes: [(before: ClaimResult, after: ClaimResult)], rest place: String
  ) {
    for (before, after) in changes {
      #expect(after.failure == nil, "\(place): \(after.claim.id): \(after.failure ?? "")")
      #expect(
        before.reads.contains(place) || after.reads.contains(place),
        "\(place) changes \(after.claim.id), which does not read it")
    }
  }

  @Test func aNumberChangesWhatRestsOnIt() throws {
    var moved: Set<String> = []
    for row in try rows() {
      let value = row.value < 0.5 ? row.value + 0.3 : row.value - 0.3
      let found = try changes(try Printed.base().replacing([row.provenance: value]))
      check(found, rest: row.provenance)
      moved.formUnion(found.filter(Self.differInNumbers).map(\.after.claim.id))
    }
    for quote in try Printed.base().quotes {
      for factor in [0.3, 3.0] {
        var other = quote
        other.low = quote.low.map { factor * $0 }
        other.high = quote.high.map { factor * $0 }
        let found = try changes(try Printed.base().replacing(other))
        check(found, rest: quote.provenance)
        moved.formUnion(found.filter(Self.differInNumbers).map(\.after.claim.id))
      }
    }
    // Which verdict or effect no number of the paper moves.
    let still = try Printed.review().results.filter { result in
      result.verdict != .untestable && result.claim.scope == .paper
        && !Self.slow.contains(result.claim.id) && !moved.contains(result.claim.id)
    }
    #expect(still.map(\.claim.id) == Self.decidedByCosts)
  }

  /// One number of each table, and the quote of one of them: the verdicts that draws decide.
  @Test(arguments: [
    (PaperTable.two, ""), (.three, ""), (.five, ""), (.six, "recommended-ratios"),
    (.seven, "recall-saturates"),
  ])
  func slowClaimsFollowToo(_ table: PaperTable, _ mover: String) throws {
    let slow = ClaimRegistry.all.filter { Self.slow.contains($0.id) }
    let row = try #require(
      try rows().last { $0.path == table.path && $0.model.family == "GatedDeltaNet" })
    let found = try changes(try Printed.base().replacing([row.provenance: 0.7]), slow)
    check(found, rest: row.provenance)
    #expect(mover.isEmpty == found.isEmpty)
    #expect(mover.isEmpty || found.contains { $0.after.claim.id == mover })
  }

  /// The cheapest stack is on any front: accuracies cannot move it, only formulas can.
  private static let decidedByCosts = ["pure-hgrn-ends-front"]

  private static func differInNumbers(_ change: (before: ClaimResult, after: ClaimResult)) -> Bool {
    change.before.verdict != change.after.verdict
      || change.before.judgement?.effect != change.after.judgement?.effect
  }

  /// Others' evaluations decide the claims of their scope, and those alone.
  @Test func anIndependentNumberChangesIndependentClaims() throws {
    var moved: Set<String> = []
    let rows = try Printed.base().observations.filter { $0.scope == .independent }
    let read = Set(try Printed.review().results.flatMap(\.reads))
    for row in rows where read.contains(row.provenance) {
      let found = try changes(try Printed.base().replacing([row.provenance: row.value / 2]))
      check(found, rest: row.provenance)
      #expect(found.allSatisfy { $0.after.claim.scope == .independent })
      moved.formUnion(found.map(\.after.claim.id))
    }
    #expect(moved == ["lm-flat-independent"])
  }

  @Test func aNumberThatIsGoneIsNoError() throws {
    let base = try Printed.base()
    let quotes = base.quotes.map(\.provenance)
    let costs = base.costs.map(\.provenance)
    for place in try rows().map(\.provenance) + quotes + costs {
      let found = try changes(base.removing(place))
      check(found, rest: place)
      #expect(found.allSatisfy { $0.after.verdict != nil }, "\(place)")
    }
  }

  /// A claim without the quote that it is measured by, or a formula, is untestable.
  @Test(arguments: [
    (
      "lm-flat",
      ["lm-flat-hybrids", "lm-flat-from-pure", "lm-flat-each-family", "lm-flat-independent"]
    ),
    ("recall-advantage", ["gated-deltanet-advantage", "hgrn2-advantage"]),
    ("kv-factor", ["kv-cache-factor", "kv-cache-factor-checkpoints"]),
    ("nearly-doubles", ["recall-nearly-doubles"]),
  ])
  func withoutItsQuoteAClaimIsUntestable(_ id: String, _ claims: [String]) throws {
    let base = try Printed.base().removing(try Printed.quote(id).provenance)
    let found = try changes(base)
    #expect(found.map(\.after.claim.id) == claims)
    #expect(found.allSatisfy { $0.after.verdict == .untestable })
  }

  @Test func withoutItsFormulaAFrontIsUntestable() throws {
    let base = try Printed.base()
    let cost = try #require(base.costs.first { $0.families.contains("HGRN") })
    let found = try changes(base.removing(cost.provenance))
    #expect(
      found.map(\.after.claim.id) == [
        "pure-hgrn-ends-front", "transformer-ends-front", "hgrn-24-1-in-middle",
        "hgrn2-6-1-in-middle",
      ])
    #expect(found.allSatisfy { $0.after.verdict == .untestable })
  }

  /// A table with two rows for one question cannot be read; claims on other tables are judged.
  @Test func anAmbiguousNumberIsKeptAsAFailure() throws {
    let copy = FileManager.default.temporaryDirectory
      .appendingPathComponent("claims-data-\(UUID().uuidString)/data")
    defer { try? FileManager.default.removeItem(at: copy.deletingLastPathComponent()) }
    try FileManager.default.createDirectory(
      at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: dataRoot, to: copy)
    let file = copy.appendingPathComponent("paper/table7.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.contains(" GLA 3:1,") })
    let twin = line.replacingOccurrences(of: " GLA 3:1,", with: " GLA 3:1 again,")
    try (text + twin + "\n").write(to: file, atomically: true, encoding: .utf8)
    try DataFolder(copy).seal()
    let review = ClaimReview(try Printed.load(DataFolder(copy)))
    let failed = review.results.filter { $0.failure != nil }
    #expect(failed.contains { $0.claim.id == "recall-rises" })
    #expect(failed.allSatisfy { $0.failure?.contains("several observations match") == true })
    #expect(failed.allSatisfy { $0.verdict == nil })
    #expect(review.verdict(of: "tie-1b3") == .supported)
    #expect(review.verdict(of: "lm-flat-hybrids") == .supported)
  }
}
