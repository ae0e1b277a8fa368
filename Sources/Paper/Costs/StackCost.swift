import Core
import Published

/// The sizes of a model that its token mixers' costs depend on.
public struct ModelShape: Sendable, Hashable {
  /// Width of the residual stream.
  public var dModel: Int
  /// Layers, each with one token mixer.
  public var layers: Int
  /// Heads of a token mixer, H.
  public var heads: Int
  /// Channels of a head.
  public var headDim: Int
  /// Heads that keep keys and values; fewer than `heads` where queries share them.
  public var kvHeads: Int
  /// Size of a number in the cache: 2 for bfloat16, 4 for float32.
  public var bytesPerNumber: Int

  /// Sizes that cannot be (none of something) are refused where a cost is asked for.
  /// - Parameters:
  ///   - headDim: `dModel / heads` where it is left out
  ///   - kvHeads: `heads` where it is left out
  public init(
    dModel: Int, layers: Int, heads: Int, headDim: Int? = nil, kvHeads: Int? = nil,
    bytesPerNumber: Int = 2
  ) {
    (self.dModel, self.layers, self.heads) = (dModel, layers, heads)
    self.headDim = headDim ?? (heads > 0 ? dModel / heads : 0)
    (self.kvHeads, self.bytesPerNumber) = (kvHeads ?? heads, bytesPerNumber)
  }

  /// The 1.3B models: 24 layers of width 2048. Eight heads of 256 are those of the released Gated
  /// DeltaNet; for the other families they are assumed.
  public static let paper1B3 = ModelShape(dModel: 2048, layers: 24, heads: 8)

  /// Throws where the model has none of something.
  func check() throws {
    let sizes = [
      ("d_model", dModel), ("layers", layers), ("heads", heads), ("head_dim", headDim),
      ("kv_heads", kvHeads), ("bytes per number", bytesPerNumber),
    ]
    guard let (name, size) = sizes.first(where: { $0.1 < 1 }) else { return }
    throw Fault("no model has this shape", at: name, expected: "at least 1", found: "\(size)")
  }

  /// The names that formulas use, with a sequence length.
  func quantities(length: Int) -> [String: Double] {
    ["L": Double(length), "d_model": Double(dModel), "H": Double(heads)]
  }
}

/// What a layer carries from token to token.
public enum StateKind: String, Sendable, Hashable, CaseIterable {
  /// `d_model` numbers (HGRN, Hawk).
  case vector
  /// A matrix a head, `head_dim × head_dim` (RetNet, GLA, HGRN-2, DeltaNet...).
  case matrix
  /// Keys and values of every token (softmax attention).
  case keysAndValues = "kv-cache"
}

/// What one layer of a token mixer costs: FLOPs by a formula, memory by the kind of its state.
///
/// The FLOPs are those of the paper's Table 4 and appendix B: the forward pass of the token mixer
/// alone, without projections, per token and layer, summed over heads. Softmax attention is counted
/// with all L positions for each token, not with the causal mean of L/2.
public struct MixerCostModel: Sendable, Hashable {
  public let flopsPerToken: Monomial
  public let state: StateKind

  public init(flopsPerToken: Monomial, state: StateKind) {
    (self.flopsPerToken, self.state) = (flopsPerToken, state)
  }

  /// Forward FLOPs of one layer for one token of a sequence of `length` tokens.
  public func flops(_ shape: ModelShape, length: Int) throws -> Double {
    try flopsPerToken.value(shape.quantities(length: length))
  }

  /// What one layer keeps for one sequence of `length` tokens, in bytes.
  ///
  /// Keys and values: `2 · kv_heads · head_dim · L`; a matrix state: `heads · head_dim²`, which is
  /// `d_model² / H`; a vector state: `d_model`; each times the bytes of a number.
  public func stateBytes(_ shape: ModelShape, length: Int) -> Double {
    let headDim = Double(shape.headDim)
    let numbers =
      switch state {
      case .vector: Double(shape.dModel)
      case .matrix: Double(shape.heads) * headDim * headDim
      case .keysAndValues: 2 * Double(shape.kvHeads) * headDim * Double(length)
      }
    return numbers * Double(shape.bytesPerNumber)
  }
}

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
    (self.shape, self.attention, self.linear) = (shape, attention, linear)
    attentionLayers = attentionFraction * Double(shape.layers)
  }

  public var linearLayers: Double { Double(shape.layers) - attentionLayers }

  /// Forward FLOPs of all token mixers for one token of a sequence of `length` tokens.
  public func flopsPerToken(length: Int) throws -> Double {
    try attentionLayers * attention.flops(shape, length: length)
      + linearLayers * linear.flops(shape, length: length)
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

  /// The sequence length at which a layer of attention costs as much as one of the linear mixer;
  /// nil where the linear mixer's cost depends on the length.
  public func crossover() throws -> Double? {
    guard linear.flopsPerToken.powers["L"] == nil else { return nil }
    return try linear.flops(shape, length: 1) / attention.flops(shape, length: 1)
  }
}

/// The cost model with the formulas that the evidence has.
public struct StackCosts {
  private let evidence: Evidence
  public let shape: ModelShape

  public init(_ evidence: Evidence, shape: ModelShape) {
    (self.evidence, self.shape) = (evidence, shape)
  }

  /// A stack of a family's layers with attention in a share of them; the Transformer's is whole.
  public func stack(family: String, attentionFraction: Double) throws -> StackCost {
    try StackCost(
      shape: shape, attention: try model("Transformer"), linear: try model(family),
      attentionFraction: attentionFraction)
  }

  /// Keys, values and states of one sequence, in bytes.
  public func cacheBytes(
    family: String, attentionFraction: Double, length: Int
  ) throws -> Double {
    try stack(family: family, attentionFraction: attentionFraction).memoryBytes(length: length)
  }

  /// Forward FLOPs of all token mixers a token.
  public func flopsPerToken(
    family: String, attentionFraction: Double, length: Int
  ) throws -> Double {
    try stack(family: family, attentionFraction: attentionFraction).flopsPerToken(length: length)
  }

  /// One layer's cost, by the family's row of Table 4.
  public func model(_ family: String) throws -> MixerCostModel {
    try MixerCostModel(try evidence.cost(of: family))
  }
}

extension MixerCostModel {
  /// The cost that a row of Table 4 states.
  public init(_ cost: MixerCost) throws {
    guard let state = StateKind(rawValue: cost.state) else {
      throw Fault(
        "unknown kind of state", at: cost.provenance,
        expected: StateKind.allCases.map(\.rawValue).joined(separator: ", "), found: cost.state)
    }
    self.init(flopsPerToken: try Monomial(cost.flopsPerToken), state: state)
  }
}
