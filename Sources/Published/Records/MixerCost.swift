/// What a token mixer costs, as the paper's Table 4 prints it.
public struct MixerCost: Sendable, Hashable {
  /// The mixer's name as printed.
  public let mixer: String
  /// The keys of the families that it applies to.
  public let families: [String]
  /// What it carries from token to token.
  public let state: String
  /// FLOPs per token and layer, as a formula in `L`, `d_model` and `H`.
  public let flopsPerToken: String
  /// The factor in front of `d_model` or `d_model^2/H`; none for softmax.
  public let passes: Int?
  /// The printed growth with the sequence length.
  public let complexity: String
  /// `data/costs.csv:4`
  public let provenance: String
}
