import Core
import Foundation
import Report
import Testing

@testable import Workshop

/// The main job as a build service runs it, with the built analyses and the project's data.
@Suite struct CIReporterTests {
  private let bench: CIBench

  init() throws { bench = try CIBench() }

  @Test func gitHubGetsPageOutputsAndFiles() throws {
    try AtomicFile.write("earlier\n", to: bench.folder.appendingPathComponent("summary.md"))
    #expect(try bench.run(.github))
    let page = try bench.text("summary.md")
    #expect(page.hasPrefix("earlier\n## ✓ "))
    #expect(page.contains("claims supported\n"))
    #expect(page.contains("\n| 1a | "))
    #expect(page.contains("<details><summary>The mixers and the stack</summary>"))
    #expect(page.contains("https://github.example/o/r/actions/runs/7#artifacts"))
    #expect(try bench.text("out/ci/summary.md") == String(page.dropFirst("earlier\n".count)))
    let outputs = try bench.text("outputs.txt").split(separator: "\n").map(String.init)
    #expect(
      outputs.map { String($0.prefix { $0 != "=" }) }
        == ["supported", "total", "contradicted", "drifted", "failed", "report"])
    #expect(outputs.contains("failed=0") && outputs.contains("drifted=0"))
    #expect(outputs.last == "report=\(bench.folder.path)/out")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: bench.folder.path + "/out/ci")
    #expect(names.sorted() == ["badge.json", "claims.junit.xml", "comment.md", "summary.md"])
    #expect(try bench.text("out/ci/claims.junit.xml").contains("<testsuite "))
    #expect(try bench.text("out/ci/badge.json").contains(#""schemaVersion" : 1"#))
  }

  /// What the log quotes cannot give commands: they are off from the first line to the last.
  @Test func commandsAreOffWhileTheJobRuns() throws {
    _ = try bench.run(.github)
    let lines = bench.said.text.split(separator: "\n").map(String.init)
    let word = try #require(lines.first?.split(separator: "::").last)
    #expect(lines.first == "::stop-commands::\(word)" && word.utf8.count > 30)
    #expect(lines.dropFirst().first == "::\(word)::")
    #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("::warning file=data/paper/") })
    #expect(lines.count > 3)
  }

  @Test func aFailedAnalysisIsOnThePageAndNoSuccess() throws {
    bench.job.analyses = ["mixers", "gone"]
    #expect(try !bench.run(.github))
    let page = try bench.text("summary.md")
    #expect(page.hasPrefix("## ✗ "))
    #expect(page.contains("<strong>1 step failed.</strong>"))
    #expect(page.contains("✗ <strong>gone</strong> failed: "))
    #expect(!page.contains("gone (failed)"))
    #expect(bench.said.text.contains("::error title=gone failed::"))
    #expect(try bench.text("outputs.txt").contains("failed=1\n"))
    #expect(try bench.text("out/ci/badge.json").contains("red"))
    #expect(try bench.text("out/report.md").contains("gone (failed)"))
  }

  @Test func whereAllFailThereIsAPageStill() throws {
    bench.job.analyses = ["gone"]
    #expect(try !bench.run(.github))
    #expect(try bench.text("summary.md").contains("\n| 1a | "))
    #expect(try bench.text("out/ci/claims.junit.xml").contains("<testcase"))
  }

  @Test func whatCannotBeReadIsOnThePageAndThrown() throws {
    let project = try bench.copy { text in text.replacing("0.548,", with: "0.549,") }
    bench.job.project = project
    let stale = bench.folder.appendingPathComponent("out/ci/claims.junit.xml")
    try AtomicFile.write("stale", to: stale)
    #expect(throws: Fault.self) { try bench.run(.github, root: project.root) }
    let page = try bench.text("summary.md")
    #expect(page.hasPrefix("## ✗ No claim was judged\n"))
    #expect(page.contains("table3.csv"))
    #expect(bench.said.text.contains("::error file=data/paper/table3.csv,line="))
    #expect(!FileManager.default.fileExists(atPath: stale.path))
    #expect(try bench.text("outputs.txt").contains("total=0\n"))
  }

  @Test func aVerdictThatIsNotOnRecordIsNamedAndNoSuccess() throws {
    let project = try bench.copy { $0 }
    let file = project.expectedClaims
    let text = try String(contentsOf: file, encoding: .utf8)
    let changed = text.replacing(
      #""recall-rises" : "supported""#, with: #""recall-rises" : "contradicted""#)
    try #require(changed != text)
    try AtomicFile.write(changed, to: file)
    bench.job.project = project
    #expect(try !bench.run(.github, root: project.root))
    let line = try #require(
      text.split(separator: "\n").firstIndex { $0.contains("\"recall-rises\"") })
    #expect(
      bench.said.text.contains(
        "::error file=data/expectations/claims.json,line=\(line + 1),"
          + "title=verdict on recall-rises::recall-rises is supported, and is on record as "
          + "contradicted\n"))
    #expect(try bench.text("summary.md").contains("- recall-rises is supported, and is on record"))
    #expect(try bench.text("outputs.txt").contains("drifted=1\n"))
  }

  @Test func gitLabGetsPageJUnitAndBadge() throws {
    bench.job.analyses = ["mixers", "gone"]
    #expect(try !bench.run(.gitlab, root: bench.folder))
    #expect(try bench.text("out/ci/summary.md").contains("/-/jobs/1/artifacts/browse"))
    #expect(try bench.text("out/ci/claims.junit.xml").contains("<testsuite "))
    #expect(try bench.text("out/ci/badge.json").contains("red"))
    #expect(bench.said.text.isEmpty)
  }

  @Test func aPageThatOthersFilledIsNotMadeTooLong() throws {
    let earlier = String(repeating: "x", count: (1 << 20) - 10_000)
    try AtomicFile.write(earlier, to: bench.folder.appendingPathComponent("summary.md"))
    #expect(try bench.run(.github))
    let size = try bench.data("summary.md").count
    #expect(size <= 1 << 20 && size > (1 << 20) - 9_000)
    #expect(try bench.text("summary.md").contains("All of it is in "))
  }
}

