import Core
import GRDB
import Storage

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

extension MixerCost: TableFact {
  static let header = ["mixer", "families", "state", "flops_per_token", "passes", "complexity"]
  static let table = "cost"
  static let columns = header

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    let families = row.list("families")
    for key in families { _ = try catalog.family(key, of: row, column: "families") }
    self.init(
      mixer: try row.text("mixer"), families: families, state: try row.text("state"),
      flopsPerToken: try row.text("flops_per_token"),
      passes: try row.natural("passes", atLeast: 1), complexity: try row.text("complexity"),
      provenance: row.place)
  }

  var keys: [(column: String, key: [String])] { [("mixer", [mixer])] }

  func values() throws -> [(any DatabaseValueConvertible)?] {
    [mixer, try jsonText(families), state, flopsPerToken, passes, complexity]
  }
}
