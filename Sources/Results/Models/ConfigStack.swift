import Core
import Foundation

extension ModelStatement {
  /// What flash-linear-attention and Hugging Face call the file.
  package static let configName = "config.json"

  /// What a `config.json` says: its `model_type`, `num_hidden_layers`, and which layers are full attention in
  /// any of the ways of `ConfigStack`.
  /// - Returns: nil where the file is the configuration of something else.
  /// - Throws: `Fault` with the line where it cannot be read, or names a layer outside of the stack.
  package static func read(config file: ImportFile) throws -> ModelStatement? {
    try read(config: JSONReader.read(file.data(atMost: 16 << 20), at: file.path), at: file.path)
  }

  static func read(config: JSONNode, at path: String) throws -> ModelStatement? {
    guard let fields = config.object, let type = fields["model_type"]?.string, !type.isEmpty,
      let total = fields["num_hidden_layers"]?.integer, total > 0
    else { return nil }
    guard total <= ConfigStack.mostLayers else {
      throw Fault(
        "the model has too many layers", at: "\(path):\(config.line): num_hidden_layers",
        expected: "\(ConfigStack.mostLayers) at most", found: "\(total)")
    }
    let stack = try ConfigStack(fields, type: type, total: total, at: path)
    return ModelStatement(
      .configuration, at: path, family: type, ratioConvention: .stated, totalLayers: stack.total,
      attentionLayers: stack.attention, caveat: stack.caveat)
  }
}

/// How many layers of a stack mix tokens, and how many of those are full attention, in the words of the
/// configurations that hybrids have:
///
/// | key | whose |
/// |---|---|
/// | `attn.layers`, or a list of such mappings | flash-linear-attention |
/// | `linear_attn_config.full_attn_layers`, counted from 1 | Kimi Linear |
/// | `layer_types`, `layers_block_type` | Qwen3-Next, Olmo Hybrid, Granite |
/// | `hybrid_override_pattern`: `M` a mixer, `*` attention, others none | Nemotron-H |
/// | `attn_layer_idx`, `attn_layer_indices` | Mamba-2 hybrids, Bamba |
/// | `attn_layer_period`, `attn_layer_offset` | Jamba |
/// | `attn_type_list`: 1 is attention | MiniMax |
/// | `full_attention_interval` | Qwen3-Next |
///
/// Without any of them a `transformer`, `llama`, `mistral`, `qwen2`... is full attention, and any other model
/// has none.
struct ConfigStack {
  /// Layers that mix tokens.
  private(set) var total: Int
  /// Those among them that are full attention.
  private(set) var attention: Int
  /// Why the numbers say less than they seem to; empty where they do not.
  private(set) var caveat = ""

  static let mostLayers = 100_000

  /// - Throws: `Fault` where a key has another form, or names a layer that is not there.
  init(_ fields: JSONObject, type: String, total: Int, at path: String) throws {
    self.total = total
    attention = 0
    let places = ConfigLayers(total: total, path: path)
    if let attn = fields["attn"], attn.value != .null {
      try read(attn, fields, places)
    } else if let node = fields["linear_attn_config"]?.object?["full_attn_layers"] {
      attention = try places.set(node, "full_attn_layers", first: 1).count
    } else if let node = fields["layer_types"] ?? fields["layers_block_type"] {
      try read(types: node, places)
    } else if let node = fields["hybrid_override_pattern"] {
      try read(pattern: node, places)
    } else if let node = fields["attn_layer_idx"] ?? fields["attn_layer_indices"] {
      attention = try places.set(node, "the list of attention layers").count
    } else if let period = fields["attn_layer_period"]?.integer, period > 0 {
      let offset = fields["attn_layer_offset"]?.integer ?? 0
      attention = (0..<total).count { $0 % period == offset }
    } else if let node = fields["attn_type_list"] {
      attention = try places.items(node, "attn_type_list").count { $0.integer == 1 }
    } else if let interval = fields["full_attention_interval"]?.integer, interval > 0 {
      attention = total / interval
    } else if Self.isFull(type) {
      attention = total
      caveat = Self.window(fields, fields)
    }
    if Self.besideEachOther.contains(type) {
      caveat = "its layers hold attention and a linear mixer side by side, so it has no ratio"
    }
  }

