import Core
import Foundation
import Lab
import Testing
import TestSupport

/// `interleave train` as a user, or a sweep, runs it.
@Suite struct TrainCommandTests {
  private let folder: URL
  private let checkpoint: URL

  /// A run of a second or two.
  private static let small = """
    train --mixer gla --hidden-size 16 --layers 2 --heads 2 --intermediate-size 32 --one-in 2 \
    --task recite=2 --task hmm --sequence-length 24 --task-option recite.pairs=4 --steps 60 \
    --batch-size 4 --warmup-steps 5 --evaluate-every 20 --evaluation-sequences 8 \
    --checkpoint-every 7 --seed 5 --json
    """

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("train-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    checkpoint = folder.appendingPathComponent("checkpoint.safetensors")
  }

  private func start(_ arguments: String) throws -> ProgramRun {
    let program = ProgramRun.built("interleave").path
    return try ProgramRun(
      URL(fileURLWithPath: "/bin/bash"), ["-c", "exec '\(program)' \(arguments)"])
  }

  private func run(_ arguments: String) throws -> ProgramRun.End { try start(arguments).end() }

  /// Starts a long run, waits for its first checkpoint, and sends a signal.
  private func interrupted(by signal: Int32, steps: String) throws -> ProgramRun.End {
    let arguments = "\(Self.small) --steps \(steps) --checkpoint '\(checkpoint.path)'"
    let run = try start(arguments)
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: checkpoint.path) {
      guard run.process.isRunning else { break }
      usleep(50_000)
    }
    kill(run.process.processIdentifier, signal)
    return try run.end()
  }

  // MARK: Command lines

  @Test(arguments: [
    "--config x.json --layers 3", "--ratio 3:1 --one-in 4", "--ratio 3", "--attention-layers 1,x",
    "--model-config c.json --heads 2", "--sequence-length 0", "--steps many",
  ]) func aWrongCommandLineExitsWithTwo(_ options: String) throws {
    let result = try run("train \(options)")
    #expect(result.status == 2)
    #expect(result.errors.contains("Usage:"))
  }

  @Test(arguments: [
    ("--task nothing", "there is no such task"), ("--mixer nothing", "there is no such mixer"),
    ("--task mqra", "did you mean mqar"), ("--mixer hgrn3", "did you mean hgrn"),
    ("--steps 10 --warmup-steps 11", "warmupSteps"), ("--config nowhere.json", "nowhere.json"),
    ("--task-option pears=8", "pears"), ("--one-in 9", "one in 9"),
  ]) func aRunThatCannotBeIsNamed(_ options: String, _ words: String) throws {
    let result = try run("train \(options) --print-config")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(words))
  }

  @Test func aPrintedConfigurationIsTheSameRun() throws {
    let printed = try run("\(Self.small) --print-config")
    #expect(printed.status == 0, "\(printed.errors)")
    let file = folder.appendingPathComponent("run.json")
    try printed.output.write(to: file, atomically: true, encoding: .utf8)
    let again = try run("train --config '\(file.path)' --print-config")
    #expect(again.output == printed.output)
    let other = try run("train --config '\(file.path)' --seed 6 --steps 61 --print-config")
    #expect(
      other.output
        == printed.output.replacingOccurrences(of: "\"seed\" : 5", with: "\"seed\" : 6")
        .replacingOccurrences(of: "\"steps\" : 60", with: "\"steps\" : 61"))
    let config = try JSONDecoder().decode(RunConfig.self, from: Data(printed.output.utf8))
    #expect(config.model.attention?.layers == [1])
    #expect(config.tasks.map(\.weight) == [2, 1])
    // Defaults of the task are written out: they are part of the run's identity.
    #expect(config.tasks[0].options.count > 1)
  }

  // MARK: Runs

  @Test func oneEventALineAndTheSameTwice() throws {
    let first = try run(Self.small)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.isEmpty)
    #expect(try first.events().count == 6)
    let record = try first.record()
    #expect(record.outcome == .finished)
    #expect(record.evaluations.map(\.step) == [0, 20, 40, 60])
    #expect(record.evaluations[0].scores.map(\.task) == ["recite", "hmm"])
    #expect(try run(Self.small).record() == record)
  }

  /// Killed three times on the way, at whatever step it is; then left alone.
  @Test func aKilledRunEndsAsOneThatWasNot() throws {
    let steps = "600"
    for _ in 0..<3 {
      let killed = try interrupted(by: SIGKILL, steps: steps)
      #expect(killed.status == SIGKILL, "\(killed.errors)")
    }
    let resumed = try run("\(Self.small) --steps \(steps) --checkpoint '\(checkpoint.path)'")
    let whole = try run("\(Self.small) --steps \(steps)")
    #expect(try resumed.record() == whole.record())
    guard case .start(let start) = try resumed.events().first else {
      throw Fault("there is no start")
    }
    #expect(start.resumedAtStep > 0)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func aSignalWritesTheCheckpoint(_ signal: Int32, _ status: Int32) throws {
    let stopped = try interrupted(by: signal, steps: "2000000")
    #expect(stopped.status == status)
    #expect(stopped.errors.contains("resume from"))
    let step = try Safetensors.read(from: checkpoint).metadata["step"].flatMap { Int($0) }
    #expect((step ?? 0) > 0)
    guard case .end = try stopped.events().last else { return }
    Issue.record("a stopped run has no end")
  }

  @Test func anExportIsOfTheRunsModel() throws {
    let out = folder.appendingPathComponent("model")
    let result = try run("\(Self.small) --export '\(out.path)'")
    #expect(result.status == 0, "\(result.errors)")
    let model = try Safetensors.read(from: out.appendingPathComponent("model.safetensors"))
    #expect(model.tensors["model.embeddings.weight"]?.shape.last == 16)
    let config = out.appendingPathComponent("config.json")
    let json = try JSONValue(data: Data(contentsOf: config), at: config.path)
    #expect(try ModelConfig(json: json, at: config.path).modelType == "gla")
  }

  @Test func peopleGetALineForEachEvaluation() throws {
    let text = try run(Self.small.replacingOccurrences(of: " --json", with: ""))
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.first?.contains("attention in layers 1") == true)
    #expect(lines[1].hasPrefix("step 0 of 60: recite loss"))
    #expect(lines.last?.hasPrefix("finished after 60 steps") == true)
  }
}

extension ProgramRun.End {
  fileprivate func events() throws -> [TrainingEvent] {
    try output.split(separator: "\n").map {
      try JSONDecoder().decode(TrainingEvent.self, from: Data($0.utf8))
    }
  }

  /// The record without the time it took.
  fileprivate func record() throws -> RunRecord {
    guard case .end(let end) = try events().last else {
      throw Fault("there is no end", found: output + errors)
    }
    var record = end.record
    record.seconds = 0
    return record
  }
}
