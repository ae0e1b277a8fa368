import Foundation
import Testing
import TestSupport

@testable import interleave

/// `reproduce --ci` as a build service runs it, and the steps of the service's files.
@Suite struct CICommandTests {
  private let bench: EvidenceRun

  init() throws { bench = try EvidenceRun() }

  /// Runs a program in the checkout with some variables set, and others not there.
  private func run(
    _ program: URL, _ arguments: [String], _ variables: [String: String]
  ) throws -> (status: Int32, output: String) {
    let end = try ProgramRun(
      program, arguments, in: EvidenceRun.root,
      environment: ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("GITHUB_") && !$0.key.hasPrefix("CI") }
        .merging(variables) { $1 }
    ).end()
    return (end.status, end.output + end.errors)
  }

  private func path(_ name: String) -> String { bench.folder.appendingPathComponent(name).path }

  private func reproduce(_ more: [String], _ variables: [String: String]) throws -> (
    status: Int32, output: String
  ) {
    try run(
      EvidenceRun.executable,
      ["reproduce", "--only", "mixers", "--reruns", "0", "--store", path("s.sqlite")]
        + ["--out", path("out")] + more, variables)
  }

  @Test func aJobOfGitHubHasItsPageAndStatus() throws {
    let variables = [
      "GITHUB_STEP_SUMMARY": path("page.md"), "GITHUB_OUTPUT": path("outputs"),
      "GITHUB_WORKSPACE": EvidenceRun.root.path,
    ]
    let result = try reproduce(["--ci", "github", "--pages", "https://p.example"], variables)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("::warning file=data/"))
    let page = try String(contentsOfFile: path("page.md"), encoding: .utf8)
    #expect(page.hasPrefix("## ✓ ") && page.utf8.count < 900 * 1024)
    #expect(FileManager.default.fileExists(atPath: path("out/report.pdf")))
  }

  @Test func withoutTheServicesVariablesNothingIsRun() throws {
    let result = try reproduce(["--ci", "github"], ["GITHUB_OUTPUT": path("outputs")])
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("interleave: GITHUB_STEP_SUMMARY: "))
    #expect(result.output.contains("hint: "))
    #expect(!FileManager.default.fileExists(atPath: path("out")))
  }

  @Test(arguments: [["--ci", "elsewhere"], ["--pages", "https://p.example"]])
  func aWrongCommandLineExitsWithTwo(_ arguments: [String]) throws {
    #expect(try reproduce(arguments, [:]).status == 2)
  }

  private static var hasYAML: Bool {
    let python = try? ProgramRun(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", "import yaml"])
    return (try? python?.end().status) == 0
  }

  /// The steps that GitHub and GitLab would run, without builds and tests.
  @Test(.enabled(if: hasYAML, "python3 with PyYAML is not installed"))
  func theStepsOfTheServicesFilesRun() throws {
    let script = EvidenceRun.root.appendingPathComponent("scripts/check-ci.sh")
    let products = EvidenceRun.executable.deletingLastPathComponent().path
    let result = try run(script, [products], [:])
    #expect(result.status == 0, "\(result.output)")
    for step in [
      "-- Test", "dry: make test", "-- Restore the small training runs", "-- Make the report",
      "-- Upload the report", "-- Pack for Pages", "   output failed: 0",
    ] {
      #expect(result.output.contains(step), "\(step): \(result.output)")
    }
  }
}
