import Core
import Published

/// What a model of somebody's results is: which mixer its linear layers are, how large it is, and
/// how much of its stack is full attention. Only models of which this is known take part in fits
/// along the ratio.
public struct ModelIdentity: Sendable, Hashable {
  /// The key of the family of its linear layers; of full attention, `Transformer`.
  public let family: String
  /// The size class: `340M`, `1.3B`; empty where nothing says.
  public let scale: String
  /// Attention layers over all layers.
  public let attentionFraction: Double
  /// All layers and the full-attention layers, where they were counted.
  public let totalLayers: Int?
  public let attentionLayers: Int?
  /// Who says so, in the order of `ModelStatement.Origin`.
  public let origins: [ModelStatement.Origin]
  /// Where it is said, without names.
  public let places: [String]

  /// The ratio as the released checkpoints label it: `pure`, `full`, `3:1` for one attention layer in
  /// three; where the layers do not divide, `5 of 24`.
  public var ratioLabel: String {
    if attentionFraction == 0 { return RatioLabel.pure.description }
    if attentionFraction == 1 { return RatioLabel.full.description }
    let r = (1 / attentionFraction).rounded()
    if abs(1 / attentionFraction - r) < 1e-6 { return RatioLabel.ratio(r).description }
    if let attentionLayers, let totalLayers { return "\(attentionLayers) of \(totalLayers)" }
    return "\(NumberText.fixed(attentionFraction, 3)) of all"
  }
}

extension ModelIdentity {
  /// What a run of our own is.
  package init(family: String, scale: String, attentionLayers: Int, totalLayers: Int) {
    (self.family, self.scale) = (family, scale)
    attentionFraction = Double(attentionLayers) / Double(totalLayers)
    (self.totalLayers, self.attentionLayers) = (totalLayers, attentionLayers)
    (origins, places) = ([.record], [])
  }

  /// The identity as the model that fits and claims know.
  package func model(named name: String) -> Model {
    Model(
      name: name, family: family, scale: scale, parameters: nil, tokens: nil,
      layers: LayerCount(
        total: totalLayers, attention: attentionLayers, indices: nil, status: nil,
        statedFraction: attentionFraction),
      ratioLabel: ratioLabel, ratioConvention: .oneInR)
  }
}
