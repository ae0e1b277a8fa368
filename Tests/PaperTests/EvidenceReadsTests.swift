import Core
import Testing
import TestSupport

@testable import Paper

/// Numbers handed out with a list of what was read, and evidence with a number changed.
@Suite struct EvidenceReadsTests {
  private let base: EvidenceBase
  private let evidence: Evidence

  init() throws {
    let temporary = try TemporaryFolder()
    base = try EvidenceBase(try filledStore(in: temporary))
    evidence = Evidence(base)
  }

  private static let table7 = PaperTable.seven.path

  @Test func readsComeInOrderAndOnce() throws {
    #expect(evidence.reads.isEmpty)
    let second = try evidence.recall("HGRN2", "3:1")
    let first = try evidence.recall("GLA", "3:1")
    let quote = try evidence.quote("kv-factor")
    _ = try evidence.recall("HGRN2", "3:1")
    let cost = try evidence.cost(of: "GLA")
    #expect(
      evidence.reads == [
        second.provenance, first.provenance, quote.provenance, cost.provenance,
      ])
    #expect((first.value, second.value) == (0.332, 0.395))
  }

  @Test func whatIsLookedUpTogetherIsReadTogether() throws {
    let rows = evidence.values { $0.path == Self.table7 && $0.model.ratioLabel == "pure" }
    #expect(rows.count == 5)
    #expect(evidence.reads == rows.map(\.provenance))
    let quotes = evidence.quotes { $0.section == "4.4" }
    #expect(quotes.map(\.id) == ["nearly-doubles", "lm-shift", "kv-range"])
    #expect(evidence.reads.count == 8)
    #expect(evidence.costs().count == 10)
    #expect(evidence.reads.count == 18)
  }

  @Test func tablesHaveNames() throws {
    #expect(try evidence.lm("FamilyMean", "6:1").value == 0.480)
    #expect(try evidence.bestLM("GLA", in: .two).model.ratioLabel == "6:1")
    #expect(try evidence.bestLM("GLA", in: .three).model.ratioLabel == "3:1")
    #expect(try evidence.ruler("Transformer").value == 0.423)
    #expect(try evidence.ruler("Transformer", "ruler_vt").value == 0.066)
    #expect(PaperTable.allCases.map(\.title) == (2...7).map { "Table \($0)" })
    #expect(PaperTable.four.path == "data/costs.csv")
  }

  @Test func aComputationTellsWhatItRead() {
    let count = evidence.compute { base in (base.quotes.count, ["a:1", "b:2", "a:1"]) }
    #expect(count == 24)
    #expect(evidence.reads == ["a:1", "b:2"])
  }

  @Test func replacingChangesOneValueAndNothingElse() throws {
    let place = try evidence.recall("GLA", "3:1").provenance
    let other = base.replacing([place: 0.5])
    let changed = zip(base.observations, other.observations).filter { $0 != $1 }
    #expect(changed.map(\.0.provenance) == [place])
    #expect(changed[0].1.value == 0.5)
    #expect(changed[0].1.resolution == 0.001)
    #expect(changed[0].1.model == changed[0].0.model)
    #expect(try Evidence(other).recall("GLA", "3:1").value == 0.5)
    #expect(try evidence.recall("GLA", "3:1").value == 0.332)
    #expect(base.replacing(["data/nowhere.csv:1": 1]).observations == base.observations)
  }

  @Test func replacingAQuote() throws {
    var quote = try evidence.quote("kv-factor")
    quote.low = 3
    let other = base.replacing(quote)
    #expect(try Evidence(other).quote("kv-factor").low == 3)
    #expect(zip(base.quotes, other.quotes).count { $0 != $1 } == 1)
  }

  @Test func removingTakesOneAway() throws {
    let row = try evidence.recall("GLA", "3:1").provenance
    let without = base.removing(row)
    #expect(without.observations.count == base.observations.count - 1)
    #expect(throws: Unprinted.self) { try Evidence(without).recall("GLA", "3:1") }
    let quote = try evidence.quote("kv-factor").provenance
    #expect(base.removing(quote).quotes.count == base.quotes.count - 1)
    let cost = try evidence.cost(of: "GLA").provenance
    #expect(base.removing(cost).costs.count == base.costs.count - 1)
    #expect(base.removing(cost).observations == base.observations)
    #expect(base.removing("data/nowhere.csv:1").observations == base.observations)
  }
}
