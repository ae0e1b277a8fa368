import Core

/// What a model of somebody's results is: which mixer its linear layers are, how large it is, and
/// how much of its stack is full attention. Only models of which this is known take part in fits
/// along the ratio.
public struct ModelIdentity: Sendable, Hashable {
  /// How it is known.
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// By its name, which follows the released checkpoints' pattern.
    case name
    /// By the configuration beside its results.
    case configuration
    /// By the user's mapping file.
    case mapping
  }

  /// The key of the family of its linear layers; of full attention, `Transformer`.
  public var family: String
  /// The size class: `340M`, `1.3B`; empty where nothing says.
  public var scale: String
  /// The label of the ratio, where there is one: `3:1`, `pure`, `full`.
  public var ratioLabel: String
  /// What the label counts.
  public var ratioConvention: RatioConvention
  /// All layers and the full-attention layers, where they are known.
  public var totalLayers: Int?
  public var attentionLayers: Int?
  public var origin: Origin

  public init(
    family: String, scale: String = "", ratioLabel: String,
    ratioConvention: RatioConvention = .oneInR, totalLayers: Int? = nil,
    attentionLayers: Int? = nil, origin: Origin
  ) {
    self.family = family
    self.scale = scale
    self.ratioLabel = ratioLabel
    self.ratioConvention = ratioConvention
    self.totalLayers = totalLayers
    self.attentionLayers = attentionLayers
    self.origin = origin
  }

  /// Attention layers over all layers: counted where the layers are known, else by the label.
  public var attentionFraction: Double? {
    if let attentionLayers, let totalLayers, totalLayers > 0 {
      return Double(attentionLayers) / Double(totalLayers)
    }
    return RatioLabel(ratioLabel).flatMap(ratioConvention.attentionFraction)
  }
}
