import Core
import Foundation
import Report
import Testing

@testable import Notebook
@testable import Workshop

@Suite(.serialized) struct PreviewSessionTests {
  private let fixture: PreviewFixture
  private let session: PreviewSession
  private let log: Log

  private final class Log {
    var lines: [String] = []
  }

  init() throws {
    fixture = try PreviewFixture()
    let log = Log()
    self.log = log
    // No signal is taken over: the tests' own process gets Ctrl-C as ever.
    session = try fixture.session(Interruption([]), log: { log.lines.append($0) })
  }

  private func report() throws -> String {
    try String(contentsOf: session.report.appendingPathComponent("report.md"), encoding: .utf8)
  }

  @Test func theFirstStartBuildsAndRunsAndTheNextRunsNothing() throws {
    session.update(changed: [])
    #expect(session.status.problems.isEmpty, "\(log.lines)")
    #expect(session.status.version.hasPrefix("1-"))
    #expect(try report().contains("The word is first."))
    #expect((fixture.count("built"), fixture.count("ran")) == (1, 1))
    #expect(log.lines.contains("toy: running, not run before"))
    let again = try fixture.session(Interruption([]), log: { log.lines.append($0) })
    again.update(changed: [])
    #expect((fixture.count("built"), fixture.count("ran")) == (1, 1))
    #expect(log.lines.contains("toy: nothing changed since its last run"))
    #expect(again.status.version.hasPrefix("1-"))
    #expect(!FileManager.default.fileExists(atPath: fixture.project.reports.path))
  }

  @Test func aSavedNotebookLeadsToANewVersion() throws {
    session.update(changed: [])
    let first = session.status.version
    #expect(!session.poll())
    try fixture.save("word: second")
    #expect(session.poll())
    #expect(session.status.version != first)
    #expect(try report().contains("The word is second."))
    #expect(log.lines.contains { $0.hasPrefix("toy: running, ") && $0.contains("source") })
  }

  @Test func aFailedBuildLeavesTheLastGoodReport() throws {
    session.update(changed: [])
    let first = session.status.version
    try fixture.save("broken")
    session.poll()
    #expect(session.status.version == first)
    #expect(session.status.problems.map(\.what) == ["build of toy"])
    #expect(session.status.problems.first?.message.contains("cannot find 'broken'") == true)
    #expect(try report().contains("The word is first."))
    try fixture.save("word: third")
    session.poll()
    #expect(session.status.problems.isEmpty)
    #expect(try report().contains("The word is third."))
  }

  @Test func aFailedRunLeavesTheLastGoodRecord() throws {
    session.update(changed: [])
    try fixture.save("word: fails")
    session.poll()
    #expect(session.status.problems.map(\.what) == ["run of toy"])
    #expect(session.status.problems.first?.message == "main.swift:2: no")
    #expect(try report().contains("The word is first."))
  }

  /// The data folder's manifest does not have the new hash; the preview's own copy is sealed.
  @Test func savedDataRunWhatReadsThem() throws {
    session.update(changed: [])
    let file = fixture.project.data.appendingPathComponent("paper/table7.csv")
    let manifest = fixture.project.data.appendingPathComponent("manifest.json")
    let before = try Data(contentsOf: manifest)
    let text = try String(contentsOf: file, encoding: .utf8)
    try AtomicFile.write(text.replacingOccurrences(of: ",0.417,", with: ",0.418,"), to: file)
    session.poll()
    #expect(fixture.count("ran") == 2)
    #expect(fixture.count("built") == 1)
    #expect(log.lines.contains("toy: running, data changed"))
    #expect(session.status.json.description.contains("paper/table7.csv"))
    #expect(try Data(contentsOf: manifest) == before)
    try AtomicFile.write(text + "\"", to: file)
    session.poll()
    #expect(session.status.problems.map(\.what) == ["report"])
    try AtomicFile.write(text, to: file)
    session.poll()
    #expect(session.status.problems.isEmpty)
  }

  /// Profiles and databases are read past the store.
  @Test(arguments: ["data/profiles/quick.json", "runs.sqlite", "results.sqlite-wal"])
  func everyInputOfARunIsInItsKey(_ path: String) throws {
    session.update(changed: [])
    let url = fixture.root.appendingPathComponent(path)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    try AtomicFile.write(text + "\n", to: url)
    session.update(changed: [])
    #expect(fixture.count("ran") == 2)
    session.update(changed: [])
    #expect(fixture.count("ran") == 2)
  }

  @Test func anAddedAnalysisIsBuilt() throws {
    session.update(changed: [])
    try AtomicFile.write(
      "let analyses = [\n  \"toy\",\n  \"more\",\n]\n",
      to: fixture.root.appendingPathComponent("Package.swift"))
    session.poll()
    #expect(log.lines.contains("more: building, not built yet"))
  }
}

@Suite struct WatcherTests {
  @Test func changesAreByContent() throws {
    let fixture = try PreviewFixture()
    var watcher = Watcher(fixture.project)
    #expect(watcher.changes() == [])
    try fixture.save("word: first")
    #expect(watcher.changes() == [], "the same bytes")
    try fixture.save("word: other")
    let data = fixture.project.data
    try AtomicFile.write("x", to: data.appendingPathComponent("new.csv"))
    try AtomicFile.write("x", to: data.appendingPathComponent(".new.csv.swp"))
    try AtomicFile.write("x", to: data.appendingPathComponent("new.csv~"))
    try FileManager.default.removeItem(at: data.appendingPathComponent("lines.txt"))
    #expect(watcher.changes() == ["analyses/toy/main.swift", "data/lines.txt", "data/new.csv"])
    #expect(watcher.changes() == [])
  }
}

@Suite struct AnalysisBuilderTests {
  @Test(arguments: [
    ("release", ["/p/scripts/build.sh"]),
    ("debug", ["/usr/bin/env", "swift", "build", "--package-path", "/p"]),
  ])
  func itBuildsWhereThisProgramWasBuilt(_ configuration: String, _ build: [String]) {
    let builder = AnalysisBuilder(
      Project(root: URL(fileURLWithPath: "/p")),
      executables: URL(fileURLWithPath: "/p/.build/x86_64-unknown-linux-gnu/\(configuration)"))
    #expect(builder.command == build + ["--scratch-path", "/p/.build", "--product"])
  }

  @Test func errorsAreTakenOutOfWhatTheCompilerSaid() {
    let said = """
      [1/3] Compiling toy main.swift
      /p/main.swift:3:7: error: cannot find 'x' in scope
      1 | let a = 1
        |         `- error: here
      [2/3] more
      /p/main.swift:3:7: error: cannot find 'x' in scope
      1 | let a = 1
      """
    #expect(
      AnalysisBuilder.errors(in: said, ending: "exit status 1") == """
        /p/main.swift:3:7: error: cannot find 'x' in scope
        1 | let a = 1
          |         `- error: here
        """)
    #expect(AnalysisBuilder.errors(in: "odd", ending: "x") == "odd")
    #expect(AnalysisBuilder.errors(in: "", ending: "exit status 3").contains("exit status 3"))
  }
}
