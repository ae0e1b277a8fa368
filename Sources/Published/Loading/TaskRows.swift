import Core
import GRDB

/// What is known of the tasks.
struct TaskRows: DataRows {
  static let header = ["key", "display", "suite", "items", "chance", "source"]

  let tasks: [(task: TaskInfo, line: Int)]
  var count: Int { tasks.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    let rows = try Table(content, header: Self.header).rows
    try rows.checkUnique("key")
    tasks = try rows.map { (try TaskInfo($0), $0.line) }
  }

  func register(in catalog: inout Catalog) {}

  func insert(into db: Database, source: Int64) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO task (source_id, line, key, display, suite, items, chance, source_text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (task, line) in tasks {
      try statement.execute(arguments: [
        source, line, task.key, task.display, task.suite, task.items, task.chance, task.source,
      ])
    }
  }
}

extension TaskInfo {
  fileprivate init(_ row: TableRow) throws {
    self.init(
      key: try row.text("key"), display: try row.text("display"), suite: try row.text("suite"),
      items: try row.natural("items", atLeast: 1), chance: try row.decimal("chance")?.value,
      source: row["source"])
    if let chance, chance <= 0 || chance >= 1 {
      throw row.fault("chance", "is out of range", expected: "above 0 and below 1")
    }
    guard items == nil || !source.isEmpty else {
      throw row.fault("source", "is empty", expected: "where the number of items was read")
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
