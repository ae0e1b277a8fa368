import Core
import Foundation

/// A run on disk: one safetensors file, written whole or not at all.
///
/// The model's tensors have FLA's names, so that other tools can load the file; the optimiser's
/// moments are `optimizer.exp_avg.<name>` and `optimizer.exp_avg_sq.<name>`; all else is in the
/// header's metadata. Of the random streams only the seed, in the configuration, and the step are kept:
/// every batch is a function of the two. A hash of all this is in the metadata too, so that a
/// changed bit is found before a run resumes from it.
enum Checkpoint {
  private static let first = "optimizer.exp_avg."
  private static let second = "optimizer.exp_avg_sq."

  /// - Throws: `Fault` with the system's reason, where the file cannot be written; the earlier one
  ///   is then untouched.
  static func save(_ trainer: Trainer, to url: URL) throws {
    let parameters = trainer.model.parameters
    var file = Safetensors(
      tensors: parameters.tensors(), metadata: try CheckpointMetadata.strings(of: trainer))
    for parameter in parameters.all {
      let range = parameter.offset..<(parameter.offset + parameter.count)
      file.tensors[first + parameter.name] = .init(
        Array(trainer.optimiser.first[range]), shape: parameter.shape)
      file.tensors[second + parameter.name] = .init(
        Array(trainer.optimiser.second[range]), shape: parameter.shape)
    }
    file.metadata[CheckpointMetadata.hash] = file.contentHash(without: CheckpointMetadata.hash)
    try file.write(to: url)
  }

  /// Puts a run back where the checkpoint left it.
  /// - Throws: `Fault` where the file is damaged, or holds a different run; the trainer is then as it
  ///   was.
  static func load(_ url: URL, into trainer: Trainer) throws {
    let file = try read(url)
    let metadata = CheckpointMetadata(file.metadata, place: url.path)
    try metadata.check(content: file)
    try metadata.check(belongsTo: trainer)
    let state = try metadata.state(of: trainer.config.training)
    let environment: RunEnvironment = try metadata.decoded("environment")
    func flat(_ prefix: String) throws -> [Float] {
      try trainer.model.parameters.all.flatMap { try numbers(of: $0, prefix, in: file, url.path) }
    }
    let (values, moments) = (try flat(""), (try flat(first), try flat(second)))
    _ = trainer.model.parameters.values.update(fromContentsOf: values)
    trainer.optimiser.restore(first: moments.0, second: moments.1)
    trainer.state = state
    trainer.environment = trainer.environment.following(environment)
  }

  private static func read(_ url: URL) throws -> Safetensors {
    do {
      return try Safetensors.read(from: url)
    } catch var fault as Fault {
      fault.hint = [fault.hint, CheckpointMetadata.advice].compactMap { $0 }.joined(separator: "; ")
      throw fault
    }
  }

  private static func numbers(
    of parameter: Parameter, _ prefix: String, in file: Safetensors, _ place: String
  ) throws -> [Float] {
    let name = prefix + parameter.name
    guard let tensor = file.tensors[name], let numbers = tensor.floats else {
      throw Fault(
        "the checkpoint lacks a tensor of floats", at: place, expected: name,
        hint: CheckpointMetadata.advice)
    }
    try demand(
      tensor.shape == parameter.shape, "a tensor has the wrong shape", at: "\(place): \(name)",
      expected: "\(parameter.shape)", found: "\(tensor.shape)", hint: CheckpointMetadata.advice)
    return numbers
  }
}

/// The strings in a checkpoint's header, read by type. Sums are exact: the bits of the Double, in
/// hexadecimal.
struct CheckpointMetadata {
  /// The name of the hash of everything else in the file.
  static let hash = "content_sha256"
  /// What to do about a checkpoint that cannot be used.
  static let advice = "delete the file; the run then starts anew"

  private let strings: [String: String]
  private let place: String

  init(_ strings: [String: String], place: String) { (self.strings, self.place) = (strings, place) }

  private static var counts: [(name: String, path: WritableKeyPath<TrainingState, Int>)] {
    [
      ("step", \.step), ("steps_since_evaluation", \.stepsSinceEvaluation),
      ("steps_above_limit", \.stepsAbove),
    ]
  }

  private static var sums: [(name: String, path: WritableKeyPath<TrainingState, Double>)] {
    [("loss_sum", \.lossSum), ("gradient_norm_sum", \.normSum), ("seconds", \.seconds)]
  }

  static func strings(of trainer: Trainer) throws -> [String: String] {
    let state = trainer.state
    var strings = [
      // What tools that load PyTorch models look for.
      "format": "pt",
      "identity": trainer.identity,
      "engine": Engine.version,
      "environment": try stableJSON(trainer.environment),
      "config": try stableJSON(trainer.config),
      "random_state": "philox-4x32-10 seed \(trainer.config.seed) step \(state.step)",
      "evaluations": try stableJSON(state.evaluations),
    ]
    for (name, path) in counts { strings[name] = String(state[keyPath: path]) }
    for (name, path) in sums {
      strings[name] = String(state[keyPath: path].bitPattern, radix: 16)
    }
    return strings
  }

