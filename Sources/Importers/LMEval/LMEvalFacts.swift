import Core

/// What a results file says around its values.
struct LMEvalFacts {
  let root: JSONObject
  let results: JSONObject
  let groups: JSONObject?
  private let shots: JSONObject?
  private let samples: JSONObject?
  private let versions: JSONObject?
  private let configs: JSONObject?
  private let config: JSONObject?
  private let better: JSONObject?
  private let subtasks: JSONObject?

  init(root: JSONObject, results: JSONObject) {
    self.root = root
    self.results = results
    groups = root["groups"]?.object
    shots = root["n-shot"]?.object
    samples = root["n-samples"]?.object
    versions = root["versions"]?.object
    configs = root["configs"]?.object
    config = root["config"]?.object
    better = root["higher_is_better"]?.object
    subtasks = root["group_subtasks"]?.object
  }

  /// Whether the values of `task` are means over other tasks.
  func isGroup(_ task: String) -> Bool {
    groups?[task] != nil || subtasks?[task]?.array?.isEmpty == false
  }

  func shots(_ task: String) -> Int? {
    let node = shots?[task] ?? configs?[task]?.object?["num_fewshot"] ?? config?["num_fewshot"]
    return node?.integer.flatMap { $0 >= 0 ? $0 : nil }
  }

  func version(_ task: String) -> String? { versions?[task]?.asWritten }

  func higherIsBetter(_ task: String, _ metric: String) -> Bool? {
    let names = metric.hasPrefix("pass@") ? [metric, "pass_at_k"] : [metric]
    for name in names {
      if case .bool(let value)? = better?[task]?.object?[name]?.value { return value }
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

  private func positive(_ node: JSONNode?) -> Int? {
    node?.integer.flatMap { $0 > 0 ? $0 : nil }
  }

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
