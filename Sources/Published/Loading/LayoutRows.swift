import Core
import GRDB
import Storage

/// Where attention layers sit, by ratio label.
struct LayoutRows: DataRows {
  static let header = [
    "ratio_label", "ratio_convention", "total_layers", "attention_layers", "attention_indices",
    "status", "source",
  ]

  let layouts: [(layout: LayerLayout, line: Int)]
  var count: Int { layouts.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var lines: [Catalog.LayoutKey: Int] = [:]
    layouts = try Table(content, header: Self.header).rows.map { row in
      let layout = try LayerLayout(row)
      if let line = lines.updateValue(row.line, forKey: layout.key) {
        throw row.fault("ratio_label", "repeats the layout of line \(line)")
      }
      return (layout, row.line)
    }
  }

  func register(in catalog: inout Catalog) {
    for (layout, _) in layouts { catalog.layouts[layout.key] = layout }
  }

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO layout
          (source_id, line, ratio_label, ratio_convention, total_layers, attention_layers,
           attention_indices, status, source_text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (item, line) in layouts {
      try statement.execute(arguments: [
        source, line, item.ratio.description, item.ratioConvention.rawValue, item.totalLayers,
        item.attentionLayers, try jsonText(item.attentionIndices), item.status.rawValue,
        item.source,
      ])
    }
  }
}

extension LayerLayout {
  fileprivate var key: Catalog.LayoutKey {
    .init(label: ratio, convention: ratioConvention, totalLayers: totalLayers)
  }

  fileprivate init(_ row: TableRow) throws {
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
}
