import Core
import Foundation
import Report
import Testing
import TestSupport

@testable import interleave

/// The main job where runs have to be trained, with a stand-in for the program that trains; what it does to
/// a run is in the file that has the name of the run's seed.
@Suite(.serialized) struct FirstEditionTests {
  private let bench: EvidenceRun
  private let programs: URL
  private let out: URL

  init() throws {
    bench = try EvidenceRun()
    programs = bench.folder.appendingPathComponent("programs")
    out = bench.folder.appendingPathComponent("out")
    let built = EvidenceRun.executable.deletingLastPathComponent()
    let files = FileManager.default
    try files.createDirectory(at: programs, withIntermediateDirectories: true)
    // The main job looks for the other programs where it is itself. Another process makes the copy, since a
    // program that this one holds open for writing, or a child that it just forked, cannot be started.
    let copy = Process()
    copy.executableURL = URL(fileURLWithPath: "/bin/cp")
    copy.arguments = [EvidenceRun.executable.path, programs.appendingPathComponent("job").path]
    try copy.run()
    copy.waitUntilExit()
    for name in ["costs", "toy-runs"] {
      try files.createSymbolicLink(
        at: programs.appendingPathComponent(name),
        withDestinationURL: built.appendingPathComponent(name))
    }
    try files.copyItem(
      at: EvidenceRun.root.appendingPathComponent("Tests/Support/trainer.sh"),
      to: programs.appendingPathComponent("interleave"))
  }

  private func plan(_ seed: Int, _ deed: String) throws {
    try AtomicFile.write(deed, to: programs.appendingPathComponent("\(seed)"))
  }

  private func start(
    _ words: String..., ci: String = "", only analyses: [String] = ["costs", "toy-runs"]
  ) throws -> ProgramRun {
    let command = words.isEmpty ? ["reproduce", "--out", out.path] : words
    return try ProgramRun(
      programs.appendingPathComponent("job"),
      command + analyses.flatMap { ["--only", $0] } + [
        "--store", bench.folder.path + "/s.sqlite", "--runs", bench.folder.path + "/runs.sqlite",
        "--reruns", "0",
      ], in: EvidenceRun.root,
      environment: ProcessInfo.processInfo.environment.merging([
        "CI": ci, "SOURCE_DATE_EPOCH": "1750000000",
      ]) { $1 })
  }

  /// Waits until the stand-in has begun a run that does not end by itself.
  private func waitForTraining() -> Bool {
    let file = programs.appendingPathComponent("waits-1").path
    for _ in 0..<3000 where !FileManager.default.fileExists(atPath: file) { usleep(10_000) }
    return FileManager.default.fileExists(atPath: file)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: out.appendingPathComponent(name), encoding: .utf8)
  }

  private struct FileList: Decodable {
    struct Entry: Decodable {
      var path: String
      var sha256: String
    }
    var files: [Entry]
  }

  /// Every file that the list names is there with its hash, and the report is the first edition.
  private func expectAWholeFirstEdition() throws {
    let list = try JSONDecoder().decode(
      FileList.self, from: Data(contentsOf: out.appendingPathComponent("files.json")))
    #expect(list.files.count > 5)
    for file in list.files {
      let data = try Data(contentsOf: out.appendingPathComponent(file.path))
      #expect(Digest.sha256(data) == file.sha256, "\(file.path)")
    }
    let page = try text("report.md")
    #expect(page.contains("First edition"))
    #expect(page.contains("These runs are not trained yet"))
    let values = try ValuesFile.read(out.appendingPathComponent("values.json"))
    #expect(values.made?.isFirstEdition == true)
    // No value of the runs is stated.
    #expect(!values.values.isEmpty)
    #expect(values.values.allSatisfy { !$0.cell.contains("toy-runs") })
  }

  @Test(arguments: [SIGINT, SIGKILL]) func whatEndsTheTrainingLeavesTheFirstEdition(
    _ signal: Int32
  ) throws {
    try plan(1, "wait")
    let job = try start()
    try #require(waitForTraining())
    try expectAWholeFirstEdition()
    kill(job.process.processIdentifier, signal)
    let end = try job.end()
    #expect(end.status == (signal == SIGINT ? 130 : signal))
    #expect(end.errors.contains("✓ first edition ("))
    #expect(end.errors.contains("\(out.path)/report.html"))
    #expect(!end.errors.contains("✓ report ("))
    try expectAWholeFirstEdition()
    // It can be made again without training.
    let verified = try start("verify", "--report", out.path, only: []).end()
    #expect(verified.status == 0, "\(verified.errors)")
    // Also once the runs are there.
    try plan(1, "")
    let later = bench.folder.appendingPathComponent("later").path
    #expect(try start("reproduce", "--out", later).end().status == 0)
    let again = try start("verify", "--report", out.path, only: []).end()
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func theWholeReportFollowsAndThenNothingIsWritten() throws {
    let end = try start().end()
    #expect(end.status == 0, "\(end.errors)")
    let steps = ["✓ first edition (", "✓ training: smoke (", "✓ report ("].map {
      end.errors.range(of: $0)
    }
    #expect(steps.allSatisfy { $0 != nil })
    #expect(steps.compactMap { $0?.lowerBound } == steps.compactMap { $0?.lowerBound }.sorted())
    let page = try text("report.md")
    #expect(!page.contains("First edition") && !page.contains("not trained yet"))
    let values = try ValuesFile.read(out.appendingPathComponent("values.json"))
    #expect(values.made?.isFirstEdition == nil)
    #expect(values.values.contains { $0.cell.contains("toy-runs") })
    let again = try start().end()
    #expect(!again.errors.contains("first edition"))
    #expect(again.errors.contains("nothing has changed"))
    // Everything anew gives the same bytes.
    let list = try text("files.json")
    #expect(try start("reproduce", "--fresh", "--jobs", "1", "--out", out.path).end().status == 0)
    #expect(try text("files.json") == list)
  }

  @Test func aBuildServiceSeesOneEdition() throws {
    let end = try start(ci: "true").end()
    #expect(end.status == 0, "\(end.errors)")
    #expect(!end.errors.contains("first edition"))
    #expect(end.errors.contains("✓ report ("))
  }

  @Test func runsThatAreThereNeedNoFirstEdition() throws {
    let end = try start(only: ["costs"]).end()
    #expect(end.status == 0 && !end.errors.contains("first edition"))
  }
}

@Suite struct BenchCommandTests {
  @Test func aPoliteKillEndsIt() throws {
    let process = Process()
    process.executableURL = EvidenceRun.executable
    process.currentDirectoryURL = EvidenceRun.root
    process.arguments = ["bench", "--imports", "--rows", "2000000"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let prefix = "interleave-bench-\(process.processIdentifier)-"
    func isThere() throws -> Bool {
      let parent = FileManager.default.temporaryDirectory.path
      return try FileManager.default.contentsOfDirectory(atPath: parent)
        .contains { $0.hasPrefix(prefix) }
    }
    for _ in 0..<3000 where try !isThere() { usleep(10_000) }
    usleep(500_000)
    let start = ProcessInfo.processInfo.systemUptime
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + SIGTERM)
    #expect(ProcessInfo.processInfo.systemUptime - start < 60)
    #expect(try !isThere())
  }
}
