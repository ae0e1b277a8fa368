import Core
import GRDB
import Storage

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

extension LayerLayout: TableFact {
  static let header = [
    "ratio_label", "ratio_convention", "total_layers", "attention_layers", "attention_indices",
    "status", "source",
  ]
  static let table = "layout"
  static let columns: [String] = header.dropLast() + ["source_text"]

  init(_ row: TableRow, knowing catalog: Catalog) throws {
    let total = try row.requiredNatural("total_layers", atLeast: 1)
    let attention = try row.requiredNatural("attention_layers")
    let indices = try row.layers("attention_indices", below: total) ?? []
    guard indices.count == attention else {
      throw row.fault("attention_indices", "has another length than attention_layers says")
    }
    let ratio = try row.ratio()
    let convention = try row.choice("ratio_convention", of: RatioConvention.self)
    try row.check(attention: attention, of: total, against: ratio, convention)
    self.init(
      ratio: ratio, ratioConvention: convention, totalLayers: total, attentionLayers: attention,
      attentionIndices: indices, status: try row.choice("status", of: Status.self),
      source: try row.text("source"))
  }

  var keys: [(column: String, key: [String])] {
    [("ratio_label", [ratio.description, ratioConvention.rawValue, "\(totalLayers)"])]
  }

  func values() throws -> [(any DatabaseValueConvertible)?] {
    [
      ratio.description, ratioConvention.rawValue, totalLayers, attentionLayers,
      try jsonText(attentionIndices), status.rawValue, source,
    ]
  }

  func register(in catalog: inout Catalog) {
    let key = Catalog.LayoutKey(
      label: ratio, convention: ratioConvention, totalLayers: totalLayers)
    catalog.layouts[key] = self
  }
}