  /// - Throws: `Fault` where the file is not bit-identical to what a run wrote.
  func check(content file: Safetensors) throws {
    _ = try string("identity")
    guard let expected = strings[Self.hash] else {
      throw Fault(
        "the checkpoint has no hash of its content", at: place,
        expected: "metadata named \(Self.hash)",
        hint: "an earlier version wrote it; \(Self.advice)")
    }
    let found = file.contentHash(without: Self.hash)
    try demand(
      found == expected, "the checkpoint was changed after it was written", at: place,
      expected: "content with SHA-256 \(expected.prefix(64))", found: found, hint: Self.advice)
  }

  /// - Throws: `Fault` naming what differs, where the file holds a different run than the trainer's.
  func check(belongsTo trainer: Trainer) throws {
    let found = try string("identity")
    guard found != trainer.identity else { return }
    throw Fault(
      "the checkpoint belongs to a different run", at: place,
      expected: "identity \(trainer.identity)",
      found: "identity \(found); \(try difference(from: trainer.config))",
      hint: "give a different checkpoint file, or the configuration of this one")
  }

  private func difference(from config: RunConfig) throws -> String {
    let engine = try string("engine")
    guard engine == Engine.version else {
      return "engine version \(engine) instead of \(Engine.version)"
    }
    let ours = try JSONValue(data: Data(stableJSON(config).utf8), at: "the run")
    let theirs = try JSONValue(data: Data(string("config").utf8), at: "\(place): config")
    let paths = theirs.differences(from: ours)
    return paths.isEmpty
      ? "the same configuration" : "it differs in " + paths.joined(separator: ", ")
  }

  /// - Throws: `Fault` where the numbers are not those of a run with this training.
  func state(of training: TrainingConfig) throws -> TrainingState {
    var state = TrainingState(evaluations: try decoded("evaluations"))
    for (name, path) in Self.counts { state[keyPath: path] = try count(name) }
    for (name, path) in Self.sums { state[keyPath: path] = try double(name) }
    let steps = state.evaluations.map(\.step)
    let isRising = zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }
    try require(
      state.step <= training.steps, "step", "at most \(training.steps)", "\(state.step)")
    try require(
      isRising && steps.allSatisfy { (0...state.step).contains($0) }, "evaluations",
      "rising steps up to \(state.step)", "\(steps)")
    let counts = [state.stepsSinceEvaluation, state.stepsAbove]
    try require(
      counts.allSatisfy { $0 <= state.step }, "steps_since_evaluation", "at most \(state.step)",
      "\(counts)")
    return state
  }

  private func string(_ name: String) throws -> String {
    guard let text = strings[name] else {
      throw Fault(
        "this is not a checkpoint of a run", at: place, expected: "metadata named \(name)",
        hint: "an exported model holds no optimiser state, so no run can resume from it")
    }
    return text
  }

  private func count(_ name: String) throws -> Int {
    let text = try string(name)
    let value = Int(text) ?? -1
    try require(value >= 0, name, "a count", text)
    return value
  }

  private func double(_ name: String) throws -> Double {
    let text = try string(name)
    let value = UInt64(text, radix: 16).map { Double(bitPattern: $0) } ?? .nan
    try require(value.isFinite, name, "hexadecimal bits of a number", text)
    return value
  }

  func decoded<Value: Decodable>(_ name: String) throws -> Value {
    let text = try string(name)
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw damaged(name, "JSON of \(Value.self)", text)
    }
  }

  private func require(_ holds: Bool, _ name: String, _ expected: String, _ found: String) throws {
    if !holds { throw damaged(name, expected, found) }
  }

  private func damaged(_ name: String, _ expected: String, _ found: String) -> Fault {
    Fault(
      "the checkpoint's metadata is damaged", at: "\(place): \(name)", expected: expected,
      found: String(found.prefix(60)), hint: Self.advice)
  }
}

extension JSONValue {
  /// The paths of all fields that differ, in order: `training.steps`, `tasks[0].weight`.
  func differences(from other: JSONValue, at path: String = "") -> [String] {
    switch (self, other) {
    case (.object(let a), .object(let b)):
      return Set(a.keys).union(b.keys).sorted().flatMap { key in
        (a[key] ?? .null).differences(
          from: b[key] ?? .null, at: path.isEmpty ? key : "\(path).\(key)")
      }
    case (.array(let a), .array(let b)) where a.count == b.count:
      return zip(a, b).enumerated().flatMap { index, pair in
        pair.0.differences(from: pair.1, at: "\(path)[\(index)]")
      }
    default: return self == other ? [] : [path]
    }
  }
}
