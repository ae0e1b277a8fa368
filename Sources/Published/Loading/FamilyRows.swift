import Core
import GRDB
import Storage

/// The families of token mixers.
struct FamilyRows: DataRows {
  static let header = [
    "key", "display", "generation", "state", "role", "position", "aliases", "source",
  ]

  let families: [(family: Family, line: Int)]
  var count: Int { families.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var lines: [String: Int] = [:]
    families = try Table(content, header: Self.header).rows.map { row in
      let family = try Family(row, catalog)
      if let line = lines.updateValue(row.line, forKey: family.key) {
        throw row.fault("key", "occurs twice", expected: "another key than line \(line)")
      }
      return (family, row.line)
    }
  }

  func register(in catalog: inout Catalog) {
    for (family, _) in families { catalog.families[family.key] = family }
  }

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO family
          (source_id, line, key, display, generation, state, role, position, aliases, reference)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (item, line) in families {
      try statement.execute(arguments: [
        source, line, item.key, item.display, item.generation, item.state, item.role.rawValue,
        item.position, try jsonText(item.aliases), item.reference,
      ])
    }
  }
}

extension Family {
  fileprivate init(_ row: TableRow, _ catalog: Catalog) throws {
    let states = ["vector", "matrix", "kv-cache", ""]
    guard states.contains(row["state"]) else {
      throw row.fault(
        "state", "is not one of the known words", expected: "vector, matrix, kv-cache")
    }
    guard catalog.references.contains(row["source"]) else {
      throw row.fault("source", "is not the key of a reference")
    }
    self.init(
      key: try row.text("key"), display: try row.text("display"),
      generation: try row.natural("generation", atLeast: 1),
      state: row["state"].isEmpty ? nil : row["state"],
      role: try row.choice("role", of: Role.self),
      position: try row.requiredNatural("position", atLeast: 1),
      aliases: row.list("aliases"), reference: row["source"])
  }
}
