import Published

/// What a score is of: everything but the model, the value and the file.
public struct ResultKey: Sendable, Hashable {
  /// The task: `arc_challenge`, `niah_single_1`.
  public var task: String
  /// The metric without filter: `acc`, `acc_norm`, `accuracy@4096`.
  public var metric: String
  /// The filter of lm-evaluation-harness; empty where the format has none.
  public var filter: String
  /// Examples in the prompt, where the file says.
  public var shots: Int?
  /// The task's version, as written, where the file says.
  public var taskVersion: String?
  /// What else the score depends on, where the file says.
  public var settings: EvaluationSettings
  /// The seed of what was drawn at random, examples in the prompt above all, where the file says: scores
  /// that differ in nothing else are repetitions.
  public var seed: Int?
  public var unit: MetricUnit
  /// Whether more is better, where the file says.
  public var higherIsBetter: Bool?

  public init(
    task: String, metric: String, filter: String = "", shots: Int? = nil,
    taskVersion: String? = nil, settings: EvaluationSettings = .none, seed: Int? = nil,
    unit: MetricUnit, higherIsBetter: Bool? = nil
  ) {
    (self.task, self.metric, self.filter, self.shots) = (task, metric, filter, shots)
    (self.taskVersion, self.settings, self.seed, self.unit) = (taskVersion, settings, seed, unit)
    self.higherIsBetter = higherIsBetter
  }
}

extension ResultKey {
  /// The key of a score, in the one form that the store has for it.
  package init(_ score: ScoreRecord) {
    self = score.key
    if let shots, shots < 0 { self.shots = nil }
    if taskVersion == "" { taskVersion = nil }
    if let seed, seed < 0 { self.seed = nil }
    if !unit.allows(score.value) { unit = .score }
  }

  /// The columns of `result_key` after its id, from column `first` on.
  package init(_ row: RawStatement, from first: Int32) {
    self.init(
      task: row.text(first), metric: row.text(first + 1), filter: row.text(first + 2),
      shots: row.count(first + 3), taskVersion: row.optionalText(first + 4),
      settings: EvaluationSettings(row.text(first + 7)) ?? .none,
      seed: row.optionalInt(first + 8), unit: MetricUnit(rawValue: row.text(first + 5)) ?? .score,
      higherIsBetter: row.optionalInt(first + 6).map { $0 == 1 })
  }

  package static let columns = """
    task, metric, filter, shots, task_version, unit, higher_is_better, settings, seed
    """
  /// How many columns these are.
  package static let width: Int32 = 9

  /// Binds all columns in order, from parameter `first` on.
  func bind(to statement: RawStatement, from first: Int32 = 1) {
    statement.bind(first, task)
    statement.bind(first + 1, metric)
    statement.bind(first + 2, filter)
    statement.bind(first + 3, shots)
    statement.bind(first + 4, taskVersion)
    statement.bind(first + 5, unit.rawValue)
    statement.bind(first + 6, higherIsBetter.map { $0 ? 1 : 0 })
    statement.bind(first + 7, settings.text)
    statement.bind(first + 8, seed)
  }
}
