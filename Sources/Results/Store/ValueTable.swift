import GRDB

/// A row of one of the two tables of values.
protocol ValueRow {
  static var table: String { get }
  static var columns: [String] { get }
  /// Binds the row's columns in order, the first as parameter `first`.
  func bind(to statement: RawStatement, from first: Int32, turn: Int64)
  /// Binds what finds the values of the same thing in the same file.
  func bindPlace(to statement: RawStatement)
  /// Finds the greatest turn of a place, with its value.
  static var latest: String { get }
  /// Whether a row of `latest` says the same as this one.
  func isEqual(toLatest row: RawStatement) -> Bool
  var value: Double { get }
}

/// Puts rows into a table of values, many with one statement: a statement for each would take twice
/// the time.
struct ValueTable<Row: ValueRow> {
  private let one: RawStatement
  private let many: RawStatement
  private let latest: RawStatement
  private var waiting: [(row: Row, novelty: Novelty)] = []

  private static var batch: Int { 32 }

  init(_ db: Database) throws {
    let head = "INSERT INTO \(Row.table) (\(Row.columns.joined(separator: ", "))) VALUES "
    let row = "(" + Row.columns.map { _ in "?" }.joined(separator: ", ") + ")"
    one = try RawStatement(db, head + row)
    many = try RawStatement(
      db, head + Array(repeating: row, count: Self.batch).joined(separator: ", "))
    latest = try RawStatement(db, Row.latest)
  }

  /// Takes a row that is to be put in place.
  /// - Parameters:
  ///   - novelty: what other files make of it.
  ///   - note: told of each row that has been put, maybe later: `again` says what an earlier value of
  ///     the same place in the same file makes of it.
  mutating func put(
    _ row: Row, _ novelty: Novelty, _ note: (_ novelty: Novelty, _ again: Novelty?) -> Void
  ) throws {
    waiting.append((row, novelty))
    if waiting.count == Self.batch { try flush(note) }
  }

  /// Puts what waits.
  mutating func flush(_ note: (_ novelty: Novelty, _ again: Novelty?) -> Void) throws {
    defer { waiting.removeAll(keepingCapacity: true) }
    if waiting.count == Self.batch, try insertAll() {
      for item in waiting { note(item.novelty, nil) }
    } else {
      for item in waiting { note(item.novelty, try insert(item.row)) }
    }
  }

  private func insertAll() throws -> Bool {
    var first: Int32 = 1
    for item in waiting {
      item.row.bind(to: many, from: first, turn: 0)
      first += Int32(Row.columns.count)
    }
    return try many.insert()
  }

  private func insert(_ row: Row) throws -> Novelty? {
    row.bind(to: one, from: 1, turn: 0)
    if try one.insert() { return nil }
    defer { latest.reset() }
    row.bindPlace(to: latest)
    guard try latest.step(), !row.isEqual(toLatest: latest) else { return .same }
    row.bind(to: one, from: 1, turn: latest.int64(0) + 1)
    _ = try one.insert()
    return latest.double(1) == row.value ? .same : .conflicting
  }
}
