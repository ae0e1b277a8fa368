import Core
import Foundation

@testable import Lab

/// Small models for the tests of the engine.
enum EngineFixture {
  /// A model's configuration from a few of FLA's fields.
  static func config(_ type: String, _ more: [String: JSONValue] = [:], layers: Int = 2) throws
    -> ModelConfig
  {
    var json: [String: JSONValue] = [
      "model_type": .string(type), "vocab_size": 23, "hidden_size": 16,
      "num_hidden_layers": .integer(layers), "intermediate_size": 24,
    ]
    let heads: [String: [String: JSONValue]] = [
      "gated_deltanet": ["num_heads": 2, "head_dim": 6], "hgrn": [:],
      "hgrn2": ["num_heads": 2, "expand_ratio": 8],
    ]
    json.merge(heads[type] ?? ["num_heads": 2]) { $1 }
    return try ModelConfig(json: .object(json.merging(more) { $1 }), at: "test")
  }

  /// The options of our own: their values, the default first.
  static let ablated: [(type: String, option: String, values: [JSONValue])] = [
    ("transformer", "interleave_positions", ["rotary", "none"]),
    ("hgrn", "interleave_lower_bound", ["increasing", "constant", "zero"]),
    ("gla", "interleave_gate", ["learned", "fixed", "off"]),
    ("hgrn2", "interleave_lower_bound", ["increasing", "constant", "zero"]),
    ("delta_net", "interleave_delta_rule", [true, false]),
    ("gated_deltanet", "interleave_gate", ["learned", "off"]),
    ("gated_deltanet", "interleave_delta_rule", [true, false]),
  ]

  /// Every mixer, and the options that change what it computes.
  static let variants: [(type: String, options: [String: JSONValue])] =
    theirs + combined
    + ablated.flatMap { ablation in
      ablation.values.dropFirst().map { (ablation.type, [ablation.option: $0]) }
    }

  /// Options of our own beside others.
  private static let combined: [(type: String, options: [String: JSONValue])] = [
    (
      "transformer",
      ["interleave_positions": "none", "num_kv_heads": 1, "window_size": 5, "qk_norm": true]
    ),
    ("gla", ["attn": ["layers": [1], "num_heads": 2, "interleave_positions": "none"]]),
    ("gla", ["interleave_gate": "fixed", "use_short_conv": true, "use_output_gate": false]),
    ("delta_net", ["interleave_delta_rule": false, "allow_neg_eigval": true, "use_gate": true]),
    ("gated_deltanet", ["interleave_delta_rule": false, "interleave_gate": "off"]),
  ]

  private static let theirs: [(type: String, options: [String: JSONValue])] = [
    ("transformer", [:]),
    ("transformer", ["num_heads": 4, "num_kv_heads": 2, "window_size": 5, "qk_norm": true]),
    ("transformer", ["qkv_bias": true, "tie_word_embeddings": true]),
    ("hgrn", [:]), ("hgrn", ["use_short_conv": true, "interleave_token_shift": true]),
    ("retnet", [:]), ("retnet", ["use_short_conv": true, "use_output_gate": false]),
    ("gla", [:]), ("gla", ["use_short_conv": true, "expand_k": 1.0]),
    ("hgrn2", [:]), ("hgrn2", ["use_short_conv": true, "expand_ratio": 4]),
    ("delta_net", [:]),
    ("delta_net", ["use_gate": true, "allow_neg_eigval": true, "expand_v": 2.0]),
    ("delta_net", ["use_beta": false, "use_short_conv": false]),
    ("gated_deltanet", [:]), ("gated_deltanet", ["use_gate": false, "conv_size": 3]),
    ("gated_deltanet", ["attn": ["layers": [1], "num_heads": 2]]),
  ]

  /// A model whose weights are large enough that gates and norms matter.
  static func model(
    _ config: ModelConfig, sequences: Int = 1, length: Int, registry: MixerRegistry = .standard,
    gain: Float = 8
  ) throws -> LanguageModel {
    let model = try LanguageModel(
      config, sequences: sequences, length: length, registry: registry)
    model.initialise(seed: 5)
    var stream = RandomStream(seed: 6, named: "perturb")
    for parameter in model.parameters.all {
      for i in 0..<parameter.count {
        parameter.value[i] =
          parameter.decays
          ? parameter.value[i] * gain : parameter.value[i] + Float(0.1 * stream.normal())
      }
    }
    return model
  }

  static func ids(_ count: Int, below bound: Int = 23, seed: UInt64 = 1) -> [Int32] {
    var stream = RandomStream(seed: seed, named: "ids")
    return (0..<count).map { _ in Int32(stream.index(below: bound)) }
  }

  static func batch(sequences: Int, length: Int, seed: UInt64 = 1) -> Batch {
    Batch(
      nextTokensOf: ids(sequences * length, seed: seed), sequences: sequences, length: length)
  }

  static func gradients(_ model: LanguageModel) -> [Float] { Array(model.parameters.gradients) }

  static func hasFiniteGradients(_ model: LanguageModel) -> Bool {
    gradients(model).filter { !$0.isFinite }.isEmpty
  }
}
