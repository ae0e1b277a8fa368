import Core
import GRDB
import Storage

/// The paper's figures and tables under both numberings.
struct ExhibitRows: DataRows {
  static let header = ["v2", "v1", "title", "items", "note"]

  let exhibits: [(exhibit: Exhibit, line: Int)]
  var count: Int { exhibits.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("v2")
    try rows.checkUnique("v1")
    exhibits = try rows.map { (try Exhibit($0), $0.line) }
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

extension Exhibit {
  fileprivate init(_ row: TableRow) throws {
    guard try row.exhibitKind("v1") == row.exhibitKind("v2") else {
      throw row.fault("v1", "is of another kind than v2", expected: "a \(row["v2"].prefix(5))")
    }
    let note = row["note"]
    self.init(
      v2: row["v2"], v1: row["v1"], title: try row.text("title"),
      items: try row.reportItems(orNote: note), note: note, provenance: row.place)
  }
}

extension TableRow {
  /// The first word of `Figure 3` or `Table 3`.
  fileprivate func exhibitKind(_ column: String) throws -> Substring {
    let words = self[column].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, ["Figure", "Table"].contains(words[0]),
      let number = StrictNumber.natural(String(words[1])), number > 0
    else { throw fault(column, "names no exhibit", expected: "Figure or Table and a number") }
    return words[0]
  }

  /// What covers an exhibit; where nothing does, the note has to say why.
  fileprivate func reportItems(orNote note: String) throws -> [String] {
    let items = list("items")
    let hasGoodItems = items.allSatisfy { item in
      ["figure:", "table:"].contains { item.hasPrefix($0) && item.count > $0.count }
    }
    guard hasGoodItems else {
      throw fault("items", "is not a list of report items", expected: "figure:ID;table:ID")
    }
    guard !items.isEmpty || !note.isEmpty else {
      throw fault("items", "is empty", expected: "report items, or a note that says why none")
    }
    return items
  }
}
