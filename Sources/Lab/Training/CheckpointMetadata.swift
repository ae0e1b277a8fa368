import Core
import Foundation

/// The strings in a checkpoint's header, read by type. Sums are exact: the bits of the Double, in
/// hexadecimal.
struct CheckpointMetadata {
  /// The name of the hash of everything else in the file.
  static let hash = "content_sha256"
  /// What to do about a checkpoint that cannot be used.
  static let advice = "delete the file; the run then starts anew"

  private let strings: [String: String]
  private let place: String

  init(_ strings: [String: String], place: String) {
    self.strings = strings
    self.place = place
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func bits(_ value: Double) -> String { String(value.bitPattern, radix: 16) }

  // MARK: Reading

  /// - Throws: `Fault` where the file is not what a run wrote, to the bit.
  func check(content file: Safetensors) throws {
    _ = try string("identity")
    guard let expected = strings[Self.hash] else {
      throw Fault(
        "the checkpoint has no hash of its content", at: place,
        expected: "metadata named \(Self.hash)",
        hint: "an earlier version wrote it; \(Self.advice)")
    }
    let found = file.contentHash(without: Self.hash)
    guard found != expected else { return }
    throw Fault(
      "the checkpoint was changed after it was written", at: place,
      expected: "content with SHA-256 \(expected.prefix(64))", found: found, hint: Self.advice)
  }

  /// - Throws: `Fault` naming what differs, where the file holds another run than the trainer's.
  func check(belongsTo trainer: Trainer) throws {
    let found = try string("identity")
    guard found != trainer.identity else { return }
    throw Fault(
      "the checkpoint is of another run", at: place, expected: "identity \(trainer.identity)",
      found: "identity \(found); \(try difference(from: trainer.config))",
      hint: "give another checkpoint file, or the configuration that this one was made with")
  }

  private func difference(from config: RunConfig) throws -> String {
    let engine = try string("engine")
    guard engine == Engine.version else {
      return "engine version \(engine) instead of \(Engine.version)"
    }
    let ours = try JSONValue(data: Data(Self.json(config).utf8), at: "the run")
    let theirs = try JSONValue(data: Data(string("config").utf8), at: "\(place): config")
    let paths = theirs.differences(from: ours)
    guard !paths.isEmpty else { return "the same configuration" }
    return "it differs in " + paths.joined(separator: ", ")
  }

  /// - Throws: `Fault` where the numbers are not those of a run with this training.
  func state(of training: TrainingConfig) throws -> TrainingState {
    let state = try state()
    let steps = state.evaluations.map(\.step)
    guard state.step <= training.steps else {
      throw damaged("step", "at most \(training.steps)", "\(state.step)")
    }
    guard zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 }),
      steps.allSatisfy({ (0...state.step).contains($0) })
    else {
      throw damaged("evaluations", "rising steps up to \(state.step)", "\(steps)")
    }
    let counts = [state.stepsSinceEvaluation, state.stepsAbove]
    guard counts.allSatisfy({ $0 <= state.step }) else {
      throw damaged("steps_since_evaluation", "at most \(state.step)", "\(counts)")
    }
    return state
  }

  private func state() throws -> TrainingState {
    var state = TrainingState()
    state.step = try integer("step")
    state.evaluations = try decoded("evaluations")
    state.lossSum = try double("loss_sum")
    state.normSum = try double("gradient_norm_sum")
    state.stepsSinceEvaluation = try integer("steps_since_evaluation")
    state.stepsAbove = try integer("steps_above_limit")
    state.seconds = try double("seconds")
    return state
  }

  func environment() throws -> RunEnvironment { try decoded("environment") }

  private func string(_ name: String) throws -> String {
    guard let text = strings[name] else {
      throw Fault(
        "this is not a checkpoint of a run", at: place, expected: "metadata named \(name)",
        hint: "an exported model holds no optimiser state, so no run can go on from it")
    }
    return text
  }

  private func integer(_ name: String) throws -> Int {
    let text = try string(name)
    guard let value = Int(text), value >= 0 else { throw damaged(name, "a count", text) }
    return value
  }

  private func double(_ name: String) throws -> Double {
    let text = try string(name)
    guard let bits = UInt64(text, radix: 16), Double(bitPattern: bits).isFinite else {
      throw damaged(name, "hexadecimal bits of a number", text)
    }
    return Double(bitPattern: bits)
  }

  private func decoded<Value: Decodable>(_ name: String) throws -> Value {
    let text = try string(name)
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw damaged(name, "JSON of \(Value.self)", text)
    }
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
