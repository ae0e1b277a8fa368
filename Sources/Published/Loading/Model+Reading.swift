import Core

extension Model {
  /// Reads what a row of observations says of its model.
  init(_ row: TableRow, _ entry: Manifest.Entry, _ catalog: Catalog) throws {
    let convention = entry.ratioConvention ?? .stated
    let printed = try row.text("ratio_label")
    let layers = try LayerReader(row: row, entry: entry, catalog: catalog)
      .read(label: printed, convention)
    self.init(
      name: try row.text("model"),
      family: try catalog.family(row["family"], of: row, column: "family").key,
      scale: try row.text("scale"),
      parameters: try row.natural("parameters", atLeast: 1),
      tokens: try row.natural("tokens", atLeast: 1),
      layers: layers,
      ratioLabel: convention == .stated ? printed : try row.ratio().description,
      ratioConvention: convention)
  }

  /// The first attribute in which two descriptions of a model differ.
  func difference(from other: Model) -> (attribute: String, mine: String, theirs: String)? {
    for (mine, theirs) in zip(attributes, other.attributes) where mine.value != theirs.value {
      return (mine.name, mine.value, theirs.value)
    }
    return nil
  }

  private var attributes: [(name: String, value: String)] {
    func text(_ number: Int?) -> String { number.map(String.init) ?? "nothing" }
    let indices = layers.indices?.map(String.init).joined(separator: " ") ?? "nothing"
    return [
      ("family", family), ("scale", scale), ("parameters", text(parameters)),
      ("tokens", text(tokens)), ("total_layers", text(layers.total)),
      ("ratio_label", ratioLabel), ("ratio_convention", ratioConvention.rawValue),
      ("attention_layers", text(layers.attention)), ("attention_indices", indices),
      ("layout status", layers.status?.rawValue ?? "nothing"),
      ("attention fraction", attentionFraction.map { "\($0)" } ?? "nothing"),
    ]
  }
}
