import Foundation
import Testing
import TestSupport

/// Sweeps as a user runs them, with a stand-in for the program that trains.
@Suite struct SweepCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sweep-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Support/trainer.sh")
    try FileManager.default.copyItem(at: script, to: folder.appendingPathComponent("trainer"))
    try write(Self.profile, to: "toy.json")
  }

  private static let profile = """
    {"name": "toy", "families": ["hgrn2"], "seeds": [1, 2, 3],
     "run": {"model": {"vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4,
                       "num_heads": 2},
             "sequenceLength": 32, "tasks": [{"task": "recite"}], "training": {"steps": 100}}}
    """

  private func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  private func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  /// Waits until a file is there; the stand-in touches one when it has come to its deed.
  private func wait(for name: String) -> Bool {
    for _ in 0..<2000 where !isThere(name) { usleep(10_000) }
    return isThere(name)
  }

  private func started() throws -> [String] {
    let text = try String(
      contentsOf: folder.appendingPathComponent("started"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  private func start(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> ProgramRun {
    try ProgramRun(
      ProgramRun.built("interleave"), arguments, in: folder,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }

  private func sweep(
    _ more: String..., runs: String = "runs.sqlite", environment: [String: String] = [:]
  ) throws -> ProgramRun {
    try start(
      ["sweep", "--profile", "./toy.json", "--trainer", "./trainer", "--runs", runs] + more,
      environment)
  }

  @Test func aSweepTrainsListsAndIsDone() throws {
    let dry = try sweep("--dry-run").end()
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(dry.output.components(separatedBy: "  new").count == 4)
    #expect(!isThere("runs.sqlite"))
    let first = try sweep("--jobs", "2").end()
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output == "toy: 3 of 3 runs have results (0 from before)\n")
    #expect(first.errors.split(separator: "\n").count { $0.hasPrefix("✓ ") } == 3)
    #expect(!first.errors.contains("\u{1B}"))
    let second = try sweep().end()
    #expect(second.output == "toy: 3 of 3 runs have results (3 from before)\n")
    #expect(try started().count == 3)
    let list = try start(["list", "runs", "--runs", "runs.sqlite"]).end()
    #expect(list.output.components(separatedBy: "finished").count == 7)
    #expect(try sweep("--dry-run").end().output.components(separatedBy: "  finished").count == 4)
  }

  @Test func aValueForEveryRunMakesOtherRuns() throws {
    let plain = try sweep("--dry-run").end().output
    let quick = try sweep("--dry-run", "--set", "training.steps=7").end()
    #expect(quick.status == 0, "\(quick.errors)")
    #expect(quick.output.components(separatedBy: " 3584 ").count == 4, "\(quick.output)")
    #expect(!quick.output.contains(plain.split(separator: "\n")[1].prefix(16)))
    let wrong = try sweep("--dry-run", "--set", "training.step=7").end()
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("there is no such field"))
    #expect(wrong.errors.contains("did you mean training.steps"))
  }

  @Test func aCrashIsNamedAndTheNextSweepTriesAgain() throws {
    try write("crash", to: "2")
    let first = try sweep().end()
    #expect(first.status == 1)
    #expect(first.errors.contains("crashed: exit status 3: out of luck"))
    try write("", to: "2")
    #expect(try sweep().end().status == 0)
    #expect(try started() == ["1", "2", "3", "2"])
  }

  @Test func afterKillNineNothingFinishedIsRepeatedAndNoOrphanStays() throws {
    try write("orphan", to: "2")
    let job = try sweep()
    #expect(wait(for: "waits-2"))
    kill(job.process.processIdentifier, SIGKILL)
    _ = try job.end()
    #expect(wait(for: "alone-2"))
    try write("", to: "2")
    let again = try sweep("--resume").end()
    #expect(again.output == "toy: 3 of 3 runs have results (1 from before)\n", "\(again.errors)")
    #expect(try started() == ["1", "2", "2", "3"])
  }

  @Test func controlCLeavesCheckpointsAndSaysHowToGoOn() throws {
    try write("wait", to: "2")
    let job = try sweep()
    #expect(wait(for: "waits-2"))
    kill(job.process.processIdentifier, SIGINT)
    let end = try job.end()
    #expect(end.status == 130)
    #expect(end.output.contains("1 of 3 runs have results (0 from before); 2 left"))
    #expect(end.output.contains("--resume"))
    try write("", to: "2")
    #expect(try sweep("--resume").end().status == 0)
    #expect(try started() == ["1", "2", "2", "3"])
  }

  /// A program whose parent is gone ends, whatever it is at.
  @Test func aChildEndsWithItsInput() throws {
    try write("wait", to: "1")
    let end = try sweep(environment: ["INTERLEAVE_LIFELINE": "1"]).end()
    #expect(end.status == 1)
    #expect(!end.output.contains("results"))
  }

  @Test func shardsAreMerged() throws {
    for part in ["1/2", "2/2"] {
      let runs = "shard\(part.prefix(1)).sqlite"
      #expect(try sweep("--shard", part, runs: runs).end().status == 0)
    }
    #expect(try started().sorted() == ["1", "2", "3"])
    let merge = ["sweep", "merge", "--into", "all.sqlite", "shard1.sqlite", "shard2.sqlite"]
    let first = try start(merge).end()
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("2 added, 0 completed, 0 kept, 0 in conflict"))
    #expect(try start(merge).end().output.contains("0 added, 0 completed, 2 kept, 0 in conflict"))
    #expect(try sweep("--dry-run", runs: "all.sqlite").end().output.contains("new") == false)
    // The shards together are the sweep, to the byte.
    #expect(try sweep(runs: "whole.sqlite").end().status == 0)
    for runs in ["all", "whole"] {
      let record = ["sweep", "record", "--profile", "./toy.json", "--runs", "\(runs).sqlite"]
      #expect(try start(record + ["\(runs).jsonl"]).end().status == 0)
    }
    let files = try ["all.jsonl", "whole.jsonl"].map {
      try Data(contentsOf: folder.appendingPathComponent($0))
    }
    #expect(files[0] == files[1] && files[0].count > 100)
  }

  @Test func aConflictIsListedAndTheStatusIsOne() throws {
    #expect(try sweep().end().status == 0)
    try write("diverge", to: "3")
    #expect(try sweep(runs: "other.sqlite").end().status == 0)
    let end = try start(["sweep", "merge", "--into", "runs.sqlite", "other.sqlite"]).end()
    #expect(end.status == 1)
    #expect(end.output.contains("0 added, 0 completed, 3 kept, 1 in conflict\nconflict: "))
    #expect(end.output.contains("(hgrn2, pure, seed 3)"))
  }

  @Test(arguments: [
    ["--jobs", "0"], ["--shard", "3/2"], ["--shard", "x"], ["--colour"],
  ]) func aWrongCommandLineExitsWithTwo(_ arguments: [String]) throws {
    let end = try start(["sweep", "--profile", "./toy.json"] + arguments).end()
    #expect(end.status == 2)
    #expect(end.errors.contains("Usage:"))
  }

  @Test func anUnknownFieldOfAProfileIsNamed() throws {
    try write(
      Self.profile.replacingOccurrences(of: "seeds", with: "sedes"), to: "toy.json")
    let end = try sweep().end()
    #expect(end.status == 1)
    #expect(end.errors.contains("unknown field"))
    #expect(end.errors.contains("sedes"))
  }
}
