import Core
import Foundation
import GRDBSQLite
import Results

/// A SQLite file of another program, opened for reading alone. SQLite takes no lock, makes no file
/// beside it and believes nothing that its schema says: it is as safe as reading bytes.
final class ForeignDatabase {
  private let connection: OpaquePointer
  private let path: String
  /// Whether another file beside it holds changes that are not yet in the database.
  let hasUnmergedLog: Bool

  private static let magic = Array("SQLite format 3\0".utf8)
  /// The longest text or row that is read.
  private static let longestValue: Int32 = 64 << 20

  /// Whether a file is a SQLite database, by its first bytes.
  static func isDatabase(_ file: ImportFile) -> Bool { file.head.starts(with: magic) }

  /// - Throws: `Fault` where the file cannot be opened.
  init(_ file: ImportFile) throws {
    path = file.path
    let log = try? URL(fileURLWithPath: file.url.path + "-wal")
      .resourceValues(forKeys: [.fileSizeKey])
    hasUnmergedLog = (log?.fileSize ?? 0) > 0
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(
      Self.address(of: file.url), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
    guard status == SQLITE_OK, let opened else {
      sqlite3_close_v2(opened)
      throw Fault("the database cannot be opened", at: path, hint: "check its permissions")
    }
    connection = opened
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.longestValue)
    let checks = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"
    sqlite3_exec(connection, checks, nil, nil, nil)
  }

  deinit { sqlite3_close_v2(connection) }

  /// `immutable` keeps SQLite from locking the file and from making others beside it.
  private static func address(of url: URL) -> String {
    let safe = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "/-._~"))
    let path = url.path.addingPercentEncoding(withAllowedCharacters: safe) ?? url.path
    return "file:\(path)?mode=ro&immutable=1"
  }

  /// The columns of a table; empty where there is no table of this name.
  func columns(of table: String) throws -> Set<String> {
    var names: Set<String> = []
    let sql = """
      SELECT c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
      WHERE s.type = 'table' AND s.name = '\(table)'
      """
    try forEachRow(sql) { names.insert($0.text(0)) }
    return names
  }

  /// Hands over the rows of a query.
  /// - Throws: `Fault` where the database is damaged.
  func forEachRow(_ sql: String, _ body: (ForeignRow) throws -> Void) throws {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement
    else { throw fault }
    defer { sqlite3_finalize(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(ForeignRow(statement: statement))
      case SQLITE_DONE: return
      default: throw fault
      }
    }
  }

  private var fault: Fault {
    Fault(
      "the database cannot be read", at: path,
      found: sqlite3_errmsg(connection).map { String(cString: $0) },
      hint: "it is damaged, or was written while it was read; import a copy of it")
  }
}

/// A row of a query, valid until the next one.
struct ForeignRow {
  fileprivate let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// Nil where the column holds no number.
  func number(_ column: Int32) -> Double? {
    let type = sqlite3_column_type(statement, column)
    guard type == SQLITE_INTEGER || type == SQLITE_FLOAT else { return nil }
    return sqlite3_column_double(statement, column)
  }

  func text(_ column: Int32) -> String {
    withBytes(of: column) { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a text or a blob.
  func withBytes<Value>(
    of column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    let start = sqlite3_column_blob(statement, column)
    let count = Int(sqlite3_column_bytes(statement, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}

/// What the importers of experiment trackers' databases share: names of runs, points, what is left out.
struct RunTally {
  var notes = ImportNotes()
  /// Points that were handed over.
  private(set) var points = 0
  private var names: [String: String] = [:]
  private var uses: [String: Int] = [:]
  private var budget = NameBudget()

  /// What to call a run. Runs of one name are numbered, in the order in which they come.
  /// - Throws: `Fault` where the names of all runs are too long to keep in mind.
  mutating func name(of id: String, called name: String, at path: String) throws -> String {
    if let known = names[id] { return known }
    guard budget.takes(id.nameBytes + name.nameBytes) else {
      throw Fault("the file has too many runs", at: path, hint: "import its projects one by one")
    }
    let said = name.isEmpty ? id : name
    let count = uses[said, default: 0] + 1
    uses[said] = count
    if count == 2 {
      notes.add("runs of one name: the later ones are numbered", at: said.clipped)
    }
    let result = count == 1 ? said : "\(said) #\(count)"
    names[id] = result
    return result
  }

  /// Hands over a value, or notes why not.
  mutating func point(
    _ cell: NumberCell, _ series: String, _ step: Int, of run: String, at place: String,
    _ take: ImportSink
  ) throws {
    guard let value = notes.number(cell, of: series, at: place) else { return }
    points += 1
    try take(.point(run, series, step, value, at: place))
  }

  /// Notes what a database of a program that is running may hold back.
  mutating func note(_ database: ForeignDatabase) {
    guard database.hasUnmergedLog else { return }
    notes.add(
      "the file with -wal beside the database holds newer rows, which are not read: "
        + "stop the program that writes them and import the database again")
  }

  /// - Throws: `Fault` where nothing was handed over.
  func summary(of file: ImportFile, _ what: String) throws -> ImportSummary {
    guard points > 0 else { throw notes.nothingTaken(at: file.path, expected: what) }
    return ImportSummary(warnings: notes.warnings)
  }
}
