import GRDB
import Storage

/// A model or run with what the store has of it.
public struct ResultModel: Sendable, Equatable {
  public let name: String
  /// Scores, those that several files have counted once for each.
  public let scores: Int
  /// Points of curves, counted alike.
  public let points: Int
}

/// A score with the file that it came from.
public struct ResultScore: Sendable, Equatable {
  public internal(set) var score: ScoreRecord
  public let path: String
  /// The file's format, and which version of it.
  public let format: String
  public internal(set) var version = ""
  /// Which evaluation of the model the file tells of; empty where it does not say.
  public let evaluation: String
}

/// Values that contradict one another.
public struct ResultConflict: Sendable, Equatable {
  /// One of the values and its place.
  public struct Value: Sendable, Equatable {
    public let value: Double
    public let path: String
    /// Where in the file; empty for points.
    public let locator: String
  }

  public enum Subject: Sendable, Equatable {
    case score(ResultKey)
    /// A curve that differs at `count` steps, first at `step`.
    case series(String, step: Int, count: Int)
  }

  public let model: String
  public let subject: Subject
  /// Ordered by file; for a curve those of its first step.
  public let values: [Value]
}

/// A file that was imported.
public struct ResultFile: Sendable, Equatable {
  public let path: String
  public let format: String
  public let version: String
  public let sha256: String
  /// Scores and points that it held.
  public let records: Int
  public let warnings: [String]
}

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
        SELECT \(ResultKey.columns), value, stderr, n, locator, path, format, version, evaluation
        FROM score s JOIN result_key k ON k.id = s.key_id JOIN result_file f ON f.id = s.file_id
        WHERE model_id = (SELECT id FROM result_model WHERE name = ?)
        ORDER BY \(ResultKey.columns), s.file_id, turn
        """, { $0.bind(1, model) }
      ) { ResultScore($0, model: model) }
    }
  }
}

extension ResultScore {
  fileprivate init(_ row: RawStatement, model: String) {
    let width = ResultKey.width
    self.init(
      score: ScoreRecord(
        model: model, key: ResultKey(row, from: 0), value: row.double(width),
        standardError: row.optionalDouble(width + 1), n: row.count(width + 2),
        locator: row.text(width + 3)), path: row.text(width + 4), format: row.text(width + 5),
      version: row.text(width + 6), evaluation: row.text(width + 7))
  }
}
