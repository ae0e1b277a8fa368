import Core
import Published
import Results

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
  var version: String {
    facts.root["lm_eval_version"]?.string ?? (hasFilters ? "0.4" : "0.3")
  }

  mutating func run(_ take: (ImportRecord) throws -> Void) throws {
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

  private mutating func readRow(
    _ row: JSONObject.Member, _ take: (ImportRecord) throws -> Void
  ) throws {
    guard let values = row.value.object else {
      notes.add("\(row.key.clipped) is \(row.value.summary), no row of metrics; it is left out")
      return
    }
    guard !row.key.isEmpty else {
      notes.add("a row has no task; it is left out")
      return
    }
    for member in values.members where !LMEvalKey.labels.contains(member.key) {
      let key = LMEvalKey(member.key)
      if key.isStandardError {
        if values[key.valueKey] == nil { leaveOut(row, member, "a standard error of no value") }
      } else if let record = record(row.key, key, member, of: values) {
        try take(.score(record))
      }
    }
  }

  private mutating func record(
    _ task: String, _ key: LMEvalKey, _ member: JSONObject.Member, of row: JSONObject
  ) -> ScoreRecord? {
    guard let value = value(task, key, member) else { return nil }
    let unit = LMEvalMetric.checked(
      value, metric: key.metric, task: task, notes: &notes)
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

  private mutating func leaveOut(
    _ row: JSONObject.Member, _ member: JSONObject.Member, _ reason: String
  ) {
    notes.add("\(row.key.clipped), \(member.key.clipped): \(reason); it is left out")
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
