import Core
import Foundation
import Testing
import TestSupport

@testable import interleave

/// `interleave recommend` as a user runs it.
@Suite struct RecommendCommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  private func recommend(_ options: String) throws -> ProgramRun.End {
    let words = options.split(separator: " ").map(String.init)
    return try bench.run(["recommend", "--store", bench.folder.path + "/s.sqlite"] + words)
  }

  /// The picks are worked by hand in the tests of the rule. A quarter of the Transformer's 768 MiB
  /// is 192 MiB: HGRN-2 6:1 keeps 148 MiB.
  @Test(arguments: [
    ("", "DeltaNet 24:1"), ("--recall-margin 0", "HGRN-2 6:1"),
    ("--family hgrn-2 --family GLA", "HGRN-2 6:1"), ("--family gdn", "Gated DeltaNet 6:1"),
    ("--lm-margin 0.02", "HGRN-2 6:1"), ("--kv-budget 25% --recall-margin 0", "HGRN-2 6:1"),
    ("--kv-budget 148MiB --recall-margin 0", "HGRN-2 6:1"),
    ("--context-length 131072 --kv-budget 1.5GiB", "DeltaNet 24:1"),
  ])
  func picks(_ options: String, _ name: String) throws {
    let result = try recommend(options)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("Recommended: \(name)\n"))
    #expect(result.output.contains("\nLimits:\n"))
  }

  @Test func jsonHasTheRuleAndEveryStack() throws {
    let result = try recommend(
      "--json --recall-margin 0.01 --convention linear-to-full --smooth --kv-budget 1GiB")
    let fields = try result.object()
    guard case .object(let rule) = fields["rule"], case .array(let stacks) = fields["candidates"]
    else { throw Fault("the recommendation has no rule", found: result.output) }
    #expect(rule["recall_margin"] == 0.01)
    #expect(rule["lm_margin"] == .null)
    #expect(rule["convention"] == "linear-to-full")
    #expect(rule["cache_budget_bytes"] == 1_073_741_824)
    #expect(rule["reading"] == "curve")
    #expect(stacks.count == 20)
  }

  @Test(arguments: ["--kv-budget 1MiB", "--recall-margin=-0.5", "--family GLA"])
  func whatNothingSatisfiesExitsWithOne(_ options: String) throws {
    let result = try recommend(options)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("No stack satisfies these constraints.\n"))
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [
    ("--family Hyena", "there is no such family"),
    ("--family RetNet", "nothing can be recommended"),
  ])
  func aFamilyWithoutNumbersExitsWithTwo(_ options: String, _ words: String) throws {
    let result = try recommend(options)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(words))
  }

  @Test(arguments: [
    "--context-length 0", "--recall-margin 2", "--convention stated", "--convention r-to-1",
    "--kv-budget much", "--kv-budget 0", "--kv-budget 10GB", "--margin 1", "extra",
  ])
  func aWrongCommandLineExitsWithTwo(_ options: String) throws {
    let result = try recommend(options)
    #expect(result.status == 2)
    #expect(result.errors.contains("Usage:"))
  }

  @Test func damagedDataExitWithTwo() throws {
    let data = try bench.data(
      replacing: "HGRN,HGRN,vector", with: "HGRN,HGRN,matrix", in: "costs.csv", sealed: false)
    let result = try bench.run("recommend", "--data", data)
    #expect(result.status == 2)
    #expect(result.errors.contains("data/costs.csv"))
  }
}
