import Core
import Testing
import TestSupport

@testable import Paper

/// The tracked way to the numbers: what it hands out, what it remembers, what it refuses.
@Suite struct EvidenceTests {
  let temporary: TemporaryFolder
  let base: EvidenceBase

  init() throws {
    temporary = try TemporaryFolder()
    base = try EvidenceBase(filledStore(in: temporary))
  }

  @Test func remembersWhatItHandsOutOnceAndInOrder() throws {
    let evidence = Evidence(base)
    let recall = try evidence.recall("HGRN2", "6:1")
    let quote = try evidence.quote("recall-advantage")
    _ = try evidence.recall("HGRN2", "6:1")
    #expect(recall.valueText == "0.434")
    #expect(evidence.reads == [recall.provenance, quote.provenance])
    #expect(Evidence(base).reads.isEmpty)
  }

  @Test func whatNobodyPrintedIsNoFault() throws {
    let evidence = Evidence(base)
    #expect(throws: Unprinted("data/paper/table7.csv has no ruler_average HGRN 3:1")) {
      try evidence.recall("HGRN", "3:1")
    }
    #expect(
      try evidence.ifPrinted("ruler_average", in: PaperTable.seven.path, family: "HGRN") == nil)
    #expect(throws: Unprinted.self) { try evidence.quote("no such sentence") }
    #expect(throws: Unprinted.self) { try evidence.task("no such task") }
    #expect(evidence.reads.isEmpty)
  }

  @Test func severalMatchesAreAFault() throws {
    let fault = try fault {
      try Evidence(base).value("ruler_average", in: PaperTable.seven.path, family: "GLA")
    }
    #expect(fault.what == "several observations match")
    #expect(fault.location == "data/paper/table7.csv")
    #expect(fault.found?.contains("data/paper/table7.csv:19") == true)
  }

  @Test func aReplacedNumberKeepsItsPlaceAndDigits() throws {
    let old = try Evidence(base).recall("GLA", "3:1")
    let new = try Evidence(base.replacing([old.provenance: 0.365])).recall("GLA", "3:1")
    #expect((old.value, new.value) == (0.332, 0.365))
    #expect((new.provenance, new.resolution) == (old.provenance, old.resolution))
    #expect(try Evidence(base).recall("GLA", "3:1").value == 0.332)
  }

  @Test func aRemovedRowIsUnprinted() throws {
    let recall = try Evidence(base).recall("GLA", "3:1").provenance
    #expect(throws: Unprinted.self) {
      try Evidence(base.removing(recall)).recall("GLA", "3:1")
    }
    let quote = try Evidence(base).quote("kv-factor").provenance
    #expect(throws: Unprinted.self) { try Evidence(base.removing(quote)).quote("kv-factor") }
    let cost = try Evidence(base).cost(of: "GLA").provenance
    #expect(throws: Unprinted.self) { try Evidence(base.removing(cost)).cost(of: "GLA") }
  }

  /// Table 7 prints four families; HGRN and RetNet have no recall by ratio.
  @Test func curvesLeaveOutWhoIsNotPrinted() throws {
    let evidence = Evidence(base)
    let curves = try evidence.curves { try $0.recall($1, $2) }
    #expect(curves.map(\.family.key) == ["GLA", "HGRN2", "DeltaNet", "GatedDeltaNet"])
    #expect(curves.allSatisfy { $0.values.map(\.model.ratioLabel) == Evidence.ratios })
    #expect(evidence.reads.count == 20)
  }
}
