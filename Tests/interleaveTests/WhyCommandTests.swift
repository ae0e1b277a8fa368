import Foundation
import Testing
import TestSupport

@testable import interleave

/// `interleave why` on a report that was just made.
@Suite struct WhyCommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  @Test func valuesFiguresTablesAndVerdictsHaveChains() throws {
    let report = bench.folder.appendingPathComponent("report").path
    let made = try bench.run(
      "reproduce", "--out", report, "--only", "claim-verdicts", "--store",
      bench.folder.path + "/s.sqlite")
    try #require(made.status == 0, "\(made.errors)")
    func why(_ words: String...) throws -> ProgramRun.End {
      try bench.run(["why"] + words + ["--report", report])
    }
    let value = try why("claims.supported")
    #expect(value.status == 0, "\(value.errors)")
    #expect(value.output.contains("cell: analyses/claim-verdicts/main.swift:"))
    #expect(value.output.contains("read by this cell"))
    #expect(try why("Figure", "1").output.hasPrefix("Figure 1, verdicts: "))
    let verdict = try why("recall-rises")
    #expect(verdict.output.hasPrefix("verdict paper/recall-rises: supported: "))
    #expect(verdict.output.contains("file: data/paper/table7.csv, sha256 "))
    #expect(verdict.output.contains("unchanged since the report"))
    #expect(verdict.output.contains(",ruler_average,accuracy,"))
    let json = try why("table:claims", "--json").entries()
    #expect(json.map { $0["kind"] } == ["table"])
    let unknown = try why("claims.suported")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("did you mean claims.supported"))
  }

  @Test func aReportWithoutATraceIsNamed() throws {
    let result = try bench.run("why", "x", "--report", bench.folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("trace.json"))
  }
}
