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
  /// The file's format.
  public let format: String
  /// Which evaluation of the model the file tells of; empty where it does not say.
  public let evaluation: String
}

/// A point of a curve with the file that it came from.
public struct ResultPoint: Sendable, Equatable {
  public let step: Int
  public let value: Double
  public let path: String
}

/// How many models have a score of one kind.
public struct ResultCoverage: Sendable, Equatable {
  public let key: ResultKey
  public let models: Int
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
