import ArgumentParser
import Core
import Foundation
import Lab

/// The model, in options or in a file of FLA's.
struct TrainModelOptions: ParsableArguments {
  private static let standard = ModelChoice()

  @Option(
    help: ArgumentHelp(
      """
      The layers' mixer: \(MixerRegistry.standard.names.joined(separator: ", ")), or FLA's \
      model_type. (default: \(standard.mixer))
      """, valueName: "name"))
  var mixer: String?

  @Option(
    help: ArgumentHelp(
      "Width of the model, d. (default: \(standard.hiddenSize))", valueName: "n"))
  var hiddenSize: Int?

  @Option(
    help: ArgumentHelp("Number of layers. (default: \(standard.layers))", valueName: "n"))
  var layers: Int?

  @Option(
    help: ArgumentHelp(
      "Heads of the mixer and of full attention. (default: \(standard.heads))", valueName: "n"))
  var heads: Int?

  @Option(
    help: ArgumentHelp(
      "Width of the GatedMLP. (default: FLA's rule, 8/3 d rounded up to a multiple of 256)",
      valueName: "n"))
  var intermediateSize: Int?

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
      "r layers of the mixer to one of full attention, as the paper's text has it.",
      valueName: "r:1"))
  var ratio: String?

  @Option(
    help: ArgumentHelp(
      "An option of the mixer by FLA's name, such as expand_k=1; repeat it for more.",
      valueName: "name=value"))
  var mixerOption: [String] = []

  @Flag(
    help: "Add to each embedding a learned multiple, per channel, of the one before.")
  var tokenShift = false

  @Option(
    help: ArgumentHelp(
      "FLA's config.json, instead of the model's options above.", valueName: "file"))
  var modelConfig: String?

  /// Whether any option but --model-config was given.
  var isGiven: Bool {
    mixer != nil || hiddenSize != nil || layers != nil || heads != nil || intermediateSize != nil
      || attentionLayers != nil || oneIn != nil || ratio != nil || !mixerOption.isEmpty
      || tokenShift
  }

  func validate() throws {
    guard [attentionLayers != nil, oneIn != nil, ratio != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of --attention-layers, --one-in and --ratio")
    }
    guard modelConfig == nil || !isGiven else {
      throw ValidationError("--model-config goes without the model's other options")
    }
    _ = try attention()
  }

  /// - Parameter vocabularySize: what the tasks need.
  func config(vocabularySize: Int) throws -> ModelConfig {
    if let modelConfig {
      return try ModelConfig(json: JSONFile.read(modelConfig), at: modelConfig)
    }
    var choice = ModelChoice()
    choice.mixer = mixer ?? choice.mixer
    choice.hiddenSize = hiddenSize ?? choice.hiddenSize
    choice.layers = layers ?? choice.layers
    choice.heads = heads ?? choice.heads
    choice.intermediateSize = intermediateSize
    choice.tokenShift = tokenShift
    choice.attentionLayers = try attention()
    for text in mixerOption {
      let (name, value) = try TaskChoice.named(text, at: "--mixer-option")
      choice.options[name] = value
    }
    return try choice.config(vocabularySize: vocabularySize)
  }

  private func attention() throws -> ModelChoice.AttentionLayers {
    if let attentionLayers {
      let list = attentionLayers.split(separator: ",", omittingEmptySubsequences: false).map {
        Int($0)
      }
      guard list.allSatisfy({ $0 != nil }) else {
        throw ValidationError("--attention-layers takes numbers with commas, such as 2,5")
      }
      return .listed(list.compactMap { $0 })
    }
    if let ratio {
      let parts = ratio.split(separator: ":").map { Int($0) }
      guard parts.count == 2, let linear = parts[0], linear > 0, parts[1] == 1 else {
        throw ValidationError("--ratio takes the form r:1, such as 3:1")
      }
      return .ratio(linear)
    }
    return oneIn.map { .oneIn($0) } ?? .none
  }
}

/// A JSON file that a user gave.
enum JSONFile {
  static func read(_ path: String) throws -> JSONValue {
    let data = try InputFile.data(at: URL(fileURLWithPath: path), called: path)
    return try JSONValue(data: data, at: path)
  }
}
