import Core

/// A model's shape, with FLA's names, defaults and JSON (`config.json` of a checkpoint).
///
/// The fields here are what all families share. The options of a mixer are read by the mixer itself
/// from `options`, so that a new mixer adds none here.
public struct ModelConfig: Sendable, Hashable {
  @Field("FLA's name of the family: transformer, gla...", key: "model_type") public var modelType =
    ""
  @Field("Token ids are below this.", .within(1...Bounds.vocabulary), key: "vocab_size")
  public var vocabSize = 0
  @Field("Width of the model, d.", .within(1...Bounds.width), key: "hidden_size")
  public var hiddenSize = 0
  @Field("Number of layers.", .within(1...Bounds.layers), key: "num_hidden_layers")
  public var layerCount = 0
  @Field("Width of the GatedMLP, m.", .within(1...Bounds.intermediate), key: "intermediate_size")
  public var intermediateSize = 0
  @Field("Added to the mean square in norms.", .above0UpTo1000, key: "norm_eps")
  public var normEpsilon = 1e-6
  @Field("Whether the head is the embedding table.", key: "tie_word_embeddings")
  public var tieWordEmbeddings = false
  @Field("Standard deviation of the initial weights.", .upTo1000, key: "initializer_range")
  public var initializerRange = 0.02
  /// Ours, not FLA's.
  @Field(
    "Whether each embedding gets a learned multiple, per channel, of the one before.",
    key: "interleave_token_shift") public var tokenShift = false
  /// Which layers are full attention instead of the family's mixer; nil for none.
  public var attention: HybridAttention?
  /// The mixer's own options, by FLA's names.
  public var options: [String: JSONValue] = [:]
}

/// FLA's `attn` object: the full-attention layers of a hybrid.
public struct HybridAttention: Sendable, Hashable {
  /// Absolute, 0-based.
  public var layers: [Int]
  public var options: [String: JSONValue]

  public init(layers: [Int], options: [String: JSONValue]) {
    (self.layers, self.options) = (layers, options)
  }

  init(json: JSONValue, at place: String) throws {
    guard case .object(var all) = json else {
      throw Fault("attn is not a JSON object", at: place, found: json.excerpt)
    }
    var fields = try JSONFields(json, at: place)
    layers = Array(Set(try fields.integers("layers") ?? [])).sorted()
    all["layers"] = nil
    options = all.filter { $0.value != .null }
  }

  var json: JSONValue {
    .object(options.merging(["layers": .array(layers.map { .integer($0) })]) { $1 })
  }
}

extension ModelConfig {
  /// Fields of FLA's configs that change nothing in what is computed here.
  private static let inert = [
    "attn_mode", "fuse_norm", "fuse_swiglu", "fuse_cross_entropy", "fuse_linear_cross_entropy",
    "use_cache", "use_l2warp", "max_position_embeddings", "pad_token_id", "bos_token_id",
    "eos_token_id", "torch_dtype", "dtype", "architectures", "transformers_version", "auto_map",
    "_name_or_path", "_attn_implementation_autoset",
  ]

  /// Reads FLA's JSON.
  /// - Parameter registry: knows what a family's defaults are.
  /// - Throws: `Fault` at `place` where a field is missing, has the wrong type, or asks for
  ///   something that this engine does not support.
  public init(json: JSONValue, at place: String, registry: MixerRegistry = .standard) throws {
    guard case .object(var all) = json else {
      throw Fault("the model's configuration is not a JSON object", at: place)
    }
    for name in Self.inert { all[name] = nil }
    var fields = try JSONFields(.object(all), at: place)
    try fields.requireGiven("model_type", "vocab_size", "hidden_size", "num_hidden_layers")
    try _modelType.read(&fields)
    try _vocabSize.read(&fields)
    try _hiddenSize.read(&fields)
    try _layerCount.read(&fields)
    try _normEpsilon.read(&fields)
    try _tieWordEmbeddings.read(&fields)
    try _initializerRange.read(&fields)
    try _tokenShift.read(&fields)
    let known = registry.find(modelType)?.facts.hiddenRatio
    let ratio = try fields.number("hidden_ratio") ?? known ?? MixerFacts.usualHiddenRatio
    intermediateSize = Self.intermediateSize(hidden: hiddenSize, ratio: ratio)
    try _intermediateSize.read(&fields)
    try _intermediateSize.check("intermediate_size", intermediateSize, at: place)
    attention = try fields.value("attn").map { try HybridAttention(json: $0, at: "\(place): attn") }
    if let bad = attention?.layers.first(where: { !(0..<layerCount).contains($0) }) {
      throw Fault(
        "attn.layers names a layer that does not exist", at: place,
        expected: "0 to \(layerCount - 1)", found: String(bad))
    }
    try Self.checkFixed(&fields)
    options = fields.values.filter { fields.unread.contains($0.key) && $0.value != .null }
  }

  /// `256 ceil(int(d ratio 2/3) / 256)`, FLA's rule where `intermediate_size` is not given.
  static func intermediateSize(hidden: Int, ratio: Double) -> Int {
    let width = min(max(Double(hidden) * ratio * 2 / 3, 0), Double(2 * Bounds.intermediate))
    return 256 * ((Int(clamping: width) + 255) / 256)
  }

  /// Fields with one value that is supported.
  private static func checkFixed(_ fields: inout JSONFields) throws {
    if try fields.string("hidden_act") != "silu" { try fields.fixed("hidden_act", "swish") }
    try fields.fixed("elementwise_affine", true)
    try fields.refuse("attnres_block_size")
  }

  /// The whole configuration as FLA's JSON, defaults written out, layers in order.
  public var json: JSONValue {
    var all = options
    for case let field as any AnyField in Mirror(reflecting: self).children.map(\.value) {
      if let key = field.key { all[key] = field.json }
    }
    all["attn"] = attention?.json ?? .null
    return .object(all)
  }
}

extension ModelConfig: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(json: JSONValue(from: decoder), at: "model")
  }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
