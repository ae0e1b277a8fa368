import GRDB
import Storage

extension ResultStore {
  /// The imported files, in the order in which they came.
  public func files() throws -> [ResultFile] {
    try file.read { db in
      try db.rows(
        "SELECT path, format, version, sha256, records, warnings FROM result_file ORDER BY id"
      ) { row in
        ResultFile(
          path: row.text(0), format: row.text(1), version: row.text(2), sha256: row.text(3),
          records: row.int(4), warnings: try jsonList(row.text(5), of: String.self))
      }
    }
  }

  /// All models and runs, by name.
  public func models() throws -> [ResultModel] {
    try file.read { db in
      try db.rows(
        """
        SELECT name, (SELECT count(*) FROM score WHERE model_id = m.id),
          (SELECT count(*) FROM point WHERE model_id = m.id)
        FROM result_model m ORDER BY name
        """
      ) { ResultModel(name: $0.text(0), scores: $0.int(1), points: $0.int(2)) }
    }
  }

  /// A model's scores from all files, by task, metric and file.
  public func scores(model: String) throws -> [ResultScore] {
    try file.read { db in
      try db.rows(
        """
        SELECT \(ResultKey.columns), value, stderr, n, locator, path, format, evaluation
        FROM score s JOIN result_key k ON k.id = s.key_id JOIN result_file f ON f.id = s.file_id
        WHERE model_id = (SELECT id FROM result_model WHERE name = ?)
        ORDER BY \(ResultKey.columns), s.file_id, turn
        """, { $0.bind(1, model) }
      ) { ResultScore($0, model: model) }
    }
  }

  /// The names of a run's curves.
  public func series(model: String) throws -> [String] {
    try file.read { db in
      try db.rows(
        """
        SELECT s.name FROM series s JOIN result_model m ON m.name = ?
        WHERE EXISTS (SELECT 1 FROM point WHERE model_id = m.id AND series_id = s.id)
        ORDER BY s.name
        """, { $0.bind(1, model) }
      ) { $0.text(0) }
    }
  }

  /// A curve, by step and file; where a file has a step again, the last time counts.
  public func points(model: String, series: String) throws -> [ResultPoint] {
    try file.read { db in
      try db.rows(
        """
        SELECT step, value, path FROM point p JOIN result_file f ON f.id = p.file_id
        WHERE model_id = (SELECT id FROM result_model WHERE name = ?)
          AND series_id = (SELECT id FROM series WHERE name = ?)
          AND NOT EXISTS (SELECT 1 FROM point q WHERE q.model_id = p.model_id
            AND q.series_id = p.series_id AND q.step = p.step AND q.file_id = p.file_id
            AND q.turn > p.turn)
        ORDER BY step, p.file_id
        """,
        {
          $0.bind(1, model)
          $0.bind(2, series)
        }
      ) { ResultPoint(step: $0.int(0), value: $0.double(1), path: $0.text(2)) }
    }
  }

  /// How many models have a score of each kind, by task and metric.
  public func coverage() throws -> [ResultCoverage] {
    try file.read { db in
      try db.rows(
        """
        SELECT \(ResultKey.columns), count(DISTINCT model_id)
        FROM score s JOIN result_key k ON k.id = s.key_id GROUP BY k.id ORDER BY \(ResultKey.columns)
        """
      ) { ResultCoverage(key: ResultKey($0, from: 0), models: $0.int(ResultKey.width)) }
    }
  }
}

extension ResultScore {
  fileprivate init(_ row: RawStatement, model: String) {
    let (key, width) = (ResultKey(row, from: 0), ResultKey.width)
    self.init(
      score: ScoreRecord(
        model: model, task: key.task, metric: key.metric, filter: key.filter, shots: key.shots,
        taskVersion: key.taskVersion, settings: key.settings, seed: key.seed,
        value: row.double(width), unit: key.unit, standardError: row.optionalDouble(width + 1),
        n: row.count(width + 2), higherIsBetter: key.higherIsBetter,
        locator: row.text(width + 3)), path: row.text(width + 4), format: row.text(width + 5),
      evaluation: row.text(width + 6))
  }
}
