import Core
import Foundation
import Testing

@testable import Lab

/// Damaged profiles give runs or a fault, and soon. `make fuzz` runs these tests longer.
@Suite struct ProfileFuzzTests {
  /// The repository's profiles and a small one.
  private static func seeds() throws -> [Data] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../data/profiles").standardizedFileURL
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".json") }.map {
      try Data(contentsOf: folder.appendingPathComponent($0))
    } + [Data(small.utf8)]
  }

  private static let small = """
    {"name": "toy", "run": {"model": {"vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4, "num_heads": 2,
     "attn": {"layers": [1]}}, "sequenceLength": 32, "tasks": [{"task": "mqar", "options": {"pairs": 4}},
     {"task": "recite", "weight": 2}, {"task": "variable_tracking", "label": "v", "options": {"hops": 1, "chains": 1}}],
     "training": {"steps": 10, "warmupSteps": 1, "batchSize": 2, "evaluationSequences": 4}},
     "attention": {"num_heads": 2}, "families": ["gla", {"family": "hgrn2", "set": {"model.num_heads": 2},
     "layouts": ["one in 2", [0, 3]]}], "layouts": ["pure", "3:1"],
     "axes": [{"field": "training.learningRate", "values": [0.01, 0.1]}], "seeds": [1, 2],
     "ablations": [{"id": "gate", "family": "gla", "baseline": "learned", "vary": "interleave_gate",
     "values": ["off"]}]}
    """

  @Test func damagedProfilesGiveRunsOrAFault() throws {
    let seeds = try Self.seeds()
    let folder = try TemporaryFolder()
    for (number, seed) in seeds.enumerated() {
      try seed.write(to: folder.url.appendingPathComponent("seed\(number).json"))
    }
    try Data(Self.small.utf8).write(to: folder.url.appendingPathComponent("six-layers.json"))
    try FuzzBudget(count: 400).run("profiles") { damage, number in
      let data = try Self.damaged(damage.pick(seeds), &damage)
      let file = folder.url.appendingPathComponent("a.json")
      try data.write(to: file)
      check(file, number)
    }
  }

  private static func damaged(_ seed: Data, _ damage: inout Damage) throws -> Data {
    if damage.index(below: 3) == 0 { return damage.bytes(seed) }
    return try damage.value(JSONValue(data: seed, at: "seed")).data()
  }

  private func check(_ file: URL, _ number: Int) {
    do {
      let start = ContinuousClock.now
      let profile = try Profile(file: file)
      if let size = profile.size, size <= 60 { _ = try profile.runs() }
      #expect(ContinuousClock.now - start < .seconds(60), "damage \(number) took too long")
    } catch {
      #expect(error is Fault, "damage \(number): \(error)")
    }
  }
}

/// Damaged golden cases give a result, whatever it says.
@Suite struct ParityFuzzTests {
  private static let golden = Bundle.module.resourceURL!.appendingPathComponent("Golden")

  @Test func damagedCasesGiveAResult() throws {
    let folder = try TemporaryFolder()
    let cases = try GoldenCase.all(in: Self.golden)
    let json = folder.url.appendingPathComponent("case.json")
    try FuzzBudget(count: 60).run("golden cases") { damage, number in
      let source = damage.pick(cases)
      var text = try Data(contentsOf: source)
      var tensors = try Data(
        contentsOf: source.deletingPathExtension().appendingPathExtension("safetensors"))
      switch damage.index(below: 4) {
      case 0: text = damage.bytes(text)
      case 1: tensors = damage.bytes(tensors)
      default: text = try damage.value(JSONValue(data: text, at: "seed")).data()
      }
      try text.write(to: json)
      try tensors.write(to: folder.url.appendingPathComponent("case.safetensors"))
      let result = ParityCheck.run(json)
      #expect(result.error == nil || !result.pass, "damage \(number): \(result)")
      #expect(throws: Never.self) { try JSONEncoder().encode(result) }
    }
  }
}

/// A damaged checkpoint is refused, or it says what it said before.
@Suite struct CheckpointFuzzTests {
  private let folder: TemporaryFolder
  private let file: URL
  private let whole: Data
  private let bits: RunBits

  init() throws {
    folder = try TemporaryFolder()
    file = folder.url.appendingPathComponent("checkpoint.safetensors")
    let trainer = try chainTrainer(chainConfig())
    _ = try trainer.run(checkpoint: file, shouldStop: { trainer.state.step >= 13 })
    (whole, bits) = (try Data(contentsOf: file), RunBits(trainer))
  }

  @Test func damagedCheckpointsAreRefused() throws {
    try FuzzBudget(count: 600).run("checkpoints") { damage, number in
      try damage.bytes(whole).write(to: file)
      let trainer = try chainTrainer(chainConfig())
      do {
        try Checkpoint.load(file, into: trainer)
        #expect(RunBits(trainer) == bits, "damage \(number) went unnoticed")
      } catch {
        #expect(error is Fault, "damage \(number): \(error)")
        #expect((error as? Fault)?.hint?.isEmpty == false, "damage \(number): \(error)")
      }
    }
  }

  /// Whoever makes the hash anew can change results, but ends no process.
  @Test func forgedCheckpointsRunOrAreRefused() throws {
    let file = try Safetensors.decode(whole, at: "seed")
    try FuzzBudget(count: 200).run("forged checkpoints") { damage, number in
      var forged = file
      let name = damage.pick(forged.metadata.keys.sorted())
      if damage.index(below: 4) == 0 {
        try forged.flipBit(of: damage.pick(forged.tensors.keys.sorted()))
      } else {
        forged.metadata[name] = Self.forged(forged.metadata[name] ?? "", &damage)
      }
      forged.seal()
      try forged.write(to: self.file)
      let trainer = try chainTrainer(chainConfig())
      do {
        _ = try trainer.run(checkpoint: self.file)
      } catch {
        #expect(error is Fault, "damage \(number): \(error)")
      }
    }
  }

  private static func forged(_ text: String, _ damage: inout Damage) -> String {
    if let value = try? JSONValue(data: Data(text.utf8), at: "x"), damage.index(below: 2) == 0 {
      return damage.value(value).description
    }
    return String(decoding: damage.bytes(Data(text.utf8)), as: UTF8.self)
  }
}
