import Published

/// One measured value as a tool wrote it, before anybody decided what the model is.
public struct ScoreRecord: Sendable, Hashable {
  /// The model's name in the file; empty where the file names none.
  public var model: String
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
  /// The value in `unit`.
  public var value: Double
  public var unit: MetricUnit
  /// The standard error in the unit of the value, where the file has one.
  public var standardError: Double?
  /// How many items were scored, where the file says.
  public var n: Int?
  /// Whether more is better, where the file says.
  public var higherIsBetter: Bool?
  /// Where in the file: a line, or a path of keys.
  public var locator: String

  public init(
    model: String, task: String, metric: String, filter: String = "", shots: Int? = nil,
    taskVersion: String? = nil, settings: EvaluationSettings = .none, seed: Int? = nil,
    value: Double, unit: MetricUnit, standardError: Double? = nil, n: Int? = nil,
    higherIsBetter: Bool? = nil, locator: String
  ) {
    self.model = model
    self.task = task
    self.metric = metric
    self.filter = filter
    self.shots = shots
    self.taskVersion = taskVersion
    self.settings = settings
    self.seed = seed
    self.value = value
    self.unit = unit
    self.standardError = standardError
    self.n = n
    self.higherIsBetter = higherIsBetter
    self.locator = locator
  }
}

/// One point of a curve that a training run logged.
public struct PointRecord: Sendable, Hashable {
  /// The run's name in the file; empty where the file names none.
  public var run: String
  /// What was logged: `loss`, `val/loss`.
  public var series: String
  public var step: Int
  public var value: Double
  /// Where in the file: a line or a byte offset.
  public var locator: String

  public init(run: String, series: String, step: Int, value: Double, locator: String) {
    self.run = run
    self.series = series
    self.step = step
    self.value = value
    self.locator = locator
  }
}

/// What an importer hands over, one at a time.
public enum ImportRecord: Sendable, Hashable {
  case score(ScoreRecord)
  case point(PointRecord)
  /// What the file itself says a model or run is.
  case model(String, ModelStatement)
}

/// What an importer says of a whole file.
public struct ImportSummary: Sendable, Equatable {
  /// The version or era of the format: `0.4`, `0.3`, `brain.Event:2`; empty where it has none.
  public var version: String
  /// Which evaluation of a model it is, where several files tell of one: the time in the names of
  /// lm-evaluation-harness's results and samples.
  public var evaluation: String
  /// What a user should know: values that were left out and why, standard errors of zero...
  public var warnings: [String]

  public init(version: String = "", evaluation: String = "", warnings: [String] = []) {
    self.version = version
    self.evaluation = evaluation
    self.warnings = warnings
  }
}
