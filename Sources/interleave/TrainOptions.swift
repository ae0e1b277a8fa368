import ArgumentParser
import Core
import Foundation
import Lab

/// What to learn.
struct TrainTaskOptions: ParsableArguments {
  static let standard = "recite"

  @Option(
    help: ArgumentHelp(
      """
      A task of the mixture, with its share of the sequences; repeat it for more. Two tasks of one \
      kind need labels: short:mqar=2. (default: \(standard))
      """, valueName: "[label:]name[=weight]"))
  var task: [String] = []

  @Option(
    help: ArgumentHelp(
      "An option of the task; with several tasks, label.name=value. Repeat it for more.",
      valueName: "name=value"))
  var taskOption: [String] = []

  @Option(help: ArgumentHelp("Tokens in a sequence. (default: 64)", valueName: "n"))
  var sequenceLength: Int?

  var isGiven: Bool { !task.isEmpty || !taskOption.isEmpty || sequenceLength != nil }

  var length: Int { sequenceLength ?? 64 }

  func validate() throws {
    guard length > 0 else { throw ValidationError("--sequence-length must be at least 1") }
  }

  func tasks() throws -> [TaskConfig] {
    try TaskChoice.tasks(task.isEmpty ? [Self.standard] : task, options: taskOption)
  }
}

/// The whole of a run's configuration, from options or from a file.
struct TrainRunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A run's configuration as JSON, in the form that --print-config prints: model, sequenceLength, \
      tasks, training, seed. It replaces the options of model and tasks.
      """, valueName: "file"))
  var config: String?

  @OptionGroup(title: "Model") var model: TrainModelOptions
  @OptionGroup(title: "Tasks") var task: TrainTaskOptions
  @OptionGroup(title: "Training") var training: FieldOptions<TrainingConfig>

  @Option(
    help: ArgumentHelp(
      "Seeds the initial weights and the training data. (default: 0)", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    guard config == nil || !(model.isGiven || model.modelConfig != nil || task.isGiven) else {
      throw ValidationError("--config cannot be combined with the options of model and tasks")
    }
  }

  /// Everything that the run depends on, defaults written out.
  func configuration() throws -> RunConfig {
    var run = try config.map { try RunConfig(json: JSONFile.read($0), at: $0) } ?? fromOptions()
    try run.training.read(.object(training.given), at: "training")
    run.seed = seed ?? run.seed
    return try run.completed()
  }

  private func fromOptions() throws -> RunConfig {
    let tasks = try task.tasks()
    let mixture = try Mixture(tasks, length: task.length)
    return RunConfig(
      model: try model.config(vocabularySize: mixture.vocabularySize), sequenceLength: task.length,
      tasks: tasks, training: TrainingConfig(), seed: 0)
  }
}
