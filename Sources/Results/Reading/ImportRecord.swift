import Core
import Foundation
import Published

/// One measured value as a tool wrote it, before anybody decided what the model is. The fields of its key are
/// its own: `score.task`.
@dynamicMemberLookup
public struct ScoreRecord: Sendable, Hashable {
  /// The model's name in the file; empty where the file names none.
  public var model: String
  /// What was measured, and how.
  public var key: ResultKey
  /// The value in the key's unit.
  public var value: Double
  /// The standard error in the unit of the value, where the file has one.
  public var standardError: Double?
  /// How many items were scored, where the file says.
  public var n: Int?
  /// Where in the file: a line, or a path of keys.
  public var locator: String

  public init(
    model: String, task: String, metric: String, filter: String = "", shots: Int? = nil,
    taskVersion: String? = nil, settings: EvaluationSettings = .none, seed: Int? = nil,
    value: Double, unit: MetricUnit, standardError: Double? = nil, n: Int? = nil,
    higherIsBetter: Bool? = nil, locator: String
  ) {
    self.init(
      model: model,
      key: ResultKey(
        task: task, metric: metric, filter: filter, shots: shots, taskVersion: taskVersion,
        settings: settings, seed: seed, unit: unit, higherIsBetter: higherIsBetter),
      value: value, standardError: standardError, n: n, locator: locator)
  }

  init(
    model: String, key: ResultKey, value: Double, standardError: Double?, n: Int?, locator: String
  ) {
    (self.model, self.key, self.value) = (model, key, value)
    (self.standardError, self.n, self.locator) = (standardError, n, locator)
  }

  public subscript<Field>(dynamicMember path: WritableKeyPath<ResultKey, Field>) -> Field {
    get { key[keyPath: path] }
    set { key[keyPath: path] = newValue }
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
    (self.run, self.series, self.step, self.value) = (run, series, step, value)
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

/// Where an importer hands its records to, one at a time.
public typealias ImportSink = (ImportRecord) throws -> Void

extension ImportRecord {
  /// A point of a curve.
  package static func point(
    _ run: String, _ series: String, _ step: Int, _ value: Double, at locator: String
  ) -> ImportRecord {
    .point(PointRecord(run: run, series: series, step: step, value: value, locator: locator))
  }
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
    (self.version, self.evaluation, self.warnings) = (version, evaluation, warnings)
  }
}

/// How an evaluation was set up, as far as its file says and the score depends on it: `limit`,
/// `chat_template`, `model_args.dtype`, `gen_kwargs`. Shots, filter, version and seed have
/// fields of their own.
public struct EvaluationSettings: Sendable, Hashable {
  /// One form for each set of settings, which is also how the store keeps them: a JSON object of texts,
  /// its keys sorted; empty where nothing is said.
  public let text: String

  public static let none = EvaluationSettings([:])

  /// - Parameter pairs: name and value as text; empty values are left out.
  public init(_ pairs: [String: String]) {
    let said = pairs.filter { !$0.value.isEmpty }
    text = said.isEmpty ? "" : JSONValue.object(said.mapValues { .string($0) }).description
  }

  /// The settings in a text of the form of `text`; nil where it is not a JSON object of texts.
  package init?(_ text: String) {
    guard let pairs = Self.decoded(text) else { return nil }
    self.init(pairs)
  }

  /// Name and value, by name.
  public var pairs: [(name: String, value: String)] {
    (Self.decoded(text) ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// In words: `limit 10`, `chat template yes`.
  public var words: [String] {
    pairs.map { "\($0.name.replacing("_", with: " ")) \($0.value.clipped)" }
  }

  public subscript(name: String) -> String? { Self.decoded(text)?[name] }

  /// Whether only some of the items were asked.
  public var isLimited: Bool { self[Self.limit] != nil }

  /// The name of the setting that holds how many items, or which share of them, were asked.
  public static let limit = "limit"

  /// The names of the settings in which two evaluations differ.
  public func differences(from other: EvaluationSettings) -> [String] {
    let (mine, theirs) = (Self.decoded(text) ?? [:], Self.decoded(other.text) ?? [:])
    return Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }.sorted()
  }

  private static func decoded(_ text: String) -> [String: String]? {
    text.isEmpty ? [:] : try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}
