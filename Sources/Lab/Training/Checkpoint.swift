import Core
import Foundation

/// A run on disk: one safetensors file, written whole or not at all.
///
/// The model's tensors have FLA's names, so that other tools can load the file; the optimiser's
/// moments are `optimizer.exp_avg.<name>` and `optimizer.exp_avg_sq.<name>`; all else is in the
/// header's metadata. Nothing is kept of the random streams but the seed, in the configuration, and
/// the step: every batch is a function of the two. A hash of all this is in the metadata too, so that a
/// changed bit is found before a run goes on from it.
enum Checkpoint {
  private static let first = "optimizer.exp_avg."
  private static let second = "optimizer.exp_avg_sq."

  /// - Throws: `Fault` with the system's reason, where the file cannot be written; the earlier one
  ///   is then untouched.
  static func save(_ trainer: Trainer, to url: URL) throws {
    let parameters = trainer.model.parameters
    var file = Safetensors(
      tensors: ModelExport.tensors(of: parameters), metadata: try metadata(of: trainer))
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
  /// - Throws: `Fault` where the file is damaged, or holds another run; the trainer is then as it
  ///   was.
  static func load(_ url: URL, into trainer: Trainer) throws {
    let file = try read(url)
    let metadata = CheckpointMetadata(file.metadata, place: url.path)
    try metadata.check(content: file)
    try metadata.check(belongsTo: trainer)
    let state = try metadata.state(of: trainer.config.training)
    let environment = try metadata.environment()
    let parameters = trainer.model.parameters
    let values = try flat(file, parameters, "", at: url.path)
    let moments = (
      try flat(file, parameters, first, at: url.path),
      try flat(file, parameters, second, at: url.path)
    )
    _ = parameters.values.update(fromContentsOf: values)
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

  /// The tensors with this prefix as one array, in the parameters' order.
  private static func flat(
    _ file: Safetensors, _ parameters: ParameterSet, _ prefix: String, at place: String
  ) throws -> [Float] {
    var all: [Float] = []
    all.reserveCapacity(parameters.count)
    for parameter in parameters.all {
      let name = prefix + parameter.name
      guard let tensor = file.tensors[name], let numbers = tensor.floats else {
        throw Fault(
          "the checkpoint lacks a tensor of floats", at: place, expected: name,
          hint: CheckpointMetadata.advice)
      }
      guard tensor.shape == parameter.shape else {
        throw Fault(
          "a tensor has another shape", at: "\(place): \(name)", expected: "\(parameter.shape)",
          found: "\(tensor.shape)", hint: CheckpointMetadata.advice)
      }
      all += numbers
    }
    return all
  }

  private static func metadata(of trainer: Trainer) throws -> [String: String] {
    let state = trainer.state
    return [
      // What tools that load PyTorch models look for.
      "format": "pt",
      "identity": trainer.identity,
      "engine": Engine.version,
      "environment": try CheckpointMetadata.json(trainer.environment),
      "config": try CheckpointMetadata.json(trainer.config),
      "step": String(state.step),
      "random_state": "philox-4x32-10 seed \(trainer.config.seed) step \(state.step)",
      "evaluations": try CheckpointMetadata.json(state.evaluations),
      "loss_sum": CheckpointMetadata.bits(state.lossSum),
      "gradient_norm_sum": CheckpointMetadata.bits(state.normSum),
      "steps_since_evaluation": String(state.stepsSinceEvaluation),
      "steps_above_limit": String(state.stepsAbove),
      "seconds": CheckpointMetadata.bits(state.seconds),
    ]
  }
}
