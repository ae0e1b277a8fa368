import Core
import Published
import Results

/// Metrics that OLMES wrote: `metrics.json` with all tasks of a run, or the file of one task beside it.
enum OlmesImporter: ResultImporter {
  static let format = "olmes"
  static let title = "OLMES metrics (JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    let top = JSONKeyScan(file.head).top
    if top.contains("all_primary_scores") { return true }
    return top.isSuperset(of: ["task_name", "task_config", "metrics"])
  }

  /// The path's name of the model, where the file has none.
  static func context(of file: ImportFile) -> String {
    let root = try? root(file, keeping: true)
    return root.flatMap(model) == nil ? guessed(file) : ""
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try root(file)
    let written = model(root)
    var reading = OlmesReading(model: written ?? guessed(file), config: root["model_config"])
    if written == nil {
      reading.notes.add("the file names no model; the name is its path's: \(reading.model.clipped)")
    }
    let tasks = (root["tasks"] ?? root["metrics"])?.array
    for (index, task) in (tasks ?? [JSONNode(.object(root))]).enumerated() {
      try reading.read(task, at: tasks == nil ? "" : "tasks[\(index)]/", take)
    }
    guard reading.count > 0 else {
      throw Fault("the file has no values", at: file.path, expected: "\"metrics\" of a task")
    }
    return ImportSummary(warnings: reading.notes.warnings)
  }

  private static func root(_ file: ImportFile, keeping: Bool = false) throws -> JSONObject {
    try file.jsonObject("metrics of OLMES", keeping: keeping)
  }

  private static func model(_ root: JSONObject) -> String? {
    var arguments: ModelArguments { ModelArguments(root["model_config"]) }
    let path = arguments["model_path"].map { ModelArguments("model=\($0)") }
    return LMEvalModelName.named(by: arguments) ?? path.flatMap(LMEvalModelName.named)
  }

  private static func guessed(_ file: ImportFile) -> String {
    file.runName(withoutSuffixes: ["metrics"])
  }
}

/// One pass over tasks.
private struct OlmesReading {
  let model: String
  private let settings: [String: String]
  var notes = ImportNotes()
  private(set) var count = 0

  init(model: String, config: JSONNode?) {
    self.model = model
    var said: [String: String] = [:]
    LMEvalSettings.add(
      ModelArguments(config).leavingOut(["model_path", "model_type", "metadata"]), to: &said)
    settings = said
  }

  mutating func read(_ task: JSONNode, at place: String, _ take: ImportSink) throws {
    let name = (task["alias"] ?? task["task_name"] ?? task["task"])?.string ?? ""
    guard !name.isEmpty else { return notes.add("a task without a name is left out", at: place) }
    let values = task["metrics"] ?? task
    let config = task["task_config"]
    let primary = config?["primary_metric"]?.string
    for member in values.object?.members ?? [] where !Self.labels.contains(member.key) {
      // The primary score repeats one of the metrics under another name.
      if member.key == "primary_score", let primary, values[primary] != nil { continue }
      guard let value = member.value.number else {
        notes.add("\(name.clipped): values that are not numbers are left out", at: member.key)
        continue
      }
      count += 1
      try take(.score(score(name, member, value, task, config, place)))
    }
  }

  private mutating func score(
    _ name: String, _ member: JSONObject.Member, _ value: Double, _ task: JSONNode,
    _ config: JSONNode?, _ place: String
  ) -> ScoreRecord {
    ScoreRecord(
      model: model, task: name, metric: member.key, shots: config?["num_shots"]?.natural,
      taskVersion: config?["version"]?.asWritten,
      settings: settings(of: config), seed: config?["fewshot_seed"]?.natural, value: value,
      unit: notes.unit(
        unit(of: member.key), holding: value, of: "\(name.clipped), \(member.key.clipped)"),
      n: task["num_instances"]?.natural.flatMap { $0 > 0 ? $0 : nil },
      locator: "\(place)metrics/\(member.key)")
  }

  private func settings(of config: JSONNode?) -> EvaluationSettings {
    var said = settings
    said[EvaluationSettings.limit] = LMEvalSettings.limit(config?["limit"])
    if config?["use_chat_format"]?.value == .bool(true) { said["chat_template"] = "yes" }
    let generation = ModelArguments(config?["generation_kwargs"]).text
    if !generation.isEmpty { said["gen_kwargs"] = LMEvalSettings.short(generation) }
    return EvaluationSettings(said)
  }

  /// OLMES calls the ways to normalise an accuracy `acc_raw`, `acc_per_char`, `acc_uncond`...
  private func unit(of metric: String) -> MetricUnit {
    metric.hasPrefix("acc_") ? .fraction : LMEvalMetric.unit(of: metric, task: "")
  }

  private static let labels: Set<String> = [
    "", "task", "task_name", "num_instances", "task_config", "extra_metrics",
  ]
}
