import Core

/// A model in few words: what a command line says of it. `config` makes it FLA's configuration.
public struct ModelChoice: Sendable, Equatable {
  /// Where the full-attention layers are, instead of the mixer.
  public enum AttentionLayers: Sendable, Equatable {
    case none
    /// By index, 0-based.
    case listed([Int])
    /// Every n-th layer, the last of each group: the released checkpoints' convention.
    case oneIn(Int)
    /// r layers of the mixer to one of full attention: the paper's text.
    case ratio(Int)
  }

  /// A name of `MixerRegistry`.
  public var mixer = "gla"
  /// d.
  public var hiddenSize = 64
  public var layers = 4
  /// Heads of the mixer and of the full-attention layers.
  public var heads = 2
  /// m of the GatedMLP; nil for FLA's rule.
  public var intermediateSize: Int?
  public var attentionLayers = AttentionLayers.none
  public var tokenShift = false
  /// More options of the mixer, by FLA's names; they win over what is derived here.
  public var options: [String: JSONValue] = [:]

  public init() {}

  /// The whole configuration.
  ///
  /// Two mixers have defaults for large models only, so their head sizes are derived: HGRN-2's
  /// `expand_ratio` is d/H, and Gated DeltaNet's `head_dim` is 3/4 d/H, FLA's rule of thumb.
  /// - Throws: `Fault` where the sizes do not fit one another.
  public func config(vocabularySize: Int) throws -> ModelConfig {
    let type = try MixerRegistry.standard.description(mixer).modelType
    var json: [String: JSONValue] = [
      "model_type": .string(type), "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize), "num_hidden_layers": .integer(layers),
      "interleave_token_shift": .bool(tokenShift),
    ]
    json["intermediate_size"] = intermediateSize.map { .integer($0) }
    try json.merge(headOptions()) { $1 }
    json["attn"] = try attention()
    return try ModelConfig(json: .object(json.merging(options) { $1 }), at: "model")
  }

  private func headOptions() throws -> [String: JSONValue] {
    guard (1...Bounds.width).contains(heads), (1...Bounds.width).contains(hiddenSize),
      (1...Bounds.layers).contains(layers)
    else {
      throw Fault(
        "a size of the model is out of range", at: "model",
        expected: "1 to \(Bounds.width) for width and heads, 1 to \(Bounds.layers) layers",
        found: "width \(hiddenSize), \(heads) heads, \(layers) layers")
    }
    return try MixerRegistry.standard.options(mixer, hiddenSize: hiddenSize, heads: heads)
  }

  private func attention() throws -> JSONValue? {
    let indices: [Int]
    switch attentionLayers {
    case .none: return nil
    case .listed(let list): indices = list
    case .oneIn(let n): indices = try Layout.layers(everyNth: n, of: layers)
    case .ratio(let r): indices = try Layout.layers(linearToFull: r, of: layers)
    }
    return ["layers": .array(indices.map { .integer($0) }), "num_heads": .integer(heads)]
  }
}
