import Core
import GRDB
import Storage

/// What the paper's averages are made of.
struct AverageRows: DataRows {
  static let header = ["average", "part", "tasks", "metrics", "source"]

  let parts: [(average: String, part: AverageDefinition.Part, line: Int)]
  var count: Int { parts.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    parts = try rows.map { row in
      let part = AverageDefinition.Part(
        name: try row.text("part"), tasks: try row.names("tasks"),
        metrics: try row.names("metrics"), source: try row.text("source"))
      return (try row.text("average"), part, row.line)
    }
    for (index, row) in rows.enumerated() {
      let isRepeated = parts[..<index].contains {
        $0.average == parts[index].average && $0.part.name == parts[index].part.name
      }
      if isRepeated { throw row.fault("part", "stands twice in its average") }
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO average_part (source_id, line, average, part, tasks, metrics, source_text)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    for (average, part, line) in parts {
      try statement.execute(arguments: [
        source, line, average, part.name, try jsonText(part.tasks), try jsonText(part.metrics),
        part.source,
      ])
    }
  }
}

extension TableRow {
  /// Names between semicolons, one at least.
  fileprivate func names(_ column: String) throws -> [String] {
    let names = try text(column).split(separator: ";", omittingEmptySubsequences: false)
      .map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }) else {
      throw fault(column, "has an empty name", expected: "names with semicolons between")
    }
    return names
  }
}
