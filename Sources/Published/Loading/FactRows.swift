import GRDB
import Storage

/// What a kind of data file can do. A new kind conforms to this and takes a line in `DataKind`; one whose
/// rows are facts conforms to `TableFact` instead.
protocol DataRows: Sendable {
  /// The tables of the store that this kind brings with it. One that has been released is never changed.
  static var tables: [Schema.Step] { get }
  /// Whether a file of this kind has to name the work that it was read from.
  static var isCited: Bool { get }
  /// Reads a file strictly, with what files of earlier kinds have said.
  init(_ content: FileContent, knowing catalog: Catalog) throws
  /// How many records were read.
  var count: Int { get }
  /// Adds what later files may refer to.
  func register(in catalog: inout Catalog)
  /// Puts the records into the store under the id of their source.
  func insert(into db: Database, source: Int64) throws
}

extension DataRows {
  static var tables: [Schema.Step] { [] }
  static var isCited: Bool { true }
  func register(in catalog: inout Catalog) {}
}

/// A row of a CSV file that becomes a row of a table of the store.
protocol TableFact: Sendable {
  /// The columns of the file.
  static var header: [String] { get }
  /// The table of the store.
  static var table: String { get }
  /// What makes the table, for a kind that the schema of the store does not have already.
  static var tables: [Schema.Step] { get }
  /// Whether a file has to name the work that it was read from.
  static var isCited: Bool { get }
  /// The columns of the table besides the source's id and the line.
  static var columns: [String] { get }
  /// Reads a row of the file.
  init(_ row: TableRow, knowing catalog: Catalog) throws
  /// What no two rows share: the column that errors name, and the values.
  var keys: [(column: String, key: [String])] { get }
  /// The values of the table's columns.
  func values() throws -> [(any DatabaseValueConvertible)?]
  /// Adds what later files may refer to.
  func register(in catalog: inout Catalog)
}

extension TableFact {
  static var tables: [Schema.Step] { [] }
  static var isCited: Bool { true }
  func register(in catalog: inout Catalog) {}
}

/// A file of facts.
struct FactRows<Fact: TableFact>: DataRows {
  static var tables: [Schema.Step] { Fact.tables }
  static var isCited: Bool { Fact.isCited }

  let facts: [(fact: Fact, line: Int)]
  var count: Int { facts.count }

  init(_ content: FileContent, knowing catalog: Catalog) throws {
    var lines: [[String]: Int] = [:]
    facts = try Table(content, header: Fact.header).rows.map { row in
      let fact = try Fact(row, knowing: catalog)
      for (column, key) in fact.keys {
        if let line = lines.updateValue(row.line, forKey: [column] + key) {
          throw row.fault(column, "repeats line \(line)")
        }
      }
      return (fact, row.line)
    }
  }

  func register(in catalog: inout Catalog) {
    for (fact, _) in facts { fact.register(in: &catalog) }
  }

  func insert(into db: Database, source: Int64) throws {
    let columns = ["source_id", "line"] + Fact.columns
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO \(Fact.table) (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """)
    for (fact, line) in facts {
      let place: [(any DatabaseValueConvertible)?] = [source, line]
      try statement.execute(arguments: StatementArguments(place + fact.values()))
    }
  }
}
