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

/// The model, in options or in a file of FLA's.
struct TrainModelOptions: ParsableArguments {
  @OptionGroup(title: "Model") var choice: FieldOptions<ModelChoice>

  @Option(
    help: ArgumentHelp(
      "Layers of full attention instead of the mixer, counted from 0, with commas: 2,5.",
      valueName: "list"))
  var attentionLayers: String?

  @Option(
    help: ArgumentHelp(
      """
      Full attention in every n-th layer, the last of each group: how the released checkpoints are \
      built, and what their "n:1" means.
      """, valueName: "n"))
  var oneIn: Int?

  @Option(
    help: ArgumentHelp(
      "r layers of the mixer for each layer of full attention, as the paper's text has it.",
      valueName: "r:1"))
  var ratio: String?

  @Option(
    help: ArgumentHelp(
      "An option of the mixer by FLA's name, such as expand_k=1; repeat it for more.",
      valueName: "name=value"))
  var mixerOption: [String] = []

  @Option(
    help: ArgumentHelp(
      "FLA's config.json, instead of the model's options above.", valueName: "file"))
  var modelConfig: String?

  /// Whether any option but --model-config was given.
  var isGiven: Bool {
    !choice.given.isEmpty || attentionLayers != nil || oneIn != nil || ratio != nil
      || !mixerOption.isEmpty
  }

  func validate() throws {
    guard [attentionLayers != nil, oneIn != nil, ratio != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of --attention-layers, --one-in and --ratio")
    }
    guard modelConfig == nil || !isGiven else {
      throw ValidationError("--model-config cannot be combined with the model's other options")
    }
    _ = try layout()
  }

  /// - Parameter vocabularySize: what the tasks need.
  func config(vocabularySize: Int) throws -> ModelConfig {
    if let modelConfig {
      return try ModelConfig(json: JSONFile.read(modelConfig), at: modelConfig)
    }
    let named = try mixerOption.map { try TaskChoice.named($0, at: "--mixer-option") }
    return try ModelChoice(json: .object(choice.given), at: "model").config(
      vocabularySize: vocabularySize, layout: layout(),
      options: Dictionary(named) { $1 })
  }

  private func layout() throws -> StackLayout {
    if let attentionLayers {
      let list = attentionLayers.split(separator: ",", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard list.allSatisfy({ $0 != nil }) else {
        throw ValidationError("--attention-layers takes numbers with commas, such as 2,5")
      }
      return .layers(list.compactMap { $0 })
    }
    if let ratio {
      let parts = ratio.split(separator: ":").map { Int($0) }
      guard parts.count == 2, let linear = parts[0], linear > 0, parts[1] == 1 else {
        throw ValidationError("--ratio takes the form r:1, such as 3:1")
      }
      return .linearToFull(linear)
    }
    return oneIn.map { .oneIn($0) } ?? .pure
  }
}

/// A JSON file that a user gave.
enum JSONFile {
  static func read(_ path: String) throws -> JSONValue {
    let data = try InputFile.data(at: URL(fileURLWithPath: path), called: path)
    return try JSONValue(data: data, at: path)
  }
}
