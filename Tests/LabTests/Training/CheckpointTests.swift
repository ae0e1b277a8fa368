import Core
import Foundation
import Testing

@testable import Lab

@Suite struct CheckpointTests {
  private let folder: TemporaryFolder
  private let file: URL

  init() throws {
    folder = try TemporaryFolder()
    file = folder.url.appendingPathComponent("run/checkpoint.safetensors")
  }

  private struct Killed: Error {}

  /// A run in one piece.
  private func straight() throws -> RunBits {
    let trainer = try chainTrainer(chainConfig())
    _ = try trainer.run()
    return RunBits(trainer)
  }

  /// Runs until `steps` steps are done in all, then stops politely.
  private func run(upTo steps: Int) throws -> RunRecord? {
    let trainer = try chainTrainer(chainConfig())
    return try trainer.run(
      checkpoint: file, shouldStop: { trainer.state.step >= steps })
  }

  /// On an evaluation, between two, at a checkpoint, at once, and before the last step.
  @Test(arguments: [[10], [13], [7], [0], [29], [3, 4, 11, 20, 21]])
  func aRunThatWasStoppedEndsWithTheSameBits(_ stops: [Int]) throws {
    for stop in stops { #expect(try run(upTo: stop) == nil) }
    let trainer = try chainTrainer(chainConfig())
    var resumedAt: Int?
    let record = try trainer.run(
      checkpoint: file,
      events: { if case .start(let start) = $0 { resumedAt = start.resumedAtStep } })
    #expect(resumedAt == stops.last)
    #expect(record?.outcome == .finished)
    #expect(RunBits(trainer) == (try straight()))
  }

  /// As after a kill: nothing is written but the checkpoints that there were.
  @Test func aRunThatWasKilledGoesOnFromItsLastCheckpoint() throws {
    let killed = try chainTrainer(chainConfig())
    #expect(throws: Killed.self) {
      _ = try killed.run(
        checkpoint: file,
        events: {
          if case .evaluation(let point) = $0, point.evaluation.step == 20 { throw Killed() }
        })
    }
    let trainer = try chainTrainer(chainConfig())
    var evaluated: [Int] = []
    var resumedAt = 0
    _ = try trainer.run(
      checkpoint: file,
      events: {
        if case .start(let start) = $0 { resumedAt = start.resumedAtStep }
        if case .evaluation(let point) = $0 { evaluated.append(point.evaluation.step) }
      })
    #expect(resumedAt == 14)
    #expect(evaluated == [20, 30])
    #expect(RunBits(trainer) == (try straight()))
  }

  /// A process that was killed while it wrote leaves part of a file; one that lives is writing it.
  @Test func whatKilledRunsLeaveIsCleared() throws {
    _ = try run(upTo: 3)
    let dead = Process()
    dead.executableURL = URL(fileURLWithPath: "/bin/true")
    try dead.run()
    dead.waitUntilExit()
    let parts = [dead.processIdentifier, getppid()].map {
      file.deletingLastPathComponent()
        .appendingPathComponent(".checkpoint.safetensors.partial-\($0)")
    }
    for part in parts { try Data("x".utf8).write(to: part) }
    _ = try run(upTo: 5)
    #expect(parts.map { FileManager.default.fileExists(atPath: $0.path) } == [false, true])
  }

  @Test func aFinishedRunIsNotRepeated() throws {
    let first = try chainTrainer(chainConfig()).run(checkpoint: file)
    let model = BigramModel(vocabulary: 6)
    var evaluations = 0
    let second = try chainTrainer(chainConfig(), model: model).run(
      checkpoint: file, events: { if case .evaluation = $0 { evaluations += 1 } })
    #expect(model.calls == 0)
    #expect(evaluations == 0)
    #expect(second?.evaluations == first?.evaluations)
  }

