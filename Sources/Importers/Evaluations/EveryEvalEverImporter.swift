import Core
import Published
import Results

/// Scores in the schema Every Eval Ever: one JSON file for the evaluations of one model.
enum EveryEvalEverImporter: ResultImporter {
  static let format = "every-eval-ever"
  static let title = "Every Eval Ever results (JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    let top = JSONKeyScan(file.head).top
    return top.contains("evaluation_results")
      && !top.isDisjoint(with: ["schema_version", "evaluation_id", "model_info"])
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try file.json()
    guard let results = root["evaluation_results"]?.array else {
      throw Fault(
        "evaluation_results is missing", at: "\(file.path):\(root.line)", expected: "a list",
        found: root["evaluation_results"]?.summary)
    }
    var reading = EveryEvalEverReading(
      model: try model(of: root, file), library: root["eval_library"]?["name"]?.string ?? "")
    let version = root["schema_version"]?.string ?? ""
    reading.checkVersion(version)
    var count = 0
    for (index, result) in results.enumerated() {
      guard let record = try reading.record(result, "evaluation_results[\(index)]", file) else {
        continue
      }
      count += 1
      try take(.score(record))
    }
    guard count > 0 else {
      throw Fault(
        "the file holds no score", at: "\(file.path):\(root.line)",
        expected: "evaluation_results with score_details.score",
        found: reading.notes.warnings.isEmpty
          ? "\(results.count) results" : reading.notes.warnings.joined(separator: "; "))
    }
    return ImportSummary(version: version, warnings: reading.notes.warnings)
  }

  private static func model(of root: JSONNode, _ file: ImportFile) throws -> String {
    let about = root["model_info"]
    let names = [
      about?["additional_details"]?[EveryEvalEver.Detail.model], about?["id"], about?["name"],
    ]
    guard let name = names.lazy.compactMap({ $0?.string }).first(where: { !$0.isEmpty }) else {
      throw Fault(
        "the file names no model", at: "\(file.path):\(about?.line ?? root.line)",
        expected: "model_info with id and name", found: about?.summary)
    }
    return name
  }
}

/// One pass over a file's results.
private struct EveryEvalEverReading {
  let model: String
  let library: String
  var notes = ImportNotes()

  mutating func checkVersion(_ version: String) {
    guard !version.hasPrefix("0.3.") else { return }
    let said = version.isEmpty ? "no schema_version" : "schema_version \(version.clipped)"
    notes.add("the file has \(said); it is read as \(EveryEvalEver.version)")
  }

  mutating func record(
    _ node: JSONNode, _ place: String, _ file: ImportFile
  ) throws -> ScoreRecord? {
    guard let name = node["evaluation_name"]?.string, !name.isEmpty else {
      throw Fault(
        "a result is not valid", at: "\(file.path):\(node.line): \(place)",
        expected: "an object with evaluation_name", found: node.summary)
    }
    let config = node["metric_config"]
    let metric = metric(config)
    guard let value = value(node, config, "\(name.clipped), \(metric.clipped)", place) else {
      return nil
    }
    let (task, filter) = taskAndFilter(name, metric, node)
    let unit = unit(of: value, config, metric, place)
    let generation = node["generation_config"]
    let details = generation?["additional_details"]
    return ScoreRecord(
      model: model, task: task, metric: metric, filter: filter,
      shots: natural(details?[EveryEvalEver.Detail.shots]),
      taskVersion: config?["additional_details"]?[EveryEvalEver.Detail.taskVersion]?.string,
      settings: settings(generation, place), seed: natural(details?[EveryEvalEver.Detail.seed]),
      value: value, unit: unit, standardError: standardError(node, place),
      n: natural(node["score_details"]?["uncertainty"]?["num_samples"]),
      higherIsBetter: direction(config), locator: place)
  }

  /// The metric's name, or what stands nearest to one.
  private func metric(_ config: JSONNode?) -> String {
    ["metric_name", "metric_id", "metric_kind"].lazy.compactMap { config?[$0]?.string }
      .first { !$0.isEmpty } ?? "score"
  }

  private mutating func value(
    _ node: JSONNode, _ config: JSONNode?, _ name: String, _ place: String
  ) -> Double? {
    let score = node["score_details"]?["score"]
    guard let value = score?.number else {
      notes.add("\(name): \(score?.summary ?? "nothing") is not a score; it is left out", at: place)
      return nil
    }
    if value == -1, config?["has_unknown_level"]?.value == .bool(true) {
      notes.add("\(name): -1 stands for an unknown level; it is left out", at: place)
      return nil
    }
    return value
  }

  /// The schema's converter for lm-evaluation-harness joins task and filter by a slash.
  private func taskAndFilter(
    _ name: String, _ metric: String, _ node: JSONNode
  ) -> (task: String, filter: String) {
    let details = node["metric_config"]?["additional_details"]
    if let filter = details?[EveryEvalEver.Detail.filter]?.string { return (name, filter) }
    guard library == EveryEvalEver.harness else { return (name, "") }
    let id = node["evaluation_result_id"]?.string ?? ""
    let filter = id.hasPrefix(metric + ":") ? String(id.dropFirst(metric.count + 1)) : "none"
    let task = name.hasSuffix("/" + filter) ? String(name.dropLast(filter.count + 1)) : name
    return (task, filter)
  }

