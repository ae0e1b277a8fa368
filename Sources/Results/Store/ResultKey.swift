import Published

/// What a score is of: everything but the model, the value and the file.
public struct ResultKey: Sendable, Hashable {
  public var task: String
  public var metric: String
  /// Empty where the format has none.
  public var filter: String
  public var shots: Int?
  public var taskVersion: String?
  public var settings: EvaluationSettings
  public var seed: Int?
  public var unit: MetricUnit
  public var higherIsBetter: Bool?

  public init(
    task: String, metric: String, filter: String = "", shots: Int? = nil,
    taskVersion: String? = nil, settings: EvaluationSettings = .none, seed: Int? = nil,
    unit: MetricUnit, higherIsBetter: Bool? = nil
  ) {
    self.task = task
    self.metric = metric
    self.filter = filter
    self.shots = shots
    self.taskVersion = taskVersion
    self.settings = settings
    self.seed = seed
    self.unit = unit
    self.higherIsBetter = higherIsBetter
  }
}

extension ResultKey {
  /// The key of a score, in the one form that the store has for it.
  package init(_ score: ScoreRecord) {
    self.init(
      task: score.task, metric: score.metric, filter: score.filter,
      shots: score.shots.flatMap { $0 < 0 ? nil : $0 },
      taskVersion: score.taskVersion.flatMap { $0.isEmpty ? nil : $0 },
      settings: score.settings, seed: score.seed.flatMap { $0 < 0 ? nil : $0 },
      unit: score.unit.allows(score.value) ? score.unit : .score,
      higherIsBetter: score.higherIsBetter)
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
