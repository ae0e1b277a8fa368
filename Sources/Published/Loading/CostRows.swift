import Core
import GRDB
import Storage

/// What token mixers cost.
struct CostRows: DataRows {
  static let header = ["mixer", "families", "state", "flops_per_token", "passes", "complexity"]

  let costs: [(cost: MixerCost, line: Int)]
  var count: Int { costs.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var lines: [String: Int] = [:]
    costs = try Table(content, header: Self.header).rows.map { row in
      let cost = try MixerCost(row, catalog)
      if let line = lines.updateValue(row.line, forKey: cost.mixer) {
        throw row.fault("mixer", "repeats line \(line)")
      }
      return (cost, row.line)
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO cost
          (source_id, line, mixer, families, state, flops_per_token, passes, complexity)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (item, line) in costs {
      try statement.execute(arguments: [
        source, line, item.mixer, try jsonText(item.families), item.state, item.flopsPerToken,
        item.passes, item.complexity,
      ])
    }
  }
}

extension MixerCost {
  fileprivate init(_ row: TableRow, _ catalog: Catalog) throws {
    let families = row.list("families")
    for key in families { _ = try catalog.family(key, of: row, column: "families") }
    self.init(
      mixer: try row.text("mixer"), families: families, state: try row.text("state"),
      flopsPerToken: try row.text("flops_per_token"),
      passes: try row.natural("passes", atLeast: 1), complexity: try row.text("complexity"),
      provenance: row.place)
  }
}
