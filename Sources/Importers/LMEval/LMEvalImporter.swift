import Core
import Published
import Results

/// Results that lm-evaluation-harness wrote, of every era: before 0.4 (`acc`, `acc_stderr`), on the
/// way to 0.4 (`acc,none`), and since (`alias`, groups, numbers of samples); also the object `results` alone.
enum LMEvalImporter: ResultImporter {
  static let format = "lm-eval"
  static let title = "lm-evaluation-harness results (JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    let keys = JSONKeyScan(file.head)
    let top = keys.top
    if top.contains("doc_id") || LightEvalImporter.recognises(keys) { return false }
    if isBare(keys) || keys.rowKeys(of: "results").contains(where: isOfRow) { return true }
    let settings = ["config", "configs", "versions", "n-shot", "group_subtasks", "groups"]
    if top.contains("results") { return settings.contains(where: top.contains) }
    // Keys in order of name: what comes before `results` may be longer than the head.
    return file.name.hasPrefix("results") && top.isSuperset(of: ["config", "configs"])
  }

  /// Whether the outermost object is that of tasks, of which one at least has a metric with a filter and the
  /// standard error of one.
  private static func isBare(_ keys: JSONKeyScan) -> Bool {
    guard !keys.top.contains(where: { $0 == "results" || $0.hasPrefix("_") }) else { return false }
    let rows = keys.innerKeys.map(LMEvalKey.init).filter { $0.hasFilter && !$0.metric.isEmpty }
    return rows.contains(where: \.isStandardError) && rows.contains { !$0.isStandardError }
  }

  private static func isOfRow(_ text: String) -> Bool {
    let key = LMEvalKey(text)
    return key.isStandardError || (key.hasFilter && !key.metric.isEmpty)
  }

  /// The path's name of the model, where the file has none, and the time in the file's name.
  static func context(of file: ImportFile) -> String {
    let root = try? rootAndResults(file, keeping: true).root
    let isNamed = root.flatMap(LMEvalModelName.written) != nil
    let model = isNamed ? "" : LMEvalModelName.guessed(from: file.url)
    return "\(model)\n\(LMEvalFileName.time(file.url))"
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let (root, results) = try rootAndResults(file)
    var reading = LMEvalReading(root: root, results: results, file: file)
    try reading.run(take)
    return ImportSummary(
      version: reading.version, evaluation: LMEvalFileName.time(file.url),
      warnings: reading.notes.warnings)
  }

  /// What stands around the results, which is nothing where they stand alone, and the results.
  private static func rootAndResults(
    _ file: ImportFile, keeping: Bool = false
  ) throws -> (root: JSONObject, results: JSONObject) {
    let node = try file.json(atMost: 128 << 20, limits: .init(), keeping: keeping)
    if let root = node.object, let results = root["results"]?.object { return (root, results) }
    if let results = node.object, isBare(JSONKeyScan(file.head)) { return (JSONObject(), results) }
    throw Fault(
      "these are not results of lm-evaluation-harness", at: "\(file.path):\(node.line)",
      expected: "an object with the object \"results\"",
      found: node.object?["results"]?.summary ?? node.summary)
  }
}

/// One pass over a results file.
struct LMEvalReading {
  let facts: LMEvalFacts
  let model: String
  /// Whether metrics are written with their filter, as `acc,none`.
  let hasFilters: Bool
  private let settings: EvaluationSettings
  private let seed: Int?
  var notes = ImportNotes()

  init(root: JSONObject, results: JSONObject, file: ImportFile) {
    facts = LMEvalFacts(root: root, results: results)
    settings = LMEvalSettings.settings(root)
    seed = LMEvalSettings.seed(root)
    let name = LMEvalModelName.written(in: root)
    model = name ?? LMEvalModelName.guessed(from: file.url)
    hasFilters = results.members.contains { row in
      (row.value.object?.keys ?? []).contains { LMEvalKey($0).hasFilter }
    }
    if name == nil {
      notes.add("the file names no model; the name is its path's: \(model.clipped)")
    }
  }

