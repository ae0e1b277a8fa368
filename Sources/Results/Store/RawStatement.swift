import Core
import GRDB
import GRDBSQLite

/// A prepared statement that is bound and stepped without going through GRDB's values, which would
/// cost several times what a row does. Text keeps its NUL bytes.
package final class RawStatement {
  private let statement: Statement
  private let pointer: OpaquePointer

  /// Tells SQLite to copy a text while it is bound.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  init(_ db: Database, _ sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    pointer = statement.sqliteStatement
  }

  /// Readies it for its next use.
  func reset() { sqlite3_reset(pointer) }

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }

  func bind(_ index: Int32, _ value: Int?) {
    guard let value else { return bindNull(index) }
    sqlite3_bind_int64(pointer, index, Int64(value))
  }

  func bind(_ index: Int32, _ value: Double?) {
    guard let value else { return bindNull(index) }
    sqlite3_bind_double(pointer, index, value)
  }

  package func bind(_ index: Int32, _ value: String?) {
    guard var value else { return bindNull(index) }
    value.withUTF8 { bytes in
      // A null pointer would be bound as NULL.
      guard let start = bytes.baseAddress else {
        sqlite3_bind_text(pointer, index, "", 0, Self.copied)
        return
      }
      start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        _ = sqlite3_bind_text(pointer, index, $0, Int32(bytes.count), Self.copied)
      }
    }
  }

  private func bindNull(_ index: Int32) { sqlite3_bind_null(pointer, index) }

  /// Goes to the next row; false where there is none.
  func step() throws -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure
    }
  }

  /// Runs an insert and resets it.
  /// - Returns: false where a row with this primary key is there already.
  func insert() throws -> Bool {
    defer { reset() }
    if sqlite3_step(pointer) == SQLITE_DONE { return true }
    guard sqlite3_extended_errcode(sqlite3_db_handle(pointer)) == Self.primaryKeyTaken else {
      throw failure
    }
    return false
  }

  /// SQLITE_CONSTRAINT_PRIMARYKEY, a macro that Swift does not see.
  private static let primaryKeyTaken = SQLITE_CONSTRAINT | 6 << 8

  private var failure: DatabaseError {
    let connection = sqlite3_db_handle(pointer)
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: sqlite3_errmsg(connection).map { String(cString: $0) })
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }

  /// A number of things; nil where the store holds one that none can be.
  package func count(_ column: Int32) -> Int? {
    optionalInt(column).flatMap { NumberBounds.counts.contains($0) ? $0 : nil }
  }

  func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

  package func double(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

  package func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }

  package func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(pointer, column) else { return "" }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}

extension Database {
  /// All rows of a query, taken apart by `row`.
  package func rows<Value>(
    _ sql: String, _ bind: (RawStatement) -> Void = { _ in },
    _ row: (RawStatement) throws -> Value
  ) throws -> [Value] {
    let statement = try RawStatement(self, sql)
    bind(statement)
    var values: [Value] = []
    while try statement.step() { values.append(try row(statement)) }
    return values
  }
}
