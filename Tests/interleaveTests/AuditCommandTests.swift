import Core
import Foundation
import Testing

@testable import interleave

/// `interleave audit` as a user runs it.
@Suite struct AuditCommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  private var store: String { bench.folder.path + "/s.sqlite" }

  @Test func discrepanciesAreListedAndTablesCounted() throws {
    let result = try bench.run("audit", "--store", store)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("status ") == true)
    #expect(lines.contains { $0.hasPrefix("discrepant  Table 5, Transformer full, Avg ") })
    #expect(!lines.contains { $0.hasPrefix("consistent") })
    #expect(lines.contains("Table 4: 19 checked, no discrepancy, 1 not checkable"))
    #expect(lines.contains { $0.hasPrefix("Table 5: 16 checked, 4 discrepant") })
  }

  @Test func allListsTheOthersToo() throws {
    let result = try bench.run("audit", "--all", "--store", store)
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    for status in ["consistent", "discrepant", "not checkable"] {
      #expect(lines.contains { $0.hasPrefix(status + " ") }, "\(status)")
    }
  }

  @Test func jsonHasTheNumbers() throws {
    let entries = try bench.run("audit", "--json", "--store", store).entries()
    let wanted = ["id", "where", "what", "printed", "recomputed", "tolerance", "status"]
    for entry in entries { #expect(wanted.allSatisfy { entry[$0] != nil }) }
    let twice = try #require(entries.first { $0["id"] == "printed-twice/GLA 3:1" })
    #expect(twice["printed"] == 0.332)
    #expect(twice["recomputed"] == 0.365)
  }

  /// What was found is no failure: 0.365 in both tables takes one discrepancy away.
  @Test func anotherFindingIsNoError() throws {
    let data = try bench.data(
      replacing: "0.332,,,fraction,true,\"row 3:1, column GLA\"",
      with: "0.365,,,fraction,true,\"row 3:1, column GLA\"", in: "paper/table7.csv", sealed: true)
    let result = try bench.run("audit", "--data", data, "--json")
    #expect(result.status == 0, "\(result.errors)")
    let entries = try result.entries()
    #expect(
      entries.contains { $0["id"] == "printed-twice/GLA 3:1" && $0["status"] == "consistent" })
    #expect(
      entries.contains {
        $0["id"] == "family-average/Table 7/3:1" && $0["status"] == "discrepant"
      })
  }

  @Test func damagedDataAreNotAudited() throws {
    let data = try bench.data(
      replacing: "kv-share,4.3", with: "kv-factor,4.3", in: "paper/quotes.csv", sealed: false)
    let result = try bench.run("audit", "--data", data)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("data/paper/quotes.csv"))
  }
}
