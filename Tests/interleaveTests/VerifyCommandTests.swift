import Foundation
import Report
import Testing
import TestSupport

@testable import interleave

/// `interleave verify` against a report of two analyses, which a test damages.
@Suite(.serialized) struct VerifyCommandTests {
  private let bench: EvidenceRun
  private let report: URL

  init() throws {
    bench = try EvidenceRun()
    report = bench.folder.appendingPathComponent("report")
  }

  private var store: [String] { ["--store", bench.folder.path + "/s.sqlite"] }

  private func publish(_ analyses: String...) throws {
    let only = analyses.flatMap { ["--only", $0] }
    let made = try bench.run(["reproduce", "--out", report.path] + only + store)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func verify(_ more: String...) throws -> ProgramRun.End {
    try bench.run(["verify", "--report", report.path] + store + more)
  }

  /// Changes what was published.
  private func plant(_ change: (inout ValuesFile) throws -> Void) throws {
    let url = report.appendingPathComponent(ValuesFile.name)
    var file = try ValuesFile.read(url)
    try change(&file)
    try file.data().write(to: url)
  }

  @Test func aReportAgreesWithItselfAndIsNotTouched() throws {
    try publish("costs", "claim-verdicts")
    let before = try files()
    let result = try verify()
    #expect(result.status == 0, "\(result.errors)\(result.output)")
    #expect(result.output.hasSuffix(" verdicts compared, no drift\n"))
    #expect(!result.output.contains(" 0 verdicts"))
    #expect(try files() == before)
  }

  @Test func filesAreCheckedWithoutMakingAReport() throws {
    try publish("costs")
    func check(_ more: String...) throws -> ProgramRun.End {
      try bench.run(["verify", "--files", report.path] + more)
    }
    let whole = try check()
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.hasSuffix(" files compared, all as published\n"))
    try FileManager.default.removeItem(at: report.appendingPathComponent("report.md"))
    try plant { $0.values.removeAll() }
    let result = try check()
    #expect(result.status == 1)
    #expect(result.output.contains("missing: report.md\nchanged: "))
    #expect(result.output.contains("changed: values.json\n"))
    #expect(result.output.hasSuffix("2 missing or changed\n"))
    #expect(try check("--json").output.contains("\"problem\" : \"missing\""))
    try FileManager.default.removeItem(at: report.appendingPathComponent("files.json"))
    #expect(try check().status == 2)
    #expect(try check("--report", report.path).status == 2)
  }

  @Test func aPlantedDriftIsNamedWithBothNumbers() throws {
    try publish("costs", "claim-verdicts")
    var name = ""
    try plant { file in
      let index = try #require(file.values.firstIndex { $0.number != nil && $0.number != 0 })
      name = file.values[index].name
      file.values[index].number = (file.values[index].number ?? 0) * 1.001
    }
    let result = try verify()
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains("value  \(name)  number"))
    #expect(result.output.contains("1 drifted"))
    #expect(try verify("--only", "costs").status == 0)
  }

  @Test func aRoundingErrorIsNoDrift() throws {
    try publish("costs")
    try plant { file in
      for index in file.values.indices { file.values[index].number? *= 1 + 1e-13 }
    }
    #expect(try verify().status == 0)
  }

  @Test func aPlantedVerdictIsDrift() throws {
    try publish("claim-verdicts")
    try plant { file in
      let index = try #require(file.verdicts.firstIndex { $0.claim == "recall-rises" })
      file.verdicts[index].verdict = "contradicted"
    }
    let result = try verify("--json")
    #expect(result.status == 1)
    let entries = try result.entries()
    #expect(entries.map { $0["name"] } == ["paper/recall-rises"])
    #expect(entries.first?["before"] == "contradicted" && entries.first?["after"] == "supported")
  }

  @Test func whatOnlyOneSideHasIsDrift() throws {
    try publish("costs")
    var lost = ""
    try plant { file in
      lost = file.values.removeFirst().name
      var extra = file.values[0]
      extra.name = "no.such.value"
      file.values.append(extra)
    }
    let result = try verify()
    #expect(result.status == 1)
    #expect(result.output.contains("no.such.value") && result.output.contains(lost))
    #expect(result.output.contains("(not there)"))
  }

  @Test func whatCannotBeCheckedIsNoVerdict() throws {
    #expect(try verify().status == 2)
    try publish("costs")
    try "{".write(
      to: report.appendingPathComponent(ValuesFile.name), atomically: true, encoding: .utf8)
    let broken = try verify()
    #expect(broken.status == 2)
    #expect(broken.errors.contains("values.json"))
    #expect(try verify("--only", "nothing").status == 2)
  }

  /// An analysis whose program fails is not checked, whatever the others say.
  @Test func aFailedAnalysisIsNotChecked() throws {
    try publish("costs", "paper-map")
    let programs = bench.folder.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    let built = EvidenceRun.executable.deletingLastPathComponent()
    for name in ["interleave", "paper-map"] {
      try FileManager.default.copyItem(
        at: built.appendingPathComponent(name), to: programs.appendingPathComponent(name))
    }
    let result = try bench.run(
      ["verify", "--report", report.path] + store,
      executable: programs.appendingPathComponent("interleave"))
    #expect(result.status == 2)
    #expect(result.errors.contains("could not be checked: costs"))
    #expect(result.output.contains("no drift"))
  }

  private func files() throws -> [String: Date] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: report.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let path = report.appendingPathComponent(name).path
        let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
        return (name, try #require(date as? Date))
      })
  }
}
