import GRDB

/// A value as a table holds it.
struct ResultValue: Equatable {
  var value: Double
  var standardError: Double?
  var n: Int?
}

/// What a value was to the store.
enum Novelty {
  /// Nothing was there for its model and key.
  case new
  /// Another file has the same value.
  case same
  /// What is there has other values only.
  case conflicting
}

/// The statements that put values into one of the two tables. Both are alike: a place of three
/// integers, of which the last is the file in scores and the step in points.
struct ScoreTable {
  private let insert: RawStatement
  private let latest: RawStatement
  private let others: RawStatement

  init(_ db: Database) throws {
    insert = try RawStatement(
      db,
      """
      INSERT INTO score (model_id, key_id, file_id, turn, value, stderr, n, locator)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    latest = try RawStatement(
      db,
      """
      SELECT turn, value, stderr, n FROM score WHERE model_id = ? AND key_id = ? AND file_id = ?
      ORDER BY turn DESC LIMIT 1
      """)
    others = try RawStatement(
      db,
      """
      SELECT max(value = ?3) FROM score WHERE model_id = ?1 AND key_id = ?2 AND file_id <> ?4
      """)
  }

  /// Puts a value in place.
  /// - Returns: what an earlier value of the same place in the same file makes of it; nil where there
  ///   was none.
  func put(
    _ value: ResultValue, model: Int64, key: Int64, file: Int64, locator: String
  ) throws -> Novelty? {
    bind(model, key, file, turn: 0, value, locator)
    if try insert.insert() { return nil }
    defer { latest.reset() }
    latest.bind(1, model)
    latest.bind(2, key)
    latest.bind(3, file)
    guard try latest.step() else { return nil }
    let earlier = ResultValue(
      value: latest.double(1), standardError: latest.optionalDouble(2), n: latest.optionalInt(3))
    guard earlier != value else { return .same }
    bind(model, key, file, turn: latest.int64(0) + 1, value, locator)
    _ = try insert.insert()
    return earlier.value == value.value ? .same : .conflicting
  }

  /// What the values of other files make of this one.
  func compare(_ value: Double, model: Int64, key: Int64, file: Int64) throws -> Novelty {
    defer { others.reset() }
    others.bind(1, model)
    others.bind(2, key)
    others.bind(3, value)
    others.bind(4, file)
    return try others.novelty()
  }

  private func bind(
    _ model: Int64, _ key: Int64, _ file: Int64, turn: Int64, _ value: ResultValue,
    _ locator: String
  ) {
    insert.bind(1, model)
    insert.bind(2, key)
    insert.bind(3, file)
    insert.bind(4, turn)
    insert.bind(5, value.value)
    insert.bind(6, value.standardError)
    insert.bind(7, value.n)
    insert.bind(8, locator)
  }
}

/// The statements that put points into their table.
struct PointTable {
  private let insert: RawStatement
  private let latest: RawStatement
  private let others: RawStatement

  init(_ db: Database) throws {
    insert = try RawStatement(
      db,
      """
      INSERT INTO point (model_id, series_id, step, file_id, turn, value) VALUES (?, ?, ?, ?, ?, ?)
      """)
    latest = try RawStatement(
      db,
      """
      SELECT turn, value FROM point WHERE model_id = ? AND series_id = ? AND step = ? AND file_id = ?
      ORDER BY turn DESC LIMIT 1
      """)
    others = try RawStatement(
      db,
      """
      SELECT max(value = ?5) FROM point WHERE model_id = ?1 AND series_id = ?2 AND step = ?3
        AND file_id <> ?4
      """)
  }

  /// Puts a value in place; see `ScoreTable.put`.
  func put(
    _ value: Double, model: Int64, series: Int64, step: Int64, file: Int64
  ) throws -> Novelty? {
    bind(insert, model, series, step, file)
    insert.bind(5, Int64(0))
    insert.bind(6, value)
    if try insert.insert() { return nil }
    defer { latest.reset() }
    bind(latest, model, series, step, file)
    guard try latest.step() else { return nil }
    guard latest.double(1) != value else { return .same }
    insert.bind(5, latest.int64(0) + 1)
    _ = try insert.insert()
    return .conflicting
  }

  /// What the values of other files make of this one.
  func compare(
    _ value: Double, model: Int64, series: Int64, step: Int64, file: Int64
  ) throws -> Novelty {
    defer { others.reset() }
    bind(others, model, series, step, file)
    others.bind(5, value)
    return try others.novelty()
  }

  private func bind(
    _ statement: RawStatement, _ model: Int64, _ series: Int64, _ step: Int64, _ file: Int64
  ) {
    statement.bind(1, model)
    statement.bind(2, series)
    statement.bind(3, step)
    statement.bind(4, file)
  }
}

extension RawStatement {
  /// Reads one row with whether any value is equal; NULL where there is no value.
  fileprivate func novelty() throws -> Novelty {
    guard try step(), !isNull(0) else { return .new }
    return int(0) == 1 ? .same : .conflicting
  }
}
