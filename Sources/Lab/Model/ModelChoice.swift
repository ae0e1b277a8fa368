import Core

/// A model in a few words, as a command line gives it. `config` turns it into FLA's configuration.
public struct ModelChoice: Configuration {
  @Field(
    "The layers' mixer: \(MixerRegistry.standard.names.joined(separator: ", ")), or FLA's model_type.",
    placeholder: "name")
  public var mixer = "gla"
  @Field("Width of the model, d.", .within(1...Bounds.width)) public var hiddenSize = 64
  @Field("Number of layers.", .within(1...Bounds.layers)) public var layers = 4
  @Field("Heads of the mixer and of full attention.", .within(1...Bounds.width))
  public var heads = 2
  @Field("Width of the GatedMLP.", default: "FLA's rule, 8/3 d rounded up to a multiple of 256")
  public var intermediateSize: Int? = nil
  @Field("Add to each embedding a learned multiple, per channel, of the one before.")
  public var tokenShift = false

  public init() {}

  /// The whole configuration.
  ///
  /// Some mixers have defaults for large models only; `TokenMixer.options` derives what a small one
  /// needs from its width and heads.
  /// - Parameters:
  ///   - layout: which layers are full attention instead of the mixer.
  ///   - options: more options of the mixer, by FLA's names; they win over what is derived here.
  /// - Throws: `Fault` where the sizes do not fit one another.
  public func config(
    vocabularySize: Int, layout: StackLayout = .pure, options: [String: JSONValue] = [:]
  ) throws -> ModelConfig {
    let type = try MixerRegistry.standard.mixer(mixer, at: "mixer")
    try check(at: "model")
    var json: [String: JSONValue] = [
      "model_type": .string(type.facts.modelType), "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize), "num_hidden_layers": .integer(layers),
      "interleave_token_shift": .bool(tokenShift),
    ]
    json["intermediate_size"] = intermediateSize.map { .integer($0) }
    json.merge(type.options(hiddenSize: hiddenSize, heads: heads)) { $1 }
    if layout != .pure {
      let indices = try layout.attentionLayers(of: layers, at: "model")
      json["attn"] = [
        "layers": .array(indices.map { .integer($0) }), "num_heads": .integer(heads),
      ]
    }
    return try ModelConfig(json: .object(json.merging(options) { $1 }), at: "model")
  }
}
