import GRDB

@testable import Results

/// A point of a curve with the file that it came from.
struct StoredPoint: Equatable {
  let step: Int
  let value: Double
  let path: String
}

/// Curves as tests look at them.
extension ResultStore {
  /// The names of a run's curves.
  func series(model: String) throws -> [String] {
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
  func points(model: String, series: String) throws -> [StoredPoint] {
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
      ) { StoredPoint(step: $0.int(0), value: $0.double(1), path: $0.text(2)) }
    }
  }
}
