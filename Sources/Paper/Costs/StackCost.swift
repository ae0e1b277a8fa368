import Core

/// What a hybrid stack costs: some layers of softmax attention, the others of a linear mixer.
public struct StackCost: Sendable {
  public let shape: ModelShape
  public let attention: MixerCostModel
  public let linear: MixerCostModel
  /// Layers of softmax attention; a fraction where a ratio does not divide the layers.
  public let attentionLayers: Double

  /// - Parameter attentionFraction: attention layers over all layers, 0...1
  /// - Throws: `Fault` for a fraction outside of 0...1, and for a shape that no model has.
  public init(
    shape: ModelShape, attention: MixerCostModel, linear: MixerCostModel,
    attentionFraction: Double
  ) throws {
    guard (0...1).contains(attentionFraction) else {
      throw Fault(
        "no such share of attention layers", expected: "0 to 1", found: "\(attentionFraction)")
    }
    try shape.check()
    self.shape = shape
    self.attention = attention
    self.linear = linear
    attentionLayers = attentionFraction * Double(shape.layers)
  }

  public var linearLayers: Double { Double(shape.layers) - attentionLayers }

  /// Forward FLOPs of all token mixers for one token of a sequence of `length` tokens.
  public func flopsPerToken(length: Int) throws -> Double {
    try attentionLayers * attention.flops(shape, length: length)
      + linearLayers * linear.flops(shape, length: length)
  }

  /// Forward FLOPs of all token mixers for a whole sequence: `length` times those of a token, since
  /// the paper counts all `length` positions for each token.
  public func flopsPerSequence(length: Int) throws -> Double {
    try Double(length) * flopsPerToken(length: length)
  }

  /// FLOPs of the same stack with attention in every layer, over this one's.
  public func flopsFactor(length: Int) throws -> Double {
    let full = try Double(shape.layers) * attention.flops(shape, length: length)
    return full / (try flopsPerToken(length: length))
  }

  /// Keys and values of one sequence, in bytes.
  public func kvCacheBytes(length: Int) -> Double {
    attentionLayers * attention.stateBytes(shape, length: length)
  }

  /// All that decoding one sequence keeps, in bytes: keys and values, and recurrent states.
  public func memoryBytes(length: Int) -> Double {
    kvCacheBytes(length: length) + linearLayers * linear.stateBytes(shape, length: length)
  }

  /// Keys and values of the same stack with attention in every layer, over this one's; infinite
  /// where there is no attention.
  public var kvCacheFactor: Double { Double(shape.layers) / attentionLayers }

  /// What the same stack with attention in every layer keeps, over what this one keeps, recurrent
  /// states included: at short lengths less than `kvCacheFactor`.
  public func memoryFactor(length: Int) -> Double {
    Double(shape.layers) * attention.stateBytes(shape, length: length) / memoryBytes(length: length)
  }

  /// The sequence length at which a layer of attention costs as much as one of the linear mixer;
  /// nil where the linear mixer's cost depends on the length.
  public func crossover() throws -> Double? {
    guard linear.flopsPerToken.powers["L"] == nil else { return nil }
    return try linear.flops(shape, length: 1) / attention.flops(shape, length: 1)
  }
}