  /// flash-linear-attention's mapping, or several with different windows.
  private mutating func read(
    _ node: JSONNode, _ fields: JSONObject, _ places: ConfigLayers
  ) throws {
    let parts = node.array ?? [node]
    var full: Set<Int> = []
    var windows: [String] = []
    for part in parts.compactMap(\.object) {
      let layers = try part["layers"].map { try places.set($0, "attn.layers") } ?? []
      let window = Self.window(part, fields)
      if window.isEmpty { full.formUnion(layers) } else { windows.append(window) }
    }
    attention = full.count
    if full.isEmpty, let window = windows.first { caveat = window }
  }

  private mutating func read(types node: JSONNode, _ places: ConfigLayers) throws {
    let types = try places.items(node, "the list of layer types").compactMap(\.string)
    attention = types.count { ["full_attention", "attention"].contains($0) }
    let windows = types.count { $0 == "sliding_attention" || $0 == "chunked_attention" }
    if windows > 0 { caveat = "\(windows) of its layers are attention with a window" }
  }

  private mutating func read(pattern node: JSONNode, _ places: ConfigLayers) throws {
    guard let text = node.string, text.utf8.count <= Self.mostLayers else {
      throw places.fault("hybrid_override_pattern cannot be read", node, "a text such as M-M*")
    }
    attention = text.count { $0 == "*" }
    total = attention + text.count { $0 == "M" }
    guard total > 0 else {
      throw places.fault("hybrid_override_pattern names no mixer", node, "M and *")
    }
  }

  /// Models whose layers are all attention unless a key says otherwise.
  private static func isFull(_ type: String) -> Bool {
    let names = [
      "transformer", "llama", "mistral", "mixtral", "qwen", "qwen2", "qwen3", "gpt2", "gpt_neox",
      "gptj", "opt", "olmo", "olmo2", "phi", "phi3", "pythia", "smollm3", "starcoder2", "stablelm",
    ]
    return names.contains(type)
  }

  /// Models that have both kinds of mixers in each layer.
  private static let besideEachOther = ["falcon_h1", "hymba"]

  /// Attention that sees less than the model's context is no full attention.
  private static func window(_ attention: JSONObject, _ fields: JSONObject) -> String {
    if case .bool(false)? = fields["use_sliding_window"]?.value { return "" }
    let window = attention["window_size"]?.integer ?? attention["sliding_window"]?.integer
    guard let window, window > 0 else { return "" }
    if let context = fields["max_position_embeddings"]?.integer, window >= context { return "" }
    return "its attention sees \(window) tokens only, so it is not full attention"
  }
}

/// Reads lists of layers, and refuses what the stack does not have.
struct ConfigLayers {
  let total: Int
  let path: String

  /// Layers by number.
  /// - Parameter first: the number of the first layer
  func set(_ node: JSONNode, _ name: String, first: Int = 0) throws -> Set<Int> {
    if node.value == .null { return [] }
    guard let items = node.array else { throw fault("\(name) cannot be read", node, "a list") }
    return Set(
      try items.map { item in
        guard let layer = item.integer, (first..<first + total).contains(layer) else {
          throw fault(
            "\(name) names a layer that the stack does not have", item,
            "\(first) to \(first + total - 1)")
        }
        return layer
      })
  }

  /// A list with an item for each layer.
  func items(_ node: JSONNode, _ name: String) throws -> [JSONNode] {
    guard let items = node.array, items.count == total else {
      throw fault("\(name) does not fit the number of layers", node, "a list of \(total)")
    }
    return items
  }

  func fault(_ what: String, _ node: JSONNode, _ expected: String) -> Fault {
    node.fault(what, in: path, expected: expected)
  }
}
