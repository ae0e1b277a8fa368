import Core
import Results

/// Results that lighteval wrote, and those of the first Open LLM Leaderboard, which have the same layout.
///
/// A task is called `suite|task|shots`, in newer versions `task|shots`, and at times has one number more.
enum LightEvalImporter: ResultImporter {
  static let format = "lighteval"
  static let title = "lighteval results (JSON)"

  static func recognises(_ file: ImportFile) -> Bool { recognises(JSONKeyScan(file.head)) }

  static func recognises(_ keys: JSONKeyScan) -> Bool {
    if keys.top.contains("config_general") { return true }
    return keys.keys(of: "results").contains { LightEvalTask($0).shots != nil }
  }

  /// The path's name of the model, where the file has none.
  static func context(of file: ImportFile) -> String {
    let root = try? root(file, keeping: true)
    return root.flatMap(model) == nil ? LMEvalModelName.guessed(from: file.url) : ""
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try root(file)
    guard let results = root["results"]?.object else {
      throw Fault(
        "the results are missing", at: file.path, expected: "an object \"results\" of tasks",
        found: root["results"]?.summary)
    }
    var reading = LightEvalReading(root: root, model: model(root))
    if reading.model.isEmpty { reading.takeName(from: file) }
    for row in results.members { try reading.read(row, take) }
    guard reading.count > 0 else {
      throw Fault(
        "the results have no scores", at: file.path, expected: "tasks such as \"arc:easy|0\"")
    }
    return ImportSummary(version: "", warnings: reading.notes.warnings)
  }

  private static func root(_ file: ImportFile, keeping: Bool = false) throws -> JSONObject {
    try file.jsonObject(
      "results of lighteval", atMost: 128 << 20, limits: .init(), keeping: keeping)
  }

  /// The model's name in the file.
  private static func model(_ root: JSONObject) -> String? {
    let general = root["config_general"]
    let places = [
      general?["model_name"], general?["model_config"]?["model_name"],
      general?["model_config"]?["pretrained"],
    ]
    return places.lazy.compactMap { $0?.string?.trimmed.unquoted }.first { !$0.isEmpty }
      ?? LMEvalModelName.written(in: root)
  }
}

/// The name of a task: `leaderboard|arc:challenge|25|0`, `arc:challenge|0`.
struct LightEvalTask {
  /// Empty where none is named.
  var suite = ""
  var task = ""
  var shots: Int?
  /// Whether shots were left out where the prompt was too long.
  var isTruncated = false

  init(_ text: String) {
    var parts = text.split(separator: "|", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    while parts.count > 1, numbers.count < 2, let number = parts.last.flatMap({ Int($0) }),
      number >= 0
    {
      numbers.insert(number, at: 0)
      parts.removeLast()
    }
    shots = numbers.first
    isTruncated = numbers.count > 1 && numbers[1] > 0
    if parts.count > 1 { suite = String(parts.removeFirst()) }
    task = parts.joined(separator: "|")
  }
}

/// One pass over results of lighteval.
private struct LightEvalReading {
  private(set) var model: String
  private(set) var notes = ImportNotes()
  private(set) var count = 0
  private let versions: JSONObject?
  private let tasks: JSONObject?
  private let limit: String?

  init(root: JSONObject, model: String?) {
    self.model = model ?? ""
    versions = root["versions"]?.object
    tasks = root["config_tasks"]?.object
    limit = LMEvalSettings.limit(root["config_general"]?["max_samples"])
  }

  mutating func takeName(from file: ImportFile) {
    model = LMEvalModelName.guessed(from: file.url)
    notes.add("the file names no model; the name is its path's: \(model.clipped)")
  }

  mutating func read(_ row: JSONObject.Member, _ take: ImportSink) throws {
    guard row.key != "all" else {
      return notes.add("the row \"all\", a mean over all tasks of the file, is left out")
    }
    let task = LightEvalTask(row.key)
    guard let values = row.value.object, !task.task.isEmpty else {
      return notes.add("\(row.key.clipped) is not a task with metrics; it is left out")
    }
    let config = config(row.key, task)
    for member in values.members where !LMEvalKey(member.key).isStandardError {
      if let record = record(row.key, task, config, member, of: values) {
        count += 1
        try take(.score(record))
      }
    }
  }

  private mutating func record(
    _ key: String, _ task: LightEvalTask, _ config: JSONNode?, _ member: JSONObject.Member,
    of row: JSONObject
  ) -> ScoreRecord? {
    let name = "\(key.clipped), \(member.key.clipped)"
    guard !member.key.isEmpty, let value = member.value.number else {
      notes.add("\(name): \(member.value.summary) is not a value; it is left out")
      return nil
    }
    let unit = LMEvalMetric.checked(value, metric: member.key, task: task.task, notes: &notes)
    return ScoreRecord(
      model: model, task: task.task, metric: member.key, shots: task.shots,
      taskVersion: versions?[key]?.asWritten, settings: settings(task), value: value,
      unit: unit,
      standardError: notes.standardError(
        row[LMEvalKey(member.key).standardErrorKey], of: value, unit, "\(name)_stderr"),
      n: config?["effective_num_docs"]?.natural.flatMap { $0 > 0 ? $0 : nil },
      higherIsBetter: higherIsBetter(member.key, config), locator: "results/\(key)/\(member.key)")
  }

  /// What the file says of a task, under one of the names that versions gave it.
  private func config(_ key: String, _ task: LightEvalTask) -> JSONNode? {
    [key, "\(task.suite)|\(task.task)", task.task].lazy.compactMap { tasks?[$0] }.first
  }

  /// Suites have prompts and metrics of their own for a task.
  private func settings(_ task: LightEvalTask) -> EvaluationSettings {
    EvaluationSettings([
      EvaluationSettings.limit: limit ?? "", "suite": LMEvalSettings.short(task.suite),
      "fewshot_truncated": task.isTruncated ? "yes" : "",
    ])
  }

  private func higherIsBetter(_ metric: String, _ config: JSONNode?) -> Bool? {
    let all = (config?["metrics"] ?? config?["metric"])?.array ?? []
    guard let found = all.first(where: { $0["metric_name"]?.string == metric }),
      case .bool(let value)? = found["higher_is_better"]?.value
    else { return nil }
    return value
  }
}
