import Core
import GRDB

/// The update rules of the families.
struct UpdateRows: DataRows {
  static let header = ["family", "update", "readout"]

  let rules: [(rule: UpdateRule, line: Int)]
  var count: Int { rules.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("family")
    rules = try rows.map { row in
      _ = try catalog.family(row["family"], of: row, column: "family")
      let rule = UpdateRule(
        family: row["family"], update: try row.text("update"), readout: try row.text("readout"),
        provenance: row.place)
      return (rule, row.line)
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO update_rule (source_id, line, family, update_text, readout)
        VALUES (?, ?, ?, ?, ?)
        """)
    for (rule, line) in rules {
      try statement.execute(arguments: [source, line, rule.family, rule.update, rule.readout])
    }
  }
}
