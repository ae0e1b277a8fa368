import Core

/// A model's shape, with FLA's names, defaults and JSON (`config.json` of a checkpoint).
///
/// The fields here are what all families share. The options of a mixer are read by the mixer itself
/// from `options`, so that a new mixer adds none here.
public struct ModelConfig: Sendable, Hashable {
  /// FLA's `model_type`: `transformer`, `gla`...
  public var modelType: String
  public var vocabSize: Int
  /// d.
  public var hiddenSize: Int
  public var layerCount: Int
  /// m, the width of the GatedMLP.
  public var intermediateSize: Int
  public var normEpsilon: Double
  public var tieWordEmbeddings: Bool
  /// Standard deviation of the initial weights.
  public var initializerRange: Double
  /// Which layers are full attention instead of the family's mixer; nil for none.
  public var attention: HybridAttention?
  /// Ours, not FLA's: adds to each embedding a learned multiple, per channel, of the one before.
  /// Named `interleave_token_shift` in JSON; off by default.
  public var tokenShift: Bool
  /// The mixer's own options, by FLA's names.
  public var options: [String: JSONValue]
}

/// FLA's `attn` object: the full-attention layers of a hybrid.
public struct HybridAttention: Sendable, Hashable {
  /// Absolute, 0-based.
  public var layers: [Int]
  public var options: [String: JSONValue]

  public init(layers: [Int], options: [String: JSONValue]) {
    self.layers = layers
    self.options = options
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
  /// - Throws: `Fault` at `place` where a field is missing, has the wrong type, or asks for
  ///   something that is not computed here.
  public init(json: JSONValue, at place: String) throws {
    guard case .object(var all) = json else {
      throw Fault("the model's configuration is not a JSON object", at: place)
    }
    for name in Self.inert { all[name] = nil }
    var fields = try JSONFields(.object(all), at: place)
    let type = try fields.string("model_type")
    modelType = try fields.required(type, "model_type")
    vocabSize = try fields.positive("vocab_size", atMost: Bounds.vocabulary)
    hiddenSize = try fields.positive("hidden_size")
    layerCount = try fields.positive("num_hidden_layers", atMost: Bounds.layers)
    normEpsilon = try fields.number("norm_eps") ?? 1e-6
    tieWordEmbeddings = try fields.flag("tie_word_embeddings") ?? false
    initializerRange = try fields.number("initializer_range") ?? 0.02
    tokenShift = try fields.flag("interleave_token_shift") ?? false
    let ratio = try fields.number("hidden_ratio") ?? (modelType == "retnet" ? 2 : 4)
    intermediateSize =
      try fields.integer("intermediate_size")
      ?? Self.intermediateSize(hidden: hiddenSize, ratio: ratio)
    attention = try fields.value("attn").map { try HybridAttention(json: $0, at: "\(place): attn") }
    try Self.checkFixed(&fields)
    options = Dictionary(
      uniqueKeysWithValues: fields.unread.compactMap { name in
        fields.value(name).map { (name, $0) }
      })
    try checkRanges(at: place)
  }

  /// `256 ceil(int(d ratio 2/3) / 256)`, FLA's rule where `intermediate_size` is not given.
  static func intermediateSize(hidden: Int, ratio: Double) -> Int {
    let width = min(max(Double(hidden) * ratio * 2 / 3, 0), Double(2 * Bounds.intermediate))
    return 256 * ((Int(clamping: width) + 255) / 256)
  }

  /// Fields with one value that is computed here.
  private static func checkFixed(_ fields: inout JSONFields) throws {
    if let act = try fields.string("hidden_act"), act != "swish", act != "silu" {
      throw Fault(
        "hidden_act is not computed here", at: fields.place, expected: "swish", found: act)
    }
    if try fields.flag("elementwise_affine") == false {
      throw Fault(
        "norms without weights are not computed here", at: fields.place,
        expected: "elementwise_affine = true", found: "false")
    }
    if let size = fields.value("attnres_block_size") {
      throw Fault(
        "attnres_block_size is not computed here", at: fields.place, expected: "null",
        found: size.description)
    }
  }

  private static func check(_ name: String, _ width: Int, at place: String) throws {
    guard !(1...Bounds.intermediate).contains(width) else { return }
    throw Fault(
      "\(name) is out of range", at: place, expected: "1 to \(Bounds.intermediate)",
      found: "\(width)")
  }

  private func checkRanges(at place: String) throws {
    try Self.check("intermediate_size", intermediateSize, at: place)
    guard normEpsilon > 0, normEpsilon <= 1000 else {
      throw Fault(
        "norm_eps is out of range", at: place, expected: "above 0, and at most 1000",
        found: "\(normEpsilon)")
    }
    guard (0...1000).contains(initializerRange) else {
      throw Fault(
        "initializer_range is out of range", at: place, expected: "0 to 1000",
        found: "\(initializerRange)")
    }
    guard let layers = attention?.layers else { return }
    if let bad = layers.first(where: { !(0..<layerCount).contains($0) }) {
      throw Fault(
        "attn.layers names a layer that is not there", at: place,
        expected: "0 to \(layerCount - 1)", found: String(bad))
    }
  }

  /// The whole configuration as FLA's JSON, defaults written out, layers in order.
  public var json: JSONValue {
    var all = options
    all["model_type"] = .string(modelType)
    all["vocab_size"] = .integer(vocabSize)
    all["hidden_size"] = .integer(hiddenSize)
    all["num_hidden_layers"] = .integer(layerCount)
    all["intermediate_size"] = .integer(intermediateSize)
    all["norm_eps"] = .number(normEpsilon)
    all["tie_word_embeddings"] = .bool(tieWordEmbeddings)
    all["initializer_range"] = .number(initializerRange)
    all["interleave_token_shift"] = .bool(tokenShift)
    all["attn"] = attention?.json ?? .null
    return .object(all)
  }
}

extension HybridAttention {
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
    var all = options
    all["layers"] = .array(layers.map { .integer($0) })
    return .object(all)
  }
}

extension ModelConfig: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(json: JSONValue(from: decoder), at: "model")
  }

  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension JSONFields {
  /// - Throws: `Fault` where a field that must be there is not.
  func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw Fault("\(name) is missing", at: place) }
    return value
  }

  /// A field that must be there and be at least 1.
  mutating func positive(_ name: String, atMost limit: Int = Bounds.width) throws -> Int {
    let value = try required(integer(name), name)
    try check(name, value, atMost: limit)
    return value
  }

  /// A field that must be at least 1 where it is there.
  mutating func positive(_ name: String, default fallback: Int, atMost limit: Int = Bounds.width)
    throws -> Int
  {
    let value = try integer(name) ?? fallback
    try check(name, value, atMost: limit)
    return value
  }

  /// - Throws: `Fault` where a count is not from 1 to `limit`.
  func check(_ name: String, _ value: Int, atMost limit: Int = Bounds.width) throws {
    guard value > 0 else {
      throw Fault(
        "\(name) must be at least 1", at: place, expected: "1 to \(limit)", found: "\(value)")
    }
    guard value <= limit else {
      throw Fault(
        "\(name) is too large", at: place, expected: "at most \(limit)", found: "\(value)",
        hint: Bounds.hint)
    }
  }
}
