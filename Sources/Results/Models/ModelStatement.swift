import Core

/// What one place says a model is, as it says it: nothing is looked up, and nothing is concluded.
///
/// `ModelStanding` makes an identity of all statements about a model.
public struct ModelStatement: Sendable, Hashable {
  /// Who says so.
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// Its name, which follows the released checkpoints' pattern.
    case name
    /// The file that holds its results.
    case record
    /// The configuration beside its results.
    case configuration
    /// The user's mapping file.
    case mapping
  }

  public var origin: Origin
  /// Where it stands: a file, or a line of one; empty for a name.
  public var place: String
  /// The mixer of its linear layers, as written: `HGRN2`, `gated_deltanet`.
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
  /// Why the statement says less than it seems to: attention with a window, for one.
  public var caveat: String

  public init(
    _ origin: Origin, at place: String = "", family: String, scale: String = "",
    ratioLabel: String = "", ratioConvention: RatioConvention = .oneInR, totalLayers: Int? = nil,
    attentionLayers: Int? = nil, caveat: String = ""
  ) {
    self.origin = origin
    self.place = place
    self.family = family
    self.scale = scale
    self.ratioLabel = ratioLabel
    self.ratioConvention = ratioConvention
    self.totalLayers = totalLayers
    self.attentionLayers = attentionLayers
    self.caveat = caveat
  }

  /// Attention layers over all layers: counted where the layers are known, else by the label.
  public var attentionFraction: Double? {
    if let attentionLayers, let totalLayers, totalLayers > 0 {
      return Double(attentionLayers) / Double(totalLayers)
    }
    return RatioLabel(ratioLabel).flatMap(ratioConvention.attentionFraction)
  }

  /// The amount of attention in words: `4 of 24 layers`, `3:1`.
  var amount: String {
    if let attentionLayers, let totalLayers { return "\(attentionLayers) of \(totalLayers) layers" }
    return ratioLabel.isEmpty ? "no amount of attention" : ratioLabel
  }
}
