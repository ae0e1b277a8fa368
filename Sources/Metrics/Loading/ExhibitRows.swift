import Core
import GRDB

/// The paper's figures and tables under both numberings.
struct ExhibitRows: DataRows {
  static let header = ["v2", "v1", "title", "items", "note"]

  let exhibits: [(exhibit: Exhibit, line: Int)]
  var count: Int { exhibits.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("v2")
    try rows.checkUnique("v1")
    exhibits = try rows.map { row in
      let items = row.list("items")
      guard items.allSatisfy({ $0.hasPrefix("figure:") || $0.hasPrefix("table:") }) else {
        throw row.fault("items", "is no list of report items", expected: "figure:ID;table:ID")
      }
      let exhibit = Exhibit(
        v2: row["v2"], v1: row["v1"], title: try row.text("title"), items: items,
        note: row["note"], provenance: row.place)
      return (exhibit, row.line)
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO exhibit (source_id, line, v2, v1, title, items, note)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    for (exhibit, line) in exhibits {
      try statement.execute(arguments: [
        source, line, exhibit.v2, exhibit.v1, exhibit.title, try jsonText(exhibit.items),
        exhibit.note,
      ])
    }
  }
}