  @Test func divergenceComesAtTheSameStepAfterAStop() throws {
    func broken() throws -> Trainer {
      let model = BigramModel(vocabulary: 6)
      (model.breaksAfter, model.lossFactor) = (0, 100)
      return try chainTrainer(chainConfig(), model: model)
    }
    let whole = try broken().run()
    let first = try broken()
    _ = try first.run(checkpoint: file, shouldStop: { first.state.step == 13 })
    #expect(try broken().run(checkpoint: file)?.reason == whole?.reason)
    #expect(whole?.reason?.hasPrefix("step 20:") == true)
  }

  @Test func theFileIsReadableByOtherTools() throws {
    _ = try run(upTo: 5)
    let content = try Safetensors.read(from: file)
    #expect(
      content.tensors.keys.sorted() == [
        "model.norm.weight", "model.table.weight", "optimizer.exp_avg.model.norm.weight",
        "optimizer.exp_avg.model.table.weight", "optimizer.exp_avg_sq.model.norm.weight",
        "optimizer.exp_avg_sq.model.table.weight",
      ])
    #expect(content.tensors["optimizer.exp_avg.model.table.weight"]?.shape == [6, 6])
    #expect(content.metadata["format"] == "pt")
    #expect(content.metadata["step"] == "5")
    #expect(content.metadata["engine"] == Engine.version)
    #expect(content.metadata["random_state"]?.contains("seed 3 step 5") == true)
    let config = try JSONDecoder().decode(
      RunConfig.self, from: Data((content.metadata["config"] ?? "").utf8))
    #expect(try config.identity() == content.metadata["identity"])
  }

  @Test func aCheckpointOfAnotherRunIsRefusedWithWhatDiffers() throws {
    _ = try run(upTo: 5)
    let before = try Data(contentsOf: file)
    let other = try chainTrainer(
      chainConfig {
        $0.training.learningRate = 0.01
        $0.seed = 8
      })
    let fault = try #require(
      #expect(throws: Fault.self) { _ = try other.run(checkpoint: file) })
    #expect(fault.location == file.path)
    #expect(fault.found?.contains("it differs in seed, training.learningRate") == true)
    #expect(try Data(contentsOf: file) == before)
    #expect(other.state.step == 0)
  }

  @Test func damageIsNamed() throws {
    _ = try run(upTo: 5)
    let whole = try Safetensors.read(from: file)
    func fault(_ change: (inout Safetensors) -> Void) throws -> Fault {
      var damaged = whole
      change(&damaged)
      damaged.seal()
      try damaged.write(to: file)
      return try #require(
        #expect(throws: Fault.self) { _ = try chainTrainer(chainConfig()).run(checkpoint: file) })
    }
    let name = "optimizer.exp_avg.model.norm.weight"
    #expect(try fault { $0.tensors[name] = nil }.expected == name)
    #expect(try fault { $0.tensors[name]?.shape = [1, 1] }.location.hasSuffix(name))
    #expect(try fault { $0.metadata["loss_sum"] = "1.5" }.location.hasSuffix("loss_sum"))
    #expect(try fault { $0.metadata["evaluations"] = "[" }.location.hasSuffix("evaluations"))
    #expect(try fault { $0.metadata["step"] = "31" }.location.hasSuffix("step"))
    #expect(try fault { $0.metadata["step"] = "\(Int.max)" }.location.hasSuffix("step"))
    #expect(try fault { $0.metadata["step"] = "2" }.location.hasSuffix("steps_since_evaluation"))
    #expect(try fault { $0.metadata["seconds"] = "7ff8000000000000" }.location.hasSuffix("seconds"))
    #expect(try fault { $0.metadata = [:] }.expected == "metadata named identity")
    try Data(contentsOf: file).prefix(200).write(to: file)
    #expect(throws: Fault.self) { _ = try chainTrainer(chainConfig()).run(checkpoint: file) }
  }

  /// A bit of a weight or of a moment, a step, an evaluation: whatever was changed is found, and the
  /// trainer is as it was.
  @Test func whatWasChangedIsFound() throws {
    _ = try run(upTo: 13)
    let whole = try Safetensors.read(from: file)
    func fault(_ change: (inout Safetensors) throws -> Void) throws -> Fault {
      var changed = whole
      try change(&changed)
      #expect(changed.tensors != whole.tensors || changed.metadata != whole.metadata)
      try changed.write(to: file)
      let trainer = try chainTrainer(chainConfig())
      let before = RunBits(trainer)
      let fault = try #require(
        #expect(throws: Fault.self) { _ = try trainer.run(checkpoint: file) })
      #expect(RunBits(trainer) == before)
      return fault
    }
    for name in whole.tensors.keys.sorted() {
      let fault = try fault { try $0.flipBit(of: name) }
      #expect(fault.what == "the checkpoint was changed after it was written", "\(name)")
      #expect(fault.location == file.path)
      #expect(fault.hint == "delete the file; the run then starts anew")
    }
    for name in whole.metadata.keys.sorted() where name != CheckpointMetadata.hash {
      #expect(try fault { $0.metadata[name]? += " " }.location.hasPrefix(file.path), "\(name)")
    }
    let evaluations = try #require(whole.metadata["evaluations"])
    let better = evaluations.replacingOccurrences(of: "\"accuracy\":0.", with: "\"accuracy\":0.9")
    #expect(
      try fault { $0.metadata["evaluations"] = better }.what
        == "the checkpoint was changed after it was written")
  }

  @Test func aCheckpointWithoutItsHashIsRefused() throws {
    _ = try run(upTo: 5)
    var old = try Safetensors.read(from: file)
    #expect(old.metadata.removeValue(forKey: "content_sha256")?.count == 64)
    try old.write(to: file)
    let fault = try #require(#expect(throws: Fault.self) { _ = try run(upTo: 9) })
    #expect(fault.what == "the checkpoint has no hash of its content")
    #expect(fault.hint?.contains("delete the file") == true)
  }

  /// Waiting for a pipe would end no sweep.
  @Test(.timeLimit(.minutes(1))) func whatIsNotAFileIsRefused() throws {
    try AtomicFile.makeFolder(file.deletingLastPathComponent())
    #expect(mkfifo(file.path, 0o644) == 0)
    let fault = try #require(#expect(throws: Fault.self) { _ = try run(upTo: 5) })
    #expect(fault.found == "a named pipe")
  }

  @Test func anExportHoldsModelAndConfiguration() throws {
    let trainer = try chainTrainer(chainConfig())
    _ = try trainer.run()
    let out = folder.url.appendingPathComponent("export")
    try trainer.export(to: out)
    let model = try Safetensors.read(from: out.appendingPathComponent("model.safetensors"))
    #expect(model.tensors.keys.sorted() == ["model.norm.weight", "model.table.weight"])
    #expect(
      model.tensors["model.table.weight"]?.floats
        == Array(trainer.model.parameters.values.prefix(36)))
    let config = out.appendingPathComponent("config.json")
    let json = try JSONValue(data: Data(contentsOf: config), at: config.path)
    #expect(try ModelConfig(json: json, at: config.path) == trainer.config.model)
  }

  @Test func aRunContinuedElsewhereSaysSo() {
    let (here, there) = (
      RunEnvironment(engine: "1", coreType: "Haswell", cpu: "A"),
      RunEnvironment(engine: "1", coreType: "Zen", cpu: "A")
    )
    #expect(here.following(here) == here)
    #expect(there.following(here).coreType == "Haswell, then Zen")
    #expect(there.following(there.following(here)).coreType == "Haswell, then Zen")
    #expect(there.following(here).cpu == "A")
    #expect(RunEnvironment.cpuName(in: "x : y\nmodel name\t: AMD: E\nmodel name : B") == "AMD: E")
  }
}
