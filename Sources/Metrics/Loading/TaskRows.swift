import Core
import GRDB

/// What is known of the tasks.
struct TaskRows: DataRows {
  static let header = ["key", "display", "suite", "items", "source"]

  let tasks: [(task: TaskInfo, line: Int)]
  var count: Int { tasks.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("key")
    tasks = try rows.map { row in
      let task = TaskInfo(
        key: try row.text("key"), display: try row.text("display"), suite: try row.text("suite"),
        items: try row.natural("items", atLeast: 1), source: row["source"])
      guard task.items == nil || !task.source.isEmpty else {
        throw row.fault("source", "is empty", expected: "where the number of items was read")
      }
      return (task, row.line)
    }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO task (source_id, line, key, display, suite, items, source_text)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    for (task, line) in tasks {
      try statement.execute(arguments: [
        source, line, task.key, task.display, task.suite, task.items, task.source,
      ])
    }
  }
}

extension [TableRow] {
  /// Throws where two rows have the same text in a column.
  func checkUnique(_ column: String) throws {
    var lines: [String: Int] = [:]
    for row in self {
      if let line = lines.updateValue(row.line, forKey: try row.text(column)) {
        throw row.fault(column, "repeats line \(line)")
      }
    }
  }
}
