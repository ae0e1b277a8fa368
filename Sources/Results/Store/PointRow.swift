import GRDB

/// A row of `point`.
struct PointRow: ValueRow {
  var model: Int64
  var series: Int64
  var step: Int64
  var file: Int64
  var value: Double

  static let table = "point"
  static let columns = ["model_id", "series_id", "step", "file_id", "turn", "value"]

  func bind(to statement: RawStatement, from first: Int32, turn: Int64) {
    statement.bind(first, model)
    statement.bind(first + 1, series)
    statement.bind(first + 2, step)
    statement.bind(first + 3, file)
    statement.bind(first + 4, turn)
    statement.bind(first + 5, value)
  }

  static let latest = """
    SELECT turn, value FROM point WHERE model_id = ? AND series_id = ? AND step = ? AND file_id = ?
    ORDER BY turn DESC LIMIT 1
    """

  func bindPlace(to statement: RawStatement) {
    statement.bind(1, model)
    statement.bind(2, series)
    statement.bind(3, step)
    statement.bind(4, file)
  }

  func isEqual(toLatest row: RawStatement) -> Bool { row.double(1) == value }
}

extension RawStatement {
  /// Finds what the points of other files make of one.
  static func otherPoints(_ db: Database) throws -> RawStatement {
    try RawStatement(
      db,
      """
      SELECT max(value = ?5) FROM point WHERE model_id = ?1 AND series_id = ?2 AND step = ?3
        AND file_id <> ?4
      """)
  }

  /// For a statement of `otherPoints`.
  func novelty(of row: PointRow) throws -> Novelty {
    defer { reset() }
    row.bindPlace(to: self)
    bind(5, row.value as Double?)
    return try novelty()
  }
}
