import Core
import GRDB

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

extension UpdateRule: TableFact {
  static let header = ["family", "update", "readout"]
  static let table = "update_rule"
  static let columns = ["family", "update_text", "readout"]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    self.init(
      family: try catalog.family(row["family"], of: row, column: "family").key,
      update: try row.text("update"), readout: try row.text("readout"), provenance: row.place)
  }

  var keys: [(column: String, key: [String])] { [("family", [family])] }

  func values() -> [(any DatabaseValueConvertible)?] { [family, update, readout] }
}
