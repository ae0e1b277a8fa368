import Core

/// Where the attention layers of a hybrid stack sit, for one ratio label.
public struct LayerLayout: Sendable, Hashable {
  /// How much of a layout its source says.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// Count and positions are stated.
    case stated
    /// The count is stated; positions follow the rule of stated layouts.
    case countStated = "count-stated"
    /// Count and positions follow the rule of stated layouts.
    case inferred
    /// The count follows from the ratio label under its convention; positions are unknown.
    case computed
    /// The ratio label says the fraction; the number of layers is unknown.
    case label
  }

  /// The label that the layout is known by.
  public let ratio: RatioLabel
  /// What the label counts.
  public let ratioConvention: RatioConvention
  /// All layers of the stack.
  public let totalLayers: Int
  /// The full-attention layers among them.
  public let attentionLayers: Int
  /// Zero-based.
  public let attentionIndices: [Int]
  /// How much of this the source says.
  public let status: Status
  /// Where this was read.
  public let source: String
}
