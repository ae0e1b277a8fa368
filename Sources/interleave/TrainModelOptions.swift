import ArgumentParser
import Core
import Foundation
import Lab

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