  /// The unit that the file states, or that its bounds or the metric's name show.
  private mutating func unit(
    of value: Double, _ config: JSONNode?, _ metric: String, _ place: String
  ) -> MetricUnit {
    let stated =
      config?["additional_details"]?[EveryEvalEver.Detail.unit]?.string
      ?? config?["metric_unit"]?.string
    let unit = stated.flatMap(EveryEvalEver.unit) ?? bounded(config) ?? named(metric)
    guard !unit.allows(value) else { return unit }
    notes.add("\(metric.clipped): \(value) is not \(unit.rule); it is kept as a score", at: place)
    return .score
  }

  private func named(_ metric: String) -> MetricUnit {
    let isOfHarness = library == EveryEvalEver.harness
    return isOfHarness ? LMEvalMetric.unit(of: metric, task: "") : NamedUnit.unit(metric)
  }

  private func bounded(_ config: JSONNode?) -> MetricUnit? {
    guard config?["min_score"]?.number == 0 else { return nil }
    switch config?["max_score"]?.number {
    case 1: return .fraction
    case 100: return .percent
    default: return nil
    }
  }

  private func direction(_ config: JSONNode?) -> Bool? {
    let said = config?["additional_details"]?[EveryEvalEver.Detail.direction]?.string
    guard said != EveryEvalEver.unknownDirection,
      case .bool(let isLower)? = config?["lower_is_better"]?.value
    else { return nil }
    return !isLower
  }

  private mutating func standardError(_ node: JSONNode, _ place: String) -> Double? {
    let uncertainty = node["score_details"]?["uncertainty"]
    if let error = uncertainty?["standard_error"]?["value"]?.number, error >= 0 { return error }
    for name in ["confidence_interval", "standard_deviation"] where uncertainty?[name] != nil {
      notes.add("\(name) without a standard error is left out", at: place)
    }
    return nil
  }

  /// A whole number of at least 0, also in a text.
  private func natural(_ node: JSONNode?) -> Int? {
    node?.natural ?? node?.string.flatMap(StrictNumber.natural)
  }

  private mutating func settings(_ generation: JSONNode?, _ place: String) -> EvaluationSettings {
    let details = generation?["additional_details"]
    if let text = details?[EveryEvalEver.Detail.settings]?.string,
      let settings = EvaluationSettings(text)
    {
      return settings
    }
    var pairs: [String: String] = [:]
    for member in generation?["generation_args"]?.object?.members ?? [] {
      put(member, into: &pairs, place)
    }
    for member in details?.object?.members ?? []
    where ![EveryEvalEver.Detail.shots, EveryEvalEver.Detail.seed].contains(member.key) {
      put(member, into: &pairs, place)
    }
    return EvaluationSettings(pairs)
  }

  /// Longer texts, such as prompts, stand as their hashes: it matters whether they differ.
  private mutating func put(
    _ member: JSONObject.Member, into pairs: inout [String: String], _ place: String
  ) {
    let name = EveryEvalEver.setting(member.key.clipped)
    switch member.value.value {
    case .null: break
    case .bool(let value): pairs[name] = value ? "true" : "false"
    case .integer(let value): pairs[name] = "\(value)"
    case .number(let value): pairs[name] = NumberText.exact(value)
    case .string(let text) where text.utf8.count <= 200: pairs[name] = text
    case .string(let text): pairs[name] = "sha256:" + Digest.sha256(text).prefix(16)
    case .notFinite, .array, .object:
      notes.add(
        "the setting \(member.key.clipped) is neither text nor a number; it is left out", at: place)
    }
  }
}

/// What import and export of the schema Every Eval Ever (evaleval/every_eval_ever) have in common.
///
/// The schema has no place for some things that a score depends on. They stand among the free details,
/// under names that begin with `interleave.`, so that an export that is imported again loses nothing.
enum EveryEvalEver {
  static let version = "0.3.0"

  enum Detail {
    static let model = "interleave.model"
    static let filter = "interleave.filter"
    static let taskVersion = "interleave.task_version"
    static let unit = "interleave.unit"
    static let direction = "interleave.direction"
    static let settings = "interleave.settings"
    static let seed = "interleave.seed"
    /// As lm-evaluation-harness and the schema's own converters call it.
    static let shots = "num_fewshot"
  }

  /// The value of `Detail.direction` where nobody said whether more is better; the schema wants an answer.
  static let unknownDirection = "not stated"

  /// What the schema's own converters call the library of lm-evaluation-harness.
  static let harness = "lm_eval"

  /// The generation arguments that are settings, with their kinds.
  static let arguments = ["temperature", "top_p", "top_k", "max_tokens"]

  /// The name of the setting that holds a generation argument.
  static func setting(_ argument: String) -> String { "gen_kwargs.\(argument)" }

  /// What the schema calls a unit; nil for numbers on a scale of their own.
  static func name(of unit: MetricUnit) -> String? {
    switch unit {
    case .fraction: "proportion"
    case .score: nil
    default: unit.rawValue
    }
  }

  static func unit(_ name: String) -> MetricUnit? {
    switch name.lowercased() {
    case "proportion", "fraction": .fraction
    case "percent", "percentage", "%": .percent
    default: MetricUnit(rawValue: name)
    }
  }

  /// The least and the greatest value in a unit; nil where there is no such value.
  static func bounds(of unit: MetricUnit) -> (low: Double?, high: Double?) {
    switch unit {
    case .fraction: (0, 1)
    case .percent: (0, 100)
    case .perplexity: (1, nil)
    case .logProbability: (nil, 0)
    case .score: (nil, nil)
    case .nats, .milliseconds, .seconds, .megabytes, .mebibytes, .tokensPerSecond, .count: (0, nil)
    }
  }
}
