import GRDB

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
  static let columns = [
    "model_id", "key_id", "file_id", "turn", "value", "stderr", "n", "locator",
  ]

  func bind(to statement: RawStatement, from first: Int32, turn: Int64) {
    statement.bind(first, model)
    statement.bind(first + 1, key)
    statement.bind(first + 2, file)
    statement.bind(first + 3, turn)
    statement.bind(first + 4, value)
    statement.bind(first + 5, standardError)
    statement.bind(first + 6, n)
    statement.bind(first + 7, locator)
  }

  static let latest = """
    SELECT turn, value, stderr, n FROM score WHERE model_id = ? AND key_id = ? AND file_id = ?
    ORDER BY turn DESC LIMIT 1
    """

  func bindPlace(to statement: RawStatement) {
    statement.bind(1, model)
    statement.bind(2, key)
    statement.bind(3, file)
  }

  func isEqual(toLatest row: RawStatement) -> Bool {
    row.double(1) == value && row.optionalDouble(2) == standardError && row.optionalInt(3) == n
  }
}

extension RawStatement {
  /// Finds what the scores of other files make of one.
  static func otherScores(_ db: Database) throws -> RawStatement {
    try RawStatement(
      db,
      """
      SELECT max(value = ?4) FROM score WHERE model_id = ?1 AND key_id = ?2 AND file_id <> ?3
      """)
  }

  /// For a statement of `otherScores`.
  func novelty(of row: ScoreRow) throws -> Novelty {
    defer { reset() }
    row.bindPlace(to: self)
    bind(4, row.value as Double?)
    return try novelty()
  }
}
