import Core
import Foundation

extension ModelStatement {
  /// What FLA and Hugging Face call the file.
  static let configName = "config.json"
  /// The family's name for a stack whose layers are all attention.
  private static let fullModel = "transformer"

  /// What a flash-linear-attention `config.json` says: `model_type`, `num_hidden_layers` and
  /// `attn.layers` (zero-based), or none of the latter for a pure model.
  /// - Returns: nil where the file is the configuration of something else.
  /// - Throws: `Fault` with the line where it is no JSON, or names a layer outside of the stack.
  static func read(config file: ImportFile) throws -> ModelStatement? {
    try read(config: JSONReader.read(file.data(atMost: 16 << 20), at: file.path), at: file.path)
  }

  static func read(config: JSONNode, at path: String) throws -> ModelStatement? {
    guard let fields = config.object, let type = fields["model_type"]?.string, !type.isEmpty,
      let total = fields["num_hidden_layers"]?.integer, total > 0
    else { return nil }
    let attention = fields["attn"]?.object
    let layers = try layers(attention?["layers"], of: total, at: path)
    return ModelStatement(
      .configuration, at: path, family: type, ratioConvention: .stated, totalLayers: total,
      attentionLayers: type == fullModel ? total : layers.count,
      caveat: window(attention ?? fields, fields))
  }

  private static func layers(
    _ node: JSONNode?, of total: Int, at path: String
  ) throws -> Set<Int> {
    Set(
      try (node?.array ?? []).map { item in
        guard let layer = item.integer, (0..<total).contains(layer) else {
          throw Fault(
            "attn.layers names a layer that the stack does not have", at: "\(path):\(item.line)",
            expected: "0 to \(total - 1)", found: item.summary)
        }
        return layer
      })
  }

  /// Attention that sees less than the model's context is no full attention.
  private static func window(_ attention: JSONObject, _ fields: JSONObject) -> String {
    guard let window = attention["window_size"]?.integer, window > 0 else { return "" }
    if let context = fields["max_position_embeddings"]?.integer, window >= context { return "" }
    return "its attention sees \(window) tokens only, so it is no full attention"
  }
}
