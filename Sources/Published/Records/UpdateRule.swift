/// How a family updates its state, as the paper's Table 1 writes it.
public struct UpdateRule: Sendable, Hashable {
  /// The key of the family.
  public let family: String
  /// The recurrence, with S or h the state: `Sₜ = Sₜ₋₁ Diag(αₜ) + vₜ kₜᵀ`.
  public let update: String
  /// How the output is read from the state.
  public let readout: String
  /// `data/paper/table1.csv:4`
  public let provenance: String
}