@Suite struct CIPlaceTests {
  private static let variables = [
    "GITHUB_STEP_SUMMARY": "/x/s", "GITHUB_OUTPUT": "/x/o", "GITHUB_WORKSPACE": "/x/w",
    "CI_PROJECT_DIR": "/x/w", "CI_PAGES_URL": "https://g.example/p",
  ]

  @Test(arguments: [
    (CIService.github, "GITHUB_STEP_SUMMARY"), (.github, "GITHUB_OUTPUT"),
    (.github, "GITHUB_WORKSPACE"), (.gitlab, "CI_PROJECT_DIR"),
  ]) func aVariableThatIsMissingIsNamed(_ service: CIService, _ name: String) throws {
    for missing in [nil, ""] {
      var variables = Self.variables
      variables[name] = missing
      do {
        _ = try CIPlace(service, variables, pages: nil)
        Issue.record("no error")
      } catch let fault as Fault {
        #expect(fault.location == name)
        #expect(fault.hint?.contains("leave out --ci") == true)
      }
    }
  }

  @Test func linksAreMadeOfWhatTheServiceSays() throws {
    let bare = try CIPlace(.github, Self.variables, pages: nil)
    #expect(bare.artifact == nil && bare.pages == nil)
    let pages = try CIPlace(.github, Self.variables, pages: "https://p.example").pages
    #expect(pages == "https://p.example/")
    #expect(try CIPlace(.gitlab, Self.variables, pages: nil).pages == "https://g.example/p/")
  }

  @Test(arguments: ["p.example", "javascript:x", "https://a b", "https://a\"\n"])
  func anAddressThatIsNoneIsRefused(_ text: String) {
    #expect(throws: Fault.self) { try CIPlace(.github, Self.variables, pages: text) }
  }

  @Test func pathsAreTheRepositorys() throws {
    let place = try CIPlace(.github, Self.variables, pages: nil)
    #expect(place.path(of: URL(fileURLWithPath: "/x/w/a/b.csv")) == "a/b.csv")
    #expect(place.path(of: URL(fileURLWithPath: "/x/w/../b.csv")) == nil)
    #expect(place.path(of: URL(fileURLWithPath: "/x/ww/b.csv")) == nil)
  }

  @Test func aFolderThatWouldEndItsLineIsRefused() throws {
    let place = try CIPlace(.github, Self.variables, pages: nil)
    #expect(throws: Fault.self) {
      try CIFiles(place: place, out: URL(fileURLWithPath: "/x/w/a\ntotal=9"))
    }
  }
}
