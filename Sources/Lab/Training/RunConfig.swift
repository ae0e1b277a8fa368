import Core
import Foundation

/// The version of what computes a run.
public enum Engine {
  /// Part of every run's identity. It changes whenever the same configuration would give other
  /// numbers: a new kernel order, another initialisation, another random stream.
  public static let version = "1"
}

/// Everything that a run's result depends on, except the engine and the machine.
public struct RunConfig: Sendable, Hashable, Codable {
  public var model: ModelConfig
  /// T, tokens in a training sequence.
  public var sequenceLength: Int
  public var tasks: [TaskConfig]
  public var training: TrainingConfig
  /// Seeds the initial weights and the training data; never the evaluation sets.
  public var seed: UInt64

  public init(
    model: ModelConfig, sequenceLength: Int, tasks: [TaskConfig], training: TrainingConfig,
    seed: UInt64
  ) {
    (self.model, self.sequenceLength, self.tasks) = (model, sequenceLength, tasks)
    (self.training, self.seed) = (training, seed)
  }

  /// Reads the text that a file of runs holds.
  /// - Throws: `Fault` at `place` where it is not a configuration.
  public init(json: String, at place: String) throws {
    do {
      self = try JSONDecoder().decode(RunConfig.self, from: Data(json.utf8))
    } catch {
      throw Fault(
        "the run's configuration cannot be read", at: "\(place): config", found: "\(error)")
    }
  }

  /// Reads what a person writes: missing fields take their defaults, unknown ones are refused.
  ///
  ///     {"model": {...}, "sequenceLength": 64, "tasks": [{"task": "mqar"}],
  ///      "training": {"steps": 2000}, "seed": 1}
  ///
  /// - Throws: `Fault` at `place` naming the field.
  public init(json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    let model = try fields.required(fields.value("model"), "model")
    let tasks = try fields.required(fields.value("tasks"), "tasks")
    guard case .array(let items) = tasks, !items.isEmpty else {
      throw fields.wrong("tasks", "a list of at least one task", tasks)
    }
    let seed = try fields.integer("seed") ?? 0
    try demand(seed >= 0, "seed must not be negative", at: place, found: "\(seed)")
    try demand(
      seed <= Bounds.seed, "seed is too large", at: place, expected: "at most \(Bounds.seed)",
      found: "\(seed)", hint: Bounds.hint)
    self.init(
      model: try ModelConfig(json: model, at: "\(place): model"),
      sequenceLength: try fields.positive("sequenceLength", atMost: TaskRegistry.largest),
      tasks: try items.enumerated().map {
        try TaskConfig(json: $1, at: "\(place): tasks[\($0)]")
      },
      training: try TrainingConfig(
        json: fields.value("training") ?? [:], at: "\(place): training"),
      seed: UInt64(seed))
    try fields.refuseUnread(expected: "model, sequenceLength, tasks, training, seed")
  }

  /// The run's name: 16 hexadecimal digits of the hash of its configuration and the engine's
  /// version. Equal names mean the same run; a finished one need never be repeated.
  public func identity(engine: String = Engine.version) throws -> String {
    String(Digest.sha256("\(engine)\n\(try stableJSON(self))").prefix(16))
  }
}

/// JSON whose bytes depend on the value alone: keys in order, slashes as they are.
func stableJSON(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

// MARK: - Whether a run can be trained

extension RunConfig {
  /// The same run with the tasks' options in full: an omitted default gives the same identity.
  /// - Throws: `Fault` where tasks, training and model do not fit one another.
  public func completed() throws -> RunConfig {
    var checks = RunChecks()
    return try checks.withTasks(self)
  }

  /// Makes sure that the trainer can make the model, without the memory that it needs.
  /// - Throws: `Fault` naming the option that does not fit.
  public func checkModel() throws {
    _ = try LanguageModel(
      model, sequences: training.batchSize, length: sequenceLength, allocates: false)
  }
}

/// Finds what the trainer would refuse in the runs of a profile; tasks and models are made once.
struct RunChecks {
  private struct Tasks: Hashable {
    let tasks: [TaskConfig]
    let length: Int
  }

  private struct Shape: Hashable {
    let model: ModelConfig
    let batch: Int
    let length: Int
  }

  private var mixtures: [Tasks: (tasks: [TaskConfig], vocabularySize: Int)] = [:]
  private var models: Set<Shape> = []

  /// The run with every default written out, so that its identity is the one that the trainer gives.
  /// - Throws: `Fault` where the run cannot be trained.
  mutating func completed(_ run: RunConfig) throws -> RunConfig {
    let full = try withTasks(run)
    let shape = Shape(
      model: full.model, batch: full.training.batchSize, length: full.sequenceLength)
    if !models.contains(shape) {
      try full.checkModel()
      models.insert(shape)
    }
    return full
  }

  /// The run with the options of its tasks in full; its model is checked only against the vocabulary.
  mutating func withTasks(_ run: RunConfig) throws -> RunConfig {
    let (training, length) = (run.training, run.sequenceLength)
    try training.check(at: "training")
    for (name, sequences) in [
      ("batchSize", training.batchSize), ("evaluationSequences", training.evaluationSequences),
    ] {
      try Bounds.checkTokens(name, sequences: sequences, length: length, at: "training")
    }
    let key = Tasks(tasks: run.tasks, length: length)
    if mixtures[key] == nil {
      let mixture = try Mixture(run.tasks, length: length)
      mixtures[key] = (mixture.parts.map(\.config), mixture.vocabularySize)
    }
    let (tasks, needed) = mixtures[key] ?? (run.tasks, 0)
    try demand(
      run.model.vocabSize >= needed, "the model's vocabulary is too small for the tasks",
      at: "model: vocab_size", expected: "at least \(needed)", found: "\(run.model.vocabSize)")
    var full = run
    full.tasks = tasks
    return full
  }
}
