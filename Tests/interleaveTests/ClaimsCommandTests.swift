import Core
import Foundation
import Lab
import Paper
import Published
import Testing

@testable import interleave

/// `interleave claims` as a user, or a check of a pull request, runs it.
@Suite struct ClaimsCommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  private static let changed = "row Transformer full, column Avg"

  /// Data in which Table 3's Transformer leads.
  private func leadingTransformer() throws -> String {
    try bench.data(
      replacing: "0.548,,,fraction,true,\"\(Self.changed)\"",
      with: "0.570,,,fraction,true,\"\(Self.changed)\"", in: "paper/table3.csv", sealed: true)
  }

  @Test func theTableHasEveryClaimAndTheCounts() throws {
    let result = try bench.run("claims", "--store", bench.folder.path + "/s.sqlite")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("claim ") == true)
    for claim in ClaimRegistry.all {
      #expect(lines.contains { $0.hasPrefix(claim.id + " ") && $0.hasSuffix(claim.statement) })
    }
    #expect(lines.last?.hasPrefix("\(ClaimRegistry.all.count) claims: ") == true)
  }

  @Test func jsonAndJUnitAgree() throws {
    let file = bench.folder.appendingPathComponent("claims.xml")
    let result = try bench.run(
      "claims", "--json", "--junit", file.path, "--store", bench.folder.path + "/s.sqlite")
    #expect(result.status == 0, "\(result.errors)")
    let entries = try result.entries()
    #expect(entries.count == ClaimRegistry.all.count)
    let wanted = ["id", "scope", "statement", "verdict", "effect", "interval", "n", "where"]
    for entry in entries { #expect(wanted.allSatisfy { entry[$0] != nil }) }
    let junit = try String(contentsOf: file, encoding: .utf8)
    let failures = entries.count { $0["verdict"] == "contradicted" }
    #expect(junit.contains("tests=\"\(entries.count)\" failures=\"\(failures)\" errors=\"0\""))
  }

  /// The copy has another name than the project's folder, and is read as well.
  @Test func aVerdictThatIsNotTheRecordedOneIsNamed() throws {
    let data = try leadingTransformer()
    let result = try bench.run("claims", "--data", data)
    #expect(result.status == 1)
    #expect(
      result.errors == """
        interleave: transformer-ends-front: supported, recorded as contradicted
        interleave: transformer-highest-lm: supported, recorded as contradicted

        """)
    let file = bench.folder.appendingPathComponent("recorded.json").path
    let recording = try bench.run("claims", "--data", data, "--record", "--expected", file)
    #expect(recording.status == 0, "\(recording.errors)")
    #expect(try bench.run("claims", "--data", data, "--expected", file).status == 0)
  }

  @Test func damagedDataAreNotJudged() throws {
    let data = try bench.data(
      replacing: "0.548,,,fraction,true,\"\(Self.changed)\"",
      with: "0.570,,,fraction,true,\"\(Self.changed)\"", in: "paper/table3.csv", sealed: false)
    let result = try bench.run("claims", "--data", data)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("data/paper/table3.csv:50"))
  }

  /// Two rows answer one question: the claims on it are unreadable, the others are judged.
  @Test func anUnreadableNumberIsNoVerdict() throws {
    let row = "arXiv:2507.06457 1.3B GLA 3:1,GLA,1.3B,1300000000,100000000000,24,,,3:1,"
    let line = row + "ruler_average,accuracy,0.332,,,fraction,true,\"row 3:1, column GLA\"\n"
    let data = try bench.data(
      replacing: line, with: line + line.replacingOccurrences(of: "GLA 3:1,", with: "GLA again,"),
      in: "paper/table7.csv", sealed: true)
    let result = try bench.run("claims", "--data", data, "--json")
    #expect(result.status == 2)
    #expect(result.errors.contains("recall-rises could not be read"))
    let entries = try result.entries()
    #expect(entries.contains { $0["id"] == "recall-rises" && $0["verdict"] == .null })
    #expect(entries.contains { $0["id"] == "tie-1b3" && $0["verdict"] == "supported" })
  }

  @Test(arguments: ["nowhere.json", "Package.swift"])
  func aFileOfVerdictsThatIsNoneIsNoVerdict(_ file: String) throws {
    let result = try bench.run(
      "claims", "--expected", file, "--store", bench.folder.path + "/s.sqlite")
    #expect(result.status == 2)
    #expect(result.errors.contains(file))
  }

  /// A claim from outside of the registry is a row like the others.
  @Test func aClaimOfTheTestsIsInTheTable() throws {
    let claim = Claim(
      "fixture", of: 1, section: "4.1", kind: .difference, "One is more than none"
    ) { _ in
      Judgement(
        .supported, "It is.", effect: Effect("one", 1, interval: ClaimInterval(0.5, 2, kind: "k")),
        n: 3, unit: "tests")
    }
    let store = try Store.open(at: bench.folder.appendingPathComponent("empty.sqlite"))
    let lines = ClaimReview(try EvidenceBase(store), claims: [claim]).table.split(separator: "\n")
    #expect(
      lines.map(String.init) == [
        "claim    scope  verdict    effect  interval        n  statement",
        "fixture  paper  supported  1.000   0.500 to 2.000  3  One is more than none",
        "1 claims: 1 supported, 0 contradicted, 0 inconclusive, 0 untestable",
      ])
  }
}