  /// The version that the file states, or the era that its keys show.
  var version: String { facts.root["lm_eval_version"]?.string ?? (hasFilters ? "0.4" : "0.3") }

  mutating func run(_ take: ImportSink) throws {
    if facts.results.members.isEmpty { notes.add("the results are empty") }
    for row in facts.results.members { try readRow(row, take) }
    for row in facts.groups?.members ?? [] {
      if let twin = facts.results[row.key] {
        compare(row, with: twin)
      } else {
        try readRow(row, take)
      }
    }
  }

  private mutating func readRow(_ row: JSONObject.Member, _ take: ImportSink) throws {
    guard let values = row.value.object else {
      return notes.add(
        "\(row.key.clipped) is \(row.value.summary), no row of metrics; it is left out")
    }
    guard !row.key.isEmpty else { return notes.add("a row has no task; it is left out") }
    for member in values.members where !LMEvalKey.labels.contains(member.key) {
      let key = LMEvalKey(member.key)
      if key.isStandardError {
        guard values[key.valueKey] == nil else { continue }
        notes.add(
          "\(row.key.clipped), \(member.key.clipped): a standard error of no value; it is left out")
      } else if let record = record(row.key, key, member, of: values) {
        try take(.score(record))
      }
    }
  }

  private mutating func record(
    _ task: String, _ key: LMEvalKey, _ member: JSONObject.Member, of row: JSONObject
  ) -> ScoreRecord? {
    guard let value = value(task, key, member) else { return nil }
    let unit = LMEvalMetric.checked(value, metric: key.metric, task: task, notes: &notes)
    let place = facts.isGroup(task) ? "groups" : "results"
    return ScoreRecord(
      model: model, task: task, metric: LMEvalMetric.name(key.metric), filter: key.filter,
      shots: facts.shots(task), taskVersion: facts.version(task), settings: settings, seed: seed,
      value: value, unit: unit,
      standardError: notes.standardError(
        row[key.standardErrorKey], of: value, unit,
        "\(task.clipped), \(key.standardErrorKey.clipped)"),
      n: facts.sampleCount(task, key, row),
      higherIsBetter: facts.higherIsBetter(task, key.metric),
      locator: "\(place)/\(task)/\(member.key)")
  }

  /// The value, where it is one.
  private mutating func value(
    _ task: String, _ key: LMEvalKey, _ member: JSONObject.Member
  ) -> Double? {
    let name = "\(task.clipped), \(member.key.clipped)"
    if key.metric.isEmpty {
      notes.add("\(name): a metric has no name; it is left out")
    } else if hasFilters && !key.hasFilter {
      notes.add("\(name): a name without a filter is not a metric; it is left out")
    } else if key.metric == LMEvalMetric.predictOnly {
      notes.add("\(name): nothing was scored (predict only); it is left out")
    } else if LMEvalMetric.isLength(key.metric), member.value.number == LMEvalMetric.notRun {
      notes.add("\(name): -1 says that this length was not run; it is left out")
    } else if facts.mixesSentinel(task, member.key) {
      notes.add("\(name): the mean holds the -1 of lengths that were not run; it is left out")
    } else if let value = member.value.number {
      return value
    } else {
      notes.add("\(name): \(member.value.summary) is not a value; it is left out")
    }
    return nil
  }

  /// A group that stands in the results too is read there; both should say the same.
  private mutating func compare(_ row: JSONObject.Member, with twin: JSONNode) {
    for member in row.value.object?.members ?? [] {
      guard let one = member.value.number, let other = twin.object?[member.key]?.number,
        one != other
      else { continue }
      notes.add(
        "\(row.key.clipped), \(member.key.clipped): groups say \(one), results say \(other); "
          + "the latter is kept")
    }
  }
}

extension ImportNotes {
  /// The standard error of a value, where it is one; `N/A` and null are none.
  mutating func standardError(
    _ node: JSONNode?, of value: Double, _ unit: MetricUnit, _ name: String
  ) -> Double? {
    guard let node, node.string != "N/A", node.value != .null else { return nil }
    guard let error = node.number, error >= 0 else {
      add("\(name): \(node.summary) is not a standard error; it is left out")
      return nil
    }
    return standardError(error, of: value, unit, name)
  }

