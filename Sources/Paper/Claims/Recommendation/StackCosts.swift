import Core
import Published

/// The cost model with the formulas that the evidence has.
public struct StackCosts {
  private let evidence: Evidence
  public let shape: ModelShape

  public init(_ evidence: Evidence, shape: ModelShape) throws {
    self.evidence = evidence
    self.shape = shape
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
