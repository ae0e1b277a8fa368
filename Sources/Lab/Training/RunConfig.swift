import Core
import Foundation

/// One task of a mixture, with its share of the training sequences.
public struct TaskConfig: Sendable, Hashable, Codable {
  /// The name in `TaskRegistry`: `mqar`.
  public var task: String
  /// What scores are filed under; the task's name unless the mixture has it twice.
  public var label: String
  /// Share of the training sequences, relative to the other weights.
  public var weight: Double
  /// The task's own options.
  public var options: [String: JSONValue]

  public init(
    task: String, label: String? = nil, weight: Double = 1, options: [String: JSONValue] = [:]
  ) {
    self.task = task
    self.label = label ?? task
    self.weight = weight
    self.options = options
  }
}

/// Everything that a run's result depends on, but for the engine and the machine.
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
    self.model = model
    self.sequenceLength = sequenceLength
    self.tasks = tasks
    self.training = training
    self.seed = seed
  }

  /// Reads what a file of runs says.
  /// - Throws: `Fault` at `place` where that is no configuration.
  public init(json: String, at place: String) throws {
    do {
      self = try JSONDecoder().decode(RunConfig.self, from: Data(json.utf8))
    } catch {
      throw Fault(
        "the run's configuration cannot be read", at: "\(place): config", found: "\(error)")
    }
  }

  /// The run's name: 16 hexadecimal digits of the hash of its configuration and the engine's
  /// version. Equal names mean the same run; a finished one need never be repeated.
  public func identity(engine: String = Engine.version) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(self), as: UTF8.self)
    return String(Digest.sha256("\(engine)\n\(text)").prefix(16))
  }
}
