import Core

/// What the files read so far have said, for those that refer to it.
struct Catalog {
  var references: Set<String> = []
  var families: [String: Family] = [:]
  var layouts: [LayoutKey: LayerLayout] = [:]
  /// Every model with the place of its first row.
  var models: [String: (model: Model, place: String)] = [:]

  /// What a layout is found by.
  struct LayoutKey: Hashable {
    let label: RatioLabel
    let convention: RatioConvention
    let totalLayers: Int
  }

  /// The family with a key, or a fault that lists what is known.
  func family(_ key: String, of row: TableRow, column: String) throws -> Family {
    if let family = families[key] { return family }
    let meant = families.values.first { $0.isCalled(key) }
    let known = families.values.sorted { $0.position < $1.position }.map(\.key)
    throw Fault(
      "\(column) names an unknown family", at: row.place,
      expected: known.joined(separator: ", "), found: key.isEmpty ? "nothing" : key,
      hint: meant.map { "data files write it \($0.key)" }
        ?? "add the family to families.csv, or correct the name")
  }
}
