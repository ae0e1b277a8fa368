import Core

/// A model that something was measured of.
public struct Model: Sendable, Hashable {
  /// Unique in the store.
  public let name: String
  /// The key of the family of its linear layers.
  public let family: String
  /// The size class as its source names it: `340M`, `1.3B`.
  public let scale: String
  /// How many parameters; nominal where the source is.
  public let parameters: Int?
  /// Training tokens.
  public let tokens: Int?
  /// How many layers, and which are attention.
  public let layers: LayerCount
  /// The label as printed, or in the form `24:1` where a convention gives it a meaning.
  public let ratioLabel: String
  /// What the label counts.
  public let ratioConvention: RatioConvention

  package init(
    name: String, family: String, scale: String, parameters: Int?, tokens: Int?, layers: LayerCount,
    ratioLabel: String, ratioConvention: RatioConvention
  ) {
    (self.name, self.family, self.scale) = (name, family, scale)
    (self.parameters, self.tokens, self.layers) = (parameters, tokens, layers)
    (self.ratioLabel, self.ratioConvention) = (ratioLabel, ratioConvention)
  }

  /// The label as a ratio, if it is one.
  public var ratio: RatioLabel? { RatioLabel(ratioLabel) }
  /// Attention layers over all layers: the quantity that means the same in every source.
  public var attentionFraction: Double? { layers.attentionFraction }
}

/// How many layers a model has, and which of them are full attention, as far as that is known.
public struct LayerCount: Sendable, Hashable {
  /// All layers.
  public var total: Int?
  /// The full-attention layers.
  public var attention: Int?
  /// Zero-based.
  public var indices: [Int]?
  /// How the counts are known; none if they are not.
  public var status: LayerLayout.Status?
  /// The fraction that the label states where the counts are unknown.
  public var statedFraction: Double?

  package init(
    total: Int? = nil, attention: Int? = nil, indices: [Int]? = nil,
    status: LayerLayout.Status? = nil, statedFraction: Double? = nil
  ) {
    (self.total, self.attention, self.indices) = (total, attention, indices)
    (self.status, self.statedFraction) = (status, statedFraction)
  }

  /// Attention layers over all layers.
  public var attentionFraction: Double? {
    guard let attention, let total else { return statedFraction }
    return Double(attention) / Double(total)
  }
}
