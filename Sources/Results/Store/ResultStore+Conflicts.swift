import GRDB

extension ResultStore {
  /// Scores with different values for the same model and metric, then curves that differ between
  /// files, each by model and name.
  /// - Parameter limit: how many of each kind at most.
  public func conflicts(limit: Int = 1000) throws -> [ResultConflict] {
    try file.read { try $0.scoreConflicts(limit) + $0.curveConflicts(limit) }
  }
}

extension Database {
  fileprivate func scoreConflicts(_ limit: Int) throws -> [ResultConflict] {
    let places = try rows(
      """
      SELECT m.name, c.model_id, c.key_id, \(ResultKey.columns)
      FROM (SELECT model_id, key_id FROM score GROUP BY model_id, key_id
        HAVING min(value) <> max(value)) c
      JOIN result_model m ON m.id = c.model_id JOIN result_key k ON k.id = c.key_id
      ORDER BY m.name, \(ResultKey.columns) LIMIT ?
      """, { $0.bind(1, limit) }
    ) { (model: $0.text(0), ids: ($0.int64(1), $0.int64(2)), key: ResultKey($0, from: 3)) }
    return try places.map { place in
      ResultConflict(
        model: place.model, subject: .score(place.key), values: try scoreValues(place.ids))
    }
  }

  private func scoreValues(_ ids: (Int64, Int64)) throws -> [ResultConflict.Value] {
    try rows(
      """
      SELECT value, path, locator FROM score s JOIN result_file f ON f.id = s.file_id
      WHERE model_id = ? AND key_id = ? ORDER BY file_id, turn
      """,
      {
        $0.bind(1, ids.0)
        $0.bind(2, ids.1)
      }
    ) { ResultConflict.Value(value: $0.double(0), path: $0.text(1), locator: $0.text(2)) }
  }

  /// A file's value of a step is its last turn; SQLite takes the other columns of a row with max()
  /// from the row that has it.
  fileprivate func curveConflicts(_ limit: Int) throws -> [ResultConflict] {
    let places = try rows(
      """
      SELECT m.name, s.name, min(step), count(*), model_id, series_id
      FROM (SELECT model_id, series_id, step
        FROM (SELECT model_id, series_id, step, file_id, value, max(turn)
          FROM point GROUP BY model_id, series_id, step, file_id)
        GROUP BY model_id, series_id, step HAVING min(value) <> max(value))
      JOIN result_model m ON m.id = model_id JOIN series s ON s.id = series_id
      GROUP BY model_id, series_id ORDER BY m.name, s.name LIMIT ?
      """, { $0.bind(1, limit) }
    ) {
      (
        model: $0.text(0),
        subject: ResultConflict.Subject.series($0.text(1), step: $0.int(2), count: $0.int(3)),
        ids: ($0.int64(4), $0.int64(5)), step: $0.int64(2)
      )
    }
    return try places.map { place in
      ResultConflict(
        model: place.model, subject: place.subject,
        values: try pointValues(place.ids, place.step))
    }
  }

  private func pointValues(
    _ ids: (Int64, Int64), _ step: Int64
  ) throws -> [ResultConflict.Value] {
    try rows(
      """
      SELECT value, path, max(turn) FROM point p JOIN result_file f ON f.id = p.file_id
      WHERE model_id = ? AND series_id = ? AND step = ? GROUP BY file_id ORDER BY file_id
      """,
      {
        $0.bind(1, ids.0)
        $0.bind(2, ids.1)
        $0.bind(3, step)
      }
    ) { ResultConflict.Value(value: $0.double(0), path: $0.text(1), locator: "") }
  }
}
