import Core
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

  private func pointValues(_ ids: (Int64, Int64), _ step: Int64) throws -> [ResultConflict.Value] {
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

/// Two values of a model for one task and metric, and what they differ in.
public struct ScoreDisagreement: Sendable, Equatable {
  public let model: String
  public let task: String
  public let metric: String
  /// Two values, and the places where they stand.
  public let values: [ResultConflict.Value]
  /// What was measured differently: `shots`, `limit`...; empty where the files state no difference, so that
  /// the values contradict each other.
  public let differences: [String]

  /// In words: `limit: 10, not said`.
  public let words: String
}

extension ResultStore {
  /// Values of a model that differ for the same task, metric and filter, by model and task: those that
  /// contradict each other, and those that were not measured alike. Repetitions with other seeds do neither.
  /// - Parameters:
  ///   - models: the models to look at; all where nil
  ///   - limit: how many at most
  public func disagreements(models: [String]? = nil, limit: Int = 1000) throws
    -> [ScoreDisagreement]
  {
    var found: [ScoreDisagreement] = []
    for model in try models ?? contestedModels() {
      guard found.count < limit else { break }
      let scores = Evaluations.merged(try scores(model: model))
      found += Disagreements(scores).all
    }
    return Array(found.prefix(limit))
  }

  /// The models that some files and others beside them speak of, by name: only of these can an import have
  /// brought in a value that differs from what was there.
  public func sharedModels(ofFiles ids: [Int64]) throws -> [String] {
    try file.read { db in
      let shared = Dictionary(
        uniqueKeysWithValues: try db.rows(
          """
          SELECT id, name FROM result_model
          WHERE id IN (SELECT model_id FROM file_model GROUP BY model_id HAVING count(*) > 1)
          """
        ) { ($0.int64(0), $0.text(1)) })
      var names: Set<String> = []
      for id in ids {
        let models = try db.rows(
          "SELECT model_id FROM file_model WHERE file_id = ?", { $0.bind(1, id) }
        ) { $0.int64(0) }
        names.formUnion(models.compactMap { shared[$0] })
      }
      return names.sorted()
    }
  }

  /// The models that have different values for one task and metric, by name.
  private func contestedModels() throws -> [String] {
    try file.read { db in
      try db.rows(
        """
        SELECT DISTINCT name FROM (
          SELECT model_id FROM score JOIN result_key k ON k.id = key_id
          GROUP BY model_id, task, metric, filter HAVING min(value) <> max(value))
        JOIN result_model m ON m.id = model_id ORDER BY name
        """
      ) { $0.text(0) }
    }
  }
}

/// The disagreements of one model's scores.
private struct Disagreements {
  private struct Subject: Hashable {
    let task, metric, filter: String
  }

  let all: [ScoreDisagreement]

  init(_ scores: [ResultScore]) {
    let groups = Dictionary(grouping: scores) {
      Subject(task: $0.score.task, metric: $0.score.metric, filter: $0.score.filter)
    }
    all = groups.sorted { Self.order($0.key).lexicographicallyPrecedes(Self.order($1.key)) }
      .flatMap { Self.pairs($0.value) }
  }

  private static func order(_ subject: Subject) -> [String] {
    [subject.task, subject.metric, subject.filter]
  }

  /// The first value with each that differs from it, one for each way of measuring.
  private static func pairs(_ scores: [ResultScore]) -> [ScoreDisagreement] {
    guard let first = scores.first else { return [] }
    var seen: Set<SeriesKey> = []
    return scores.dropFirst().compactMap { other in
      guard other.measured != first.measured, !first.repeats(other),
        seen.insert(other.key).inserted
      else { return nil }
      return ScoreDisagreement(first, other)
    }
  }
}

extension ResultScore {
  fileprivate var key: SeriesKey { SeriesKey(scale: "", ResultKey(score)) }

  /// The value as a fraction where it is a share.
  fileprivate var measured: Double { score.unit == .percent ? score.value / 100 : score.value }

  /// Whether both say the same but for the seed.
  fileprivate func repeats(_ other: ResultScore) -> Bool {
    guard let seed = score.seed, let another = other.score.seed else { return false }
    return seed != another && key == other.key
  }
}

extension ScoreDisagreement {
  fileprivate init(_ a: ResultScore, _ b: ResultScore) {
    (model, task, metric) = (a.score.model, a.score.task, a.score.metric)
    values = [a, b].map {
      ResultConflict.Value(value: $0.score.value, path: $0.path, locator: $0.score.locator)
    }
    differences = a.key.differences(from: b.key)
    words =
      differences.isEmpty
      ? "nothing that the files state"
      : differences.map { "\($0): \(a.key.said(of: $0)), \(b.key.said(of: $0))" }
        .joined(separator: "; ")
  }
}

extension SeriesKey {
  /// What the key says of one of its `differences`.
  fileprivate func said(of name: String) -> String {
    let value: String? =
      switch name {
      case "filter": filter
      case "shots": shots.map { "\($0)" }
      case "version": taskVersion
      case "unit": unit.rawValue
      default: settings[name]
      }
    guard let value, !value.isEmpty else { return "not said" }
    return value.clipped
  }
}
