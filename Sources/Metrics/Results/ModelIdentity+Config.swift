import Core

extension ModelIdentity {
  /// What a flash-linear-attention `config.json` says: `model_type`, `num_hidden_layers` and
  /// `attn.layers` (zero-based), or none of the latter for a pure model.
  /// - Parameter config: the file's content
  /// - Throws: `Fault` where a layer number is outside of the stack. Nil for another model type.
  public static func read(config: JSONValue, at place: String, families: [Family]) throws
    -> ModelIdentity?
  {
    guard case .object(let fields) = config, case .string(let type)? = fields["model_type"],
      case .integer(let total)? = fields["num_hidden_layers"], total > 0
    else { return nil }
    guard let family = families.first(where: { plain($0.key) == plain(type) || $0.isCalled(type) })
    else { return nil }
    let layers = try attention(fields, total, place)
    let isFull = family.role == .baseline
    let count = isFull ? total : layers.count
    return ModelIdentity(
      family: family.key, ratioLabel: count == 0 ? "pure" : count == total ? "full" : "",
      ratioConvention: .stated, totalLayers: total, attentionLayers: count,
      origin: .configuration)
  }

  private static func attention(
    _ fields: [String: JSONValue], _ total: Int, _ place: String
  ) throws -> Set<Int> {
    guard case .object(let attention)? = fields["attn"],
      case .array(let list)? = attention["layers"]
    else { return [] }
    return Set(
      try list.map { item in
        guard case .integer(let layer) = item, (0..<total).contains(layer) else {
          throw Fault(
            "attn.layers names a layer that the stack does not have", at: place,
            expected: "0 to \(total - 1)", found: "\(item)")
        }
        return layer
      })
  }

  /// Letters and digits in lower case: `gated_deltanet` and `GatedDeltaNet` are one.
  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
