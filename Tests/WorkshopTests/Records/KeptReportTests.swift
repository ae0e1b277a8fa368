import Core
import Foundation
import Testing

@testable import Notebook
@testable import Published
@testable import Studies
@testable import Workshop

/// The main job on a checkout whose one analysis is a script that notes each of its runs.
@Suite(.serialized) struct KeptReportTests {
  private let fixture: PreviewFixture
  private var root: URL { fixture.root }

  init() throws {
    fixture = try PreviewFixture()
    let build = Process()
    build.executableURL = fixture.builder
    try build.run()
    build.waitUntilExit()
  }

  /// Runs the main job.
  /// - Returns: what it said
  @discardableResult
  private func run(_ change: (inout Reproduction) -> Void = { _ in }) throws -> String {
    var said = ""
    var job = Reproduction(
      project: fixture.project, store: root.appendingPathComponent("store.sqlite"),
      runs: fixture.project.runs, out: root.appendingPathComponent("out"),
      executables: fixture.programs, analyses: ["toy"])
    job.cache = Reproduction.cache(of: job.store)
    change(&job)
    let outcome = try job.run(progress: ProgressLog(isTerminal: false, write: { said += $0 }))
    #expect(outcome.failures.isEmpty, "\(outcome.failures)")
    #expect(outcome.files.contains("report.md") && outcome.document != nil)
    return said
  }

  private func published() throws -> [String: Data] {
    let out = root.appendingPathComponent("out")
    var files: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: out.path)
    while let name = names?.nextObject() as? String {
      files[name] = try? Data(contentsOf: out.appendingPathComponent(name))
    }
    return files
  }

  @Test func anAnalysisRunsOnceWhileNothingChanges() throws {
    #expect(try run().contains("✓ toy ("))
    #expect(try run().contains("✓ nothing changed for 1 of 1 analyses since their last run"))
    #expect(fixture.count("ran") == 1)
    try run { $0.cache = nil }
    #expect(fixture.count("ran") == 2)
  }

  @Test(arguments: [
    ("analyses/toy/main.swift", "source"), ("programs/debug/toy", "program"),
    ("data/profiles/quick.json", "profiles"), ("runs.sqlite", "runs"), ("runs.sqlite-wal", "runs"),
    ("results.sqlite", "results"),
  ]) func everyInputOfARunIsInItsKey(_ path: String, _ name: String) throws {
    try run()
    let url = root.appendingPathComponent(path)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let file = FileManager.default.fileExists(atPath: url.path)
    if file {
      let handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("\n".utf8))
      try handle.close()
    } else {
      try AtomicFile.write(text + "\n", to: url)
    }
    #expect(try run().contains("✓ toy ("))
    #expect(fixture.count("ran") == 2)
    try run()
    #expect(fixture.count("ran") == 2)
  }

  @Test func dataAndTheTermsOfTheReportAreInItsKey() throws {
    try run()
    let file = fixture.project.data.appendingPathComponent("paper/table7.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    try AtomicFile.write(text.replacingOccurrences(of: ",0.417,", with: ",0.418,"), to: file)
    _ = try DataFolder(fixture.project.data).seal()
    #expect(try run().contains("data changed"))
    #expect(fixture.count("ran") == 2)
    try run { $0.ablations = fixture.project.profiles.appendingPathComponent("quick.json") }
    #expect(fixture.count("ran") == 3)
    try run { $0.ablations = fixture.project.profiles.appendingPathComponent("smoke.json") }
    #expect(fixture.count("ran") == 4)
  }

  @Test func whatAnalysesAreToldIsInTheirKey() {
    var job = Reproduction(
      project: fixture.project, store: root, runs: root, out: root, executables: root, analyses: [])
    let plain = RunInputs(job, fingerprint: "x").of("toy")
    #expect(RunInputs(job, fingerprint: "x").of("toy") == plain)
    #expect(RunInputs(job, fingerprint: "y").of("toy") != plain)
    let reruns = ["a", "b"].map {
      RunInputs(job, fingerprint: "x", reruns: Data($0.utf8)).of("toy")
    }
    #expect(Set(reruns + [plain]).count == 3)
    job.trained = ["standard"]
    #expect(RunInputs(job, fingerprint: "x").of("toy") != plain)
  }

  @Test func keptHashesAreThoseOfTheFilesAsTheyAre() throws {
    let (list, file) = (
      root.appendingPathComponent("hashes.json"), root.appendingPathComponent("f")
    )
    try AtomicFile.write("one", to: file)
    let first = FileHashes(keptIn: list)
    let hash = try #require(first.hash(file.path))
    first.keep()
    // It was written a moment ago, so its stamp says too little to be kept.
    #expect(!(try String(contentsOf: list, encoding: .utf8)).contains(hash))
    usleep(3_100_000)
    let second = FileHashes(keptIn: list)
    #expect(second.hash(file.path) == hash)
    second.keep()
    #expect(try String(contentsOf: list, encoding: .utf8).contains(hash))
    #expect(FileHashes(keptIn: list).hash(file.path) == hash)
    try AtomicFile.write("two", to: file)
    #expect(FileHashes(keptIn: list).hash(file.path) == Digest.sha256(Data("two".utf8)))
  }

  @Test func whereNothingHasChangedNothingIsWritten() throws {
    setenv("SOURCE_DATE_EPOCH", "1750000000", 1)
    defer { unsetenv("SOURCE_DATE_EPOCH") }
    #expect(!(try run().contains("nothing has changed")))
    let first = try published()
    let page = root.appendingPathComponent("out/report.md").path
    let stamp = FileStamp(page)
    #expect(try run().contains("nothing has changed"))
    #expect(FileStamp(page) == stamp)
    // A file that somebody changed, or took away, is put right.
    try AtomicFile.write("mine", to: root.appendingPathComponent("out/report.md"))
    #expect(!(try run().contains("nothing has changed")))
    #expect(try published() == first)
    try FileManager.default.removeItem(atPath: root.path + "/out/values.json")
    #expect(!(try run().contains("nothing has changed")))
    #expect(try published() == first)
    // Records that were kept give the same bytes as an analysis that runs.
    try run { $0.cache = nil }
    #expect(try published() == first)
    setenv("SOURCE_DATE_EPOCH", "1750086400", 1)
    #expect(!(try run().contains("nothing has changed")))
    #expect(try published() != first)
  }
}
