import GRDB

/// What a value was to the store.
enum Novelty {
  /// Nothing was there for its model and key.
  case new
  /// Another file has the same value.
  case same
  /// What is there has other values only.
  case conflicting
}

/// A row of one of the two tables of values: its place, its turn there, and its content.
protocol ValueRow {
  static var table: String { get }
  /// The columns that say what the value is of and in which file; the file is the last.
  static var place: [String] { get }
  /// The other columns, the value first.
  static var content: [String] { get }
  /// Binds the columns in order, the first as parameter `first`.
  func bindPlace(to statement: RawStatement, from first: Int32)
  func bindContent(to statement: RawStatement, from first: Int32)
  /// Whether a row with turn and content says the same as this one.
  func isEqual(toLatest row: RawStatement) -> Bool
  var value: Double { get }
}

/// Puts rows into a table of values, many with one statement: a statement for each would take twice
/// the time.
struct ValueTable<Row: ValueRow> {
  private let one: RawStatement
  private let many: RawStatement
  private let latest: RawStatement
  private let others: RawStatement
  private var waiting: [(row: Row, novelty: Novelty)] = []

  private static var batch: Int { 32 }
  private static var placeWidth: Int32 { Int32(Row.place.count) }

  init(_ db: Database) throws {
    let columns = Row.place + ["turn"] + Row.content
    let head = "INSERT INTO \(Row.table) (\(columns.joined(separator: ", "))) VALUES "
    let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
    one = try RawStatement(db, head + row)
    many = try RawStatement(
      db, head + Array(repeating: row, count: Self.batch).joined(separator: ", "))
    let place = Row.place.map { "\($0) = ?" }.joined(separator: " AND ")
    latest = try RawStatement(
      db,
      """
      SELECT turn, \(Row.content.joined(separator: ", ")) FROM \(Row.table) WHERE \(place)
      ORDER BY turn DESC LIMIT 1
      """)
    let elsewhere = Row.place.enumerated().map { index, column in
      "\(column) \(index == Row.place.count - 1 ? "<>" : "=") ?\(index + 1)"
    }
    others = try RawStatement(
      db,
      """
      SELECT max(value = ?\(Row.place.count + 1)) FROM \(Row.table)
      WHERE \(elsewhere.joined(separator: " AND "))
      """)
  }

  /// Takes a row that is to be put in place.
  /// - Parameters:
  ///   - isNew: whether no other file can have a value of the same thing.
  ///   - note: told of each row that has been put, maybe later: what other files make of it, and what an
  ///     earlier value of the same place in the same file makes of it.
  mutating func put(
    _ row: Row, isNew: Bool, _ note: (_ novelty: Novelty, _ again: Novelty?) -> Void
  ) throws {
    waiting.append((row, isNew ? .new : try novelty(of: row)))
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

  /// What the values of other files make of a row.
  private func novelty(of row: Row) throws -> Novelty {
    defer { others.reset() }
    row.bindPlace(to: others, from: 1)
    others.bind(Self.placeWidth + 1, row.value as Double?)
    guard try others.step(), !others.isNull(0) else { return .new }
    return others.int(0) == 1 ? .same : .conflicting
  }

  private func insertAll() throws -> Bool {
    for (index, item) in waiting.enumerated() {
      bind(item.row, to: many, from: 1 + Int32(index * (Row.place.count + 1 + Row.content.count)))
    }
    return try many.insert()
  }

  private func insert(_ row: Row) throws -> Novelty? {
    bind(row, to: one)
    if try one.insert() { return nil }
    defer { latest.reset() }
    row.bindPlace(to: latest, from: 1)
    guard try latest.step(), !row.isEqual(toLatest: latest) else { return .same }
    bind(row, to: one, turn: latest.int64(0) + 1)
    _ = try one.insert()
    return latest.double(1) == row.value ? .same : .conflicting
  }

  private func bind(
    _ row: Row, to statement: RawStatement, from first: Int32 = 1, turn: Int64 = 0
  ) {
    row.bindPlace(to: statement, from: first)
    statement.bind(first + Self.placeWidth, turn)
    row.bindContent(to: statement, from: first + Self.placeWidth + 1)
  }
}

/// A row of `score`.
struct ScoreRow: ValueRow {
  var model: Int64
  var key: Int64
  var file: Int64
  var value: Double
  var standardError: Double?
  var n: Int?
  var locator: String

  static let table = "score"
  static let place = ["model_id", "key_id", "file_id"]
  static let content = ["value", "stderr", "n", "locator"]

  func bindPlace(to statement: RawStatement, from first: Int32) {
    statement.bind(first, model)
    statement.bind(first + 1, key)
    statement.bind(first + 2, file)
  }

  func bindContent(to statement: RawStatement, from first: Int32) {
    statement.bind(first, value)
    statement.bind(first + 1, standardError)
    statement.bind(first + 2, n)
    statement.bind(first + 3, locator)
  }

  func isEqual(toLatest row: RawStatement) -> Bool {
    row.double(1) == value && row.optionalDouble(2) == standardError && row.optionalInt(3) == n
  }
}

/// A row of `point`.
struct PointRow: ValueRow {
  var model: Int64
  var series: Int64
  var step: Int64
  var file: Int64
  var value: Double

  static let table = "point"
  static let place = ["model_id", "series_id", "step", "file_id"]
  static let content = ["value"]

  func bindPlace(to statement: RawStatement, from first: Int32) {
    statement.bind(first, model)
    statement.bind(first + 1, series)
    statement.bind(first + 2, step)
    statement.bind(first + 3, file)
  }

  func bindContent(to statement: RawStatement, from first: Int32) { statement.bind(first, value) }

  func isEqual(toLatest row: RawStatement) -> Bool { row.double(1) == value }
}
