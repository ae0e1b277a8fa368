import Core

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
    self.flopsPerToken = flopsPerToken
    self.state = state
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