  /// A standard error that the value can have.
  mutating func standardError(
    _ error: Double, of value: Double, _ unit: MetricUnit, _ name: String
  ) -> Double? {
    if error == 0, unit == .fraction || unit == .percent, value > 0, value != unit.whole {
      add("\(name): it is 0, which the value \(value) cannot have; it is left out")
      return nil
    }
    return error
  }
}

/// What a results file says around its values.
struct LMEvalFacts {
  let root: JSONObject
  let results: JSONObject

  var groups: JSONObject? { root["groups"]?.object }
  private var samples: JSONObject? { root["n-samples"]?.object }
  private var configs: JSONObject? { root["configs"]?.object }
  private var config: JSONObject? { root["config"]?.object }
  private var subtasks: JSONObject? { root["group_subtasks"]?.object }

  /// Whether the values of `task` are means over other tasks.
  func isGroup(_ task: String) -> Bool {
    groups?[task] != nil || subtasks?[task]?.array?.isEmpty == false
  }

  func shots(_ task: String) -> Int? {
    let node =
      root["n-shot"]?.object?[task] ?? configs?[task]?.object?["num_fewshot"]
      ?? config?["num_fewshot"]
    return node?.integer.flatMap { $0 >= 0 ? $0 : nil }
  }

  func version(_ task: String) -> String? { root["versions"]?.object?[task]?.asWritten }

  func higherIsBetter(_ task: String, _ metric: String) -> Bool? {
    let names = metric.hasPrefix("pass@") ? [metric, "pass_at_k"] : [metric]
    for name in names {
      if case .bool(let value)? = root["higher_is_better"]?[task]?[name]?.value { return value }
    }
    for entry in configs?[task]?.object?["metric_list"]?.array ?? [] {
      guard let name = entry.object?["metric"]?.string, names.contains(name) else { continue }
      if case .bool(let value)? = entry.object?["higher_is_better"]?.value { return value }
    }
    return nil
  }

  /// How many items the value rests on; nil where the file leaves it open.
  func sampleCount(_ task: String, _ key: LMEvalKey, _ row: JSONObject) -> Int? {
    if LMEvalMetric.isLength(key.metric) { return lengthCount(task, row) }
    return effective(task) ?? positive(row["sample_len"])
  }

  /// The counts of a task with several lengths hold for one of them, or for all together. They say
  /// how many items a length has where there is but one, or where all have the same number.
  private func lengthCount(_ task: String, _ row: JSONObject) -> Int? {
    guard let count = positive(row["sample_len"]) ?? effective(task) else { return nil }
    let lengths = row.members.filter {
      let key = LMEvalKey($0.key)
      return !key.isStandardError && LMEvalMetric.isLength(key.metric)
        && $0.value.number != LMEvalMetric.notRun
    }
    if lengths.count == 1 { return count }
    let all = positive(samples?[task]?.object?["original"])
    let isLimited = config?["limit"].map { $0.value != .null } ?? false
    let product = count.multipliedReportingOverflow(by: lengths.count)
    return !isLimited && !product.overflow && product.partialValue == all ? count : nil
  }

  private func effective(_ task: String) -> Int? {
    positive(samples?[task]?.object?["effective"]) ?? positive(samples?[task])
  }

  private func positive(_ node: JSONNode?) -> Int? { node?.integer.flatMap { $0 > 0 ? $0 : nil } }

  /// Whether a group's value at a length is a mean over tasks of which one did not run that length.
  func mixesSentinel(_ task: String, _ key: String) -> Bool {
    guard LMEvalMetric.isLength(LMEvalKey(key).metric), isGroup(task) else { return false }
    var seen: Set<String> = [task]
    var open = [task]
    while let next = open.popLast() {
      for child in subtasks?[next]?.array?.compactMap(\.string) ?? []
      where seen.insert(child).inserted {
        if results[child]?.object?[key]?.number == LMEvalMetric.notRun { return true }
        open.append(child)
      }
    }
    return false
  }
}
