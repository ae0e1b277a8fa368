import Core

/// What a model costs by count: the operations of its forward pass, and what decoding keeps.
///
/// The counts are those of the layers as they are computed here, chunkwise forms and projections
/// included; nothing is timed, and no memory for a sequence is needed.
public struct ModelCost: Sendable, Equatable {
  /// Tokens of the sequence.
  public let length: Int
  /// Floating-point operations of the forward pass over the whole sequence, a token: products alone, a
  /// multiply and an add counting two.
  public let flopsPerToken: Double
  /// Those of the token mixers alone.
  public let mixerFlopsPerToken: Double
  /// Bytes that decoding keeps of the sequence once it has read it: states, keys and values, float32.
  public let stateBytes: Int

  /// - Throws: `Fault` where the configuration asks for what is not computed here.
  public init(_ config: ModelConfig, length: Int) throws {
    try demand(length > 0, "a sequence has at least one token", at: "model", found: "\(length)")
    // One token's memory: the counts do not depend on it.
    let model = try LanguageModel(config, sequences: 1, length: 1)
    self.length = length
    flopsPerToken = model.flops(length: length) / Double(length)
    mixerFlopsPerToken =
      model.blocks.reduce(0) { $0 + $1.mixer.flops(length: length) } / Double(length)
    stateBytes = model.stateBytes(length: length)
  }
}
