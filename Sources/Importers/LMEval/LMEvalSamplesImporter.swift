import Core
import Foundation
import Results

/// The items behind a result of lm-evaluation-harness (`--log_samples`): one object per line, or one
/// list of them as versions before 0.4.2 wrote. Each metric is summed up as its mean.
enum LMEvalSamplesImporter: ResultImporter {
  static let format = Evaluations.samplesFormat
  static let title = "lm-evaluation-harness samples (JSON lines)"

  static func recognises(_ file: ImportFile) -> Bool {
    let top = JSONKeyScan(file.head).top
    guard top.contains("doc_id"), !top.contains("results") else { return false }
    return ["doc", "resps", "filtered_resps", "arguments"].contains(where: top.contains)
  }

  /// Model, task and time: the lines name none of them.
  static func context(of file: ImportFile) -> String {
    [
      LMEvalModelName.folder(of: file.url), LMEvalFileName.task(file.url),
      LMEvalFileName.time(file.url),
    ].joined(separator: "\n")
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    var tally = SampleTally(file: file)
    if isList(file) {
      try readList(file, into: &tally)
    } else {
      try file.forEachLine { bytes, line in
        guard bytes.contains(where: { ![0x20, 0x09].contains($0) }) else { return }
        try tally.add(JSONReader.read(bytes, at: file.path, line: line))
      }
    }
    for record in tally.records() { try take(.score(record)) }
    return ImportSummary(
      version: "0.4", evaluation: LMEvalFileName.time(file.url), warnings: tally.notes.warnings)
  }

  private static func isList(_ file: ImportFile) -> Bool {
    file.head.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
  }

  private static func readList(_ file: ImportFile, into tally: inout SampleTally) throws {
    let node = try JSONReader.read(file.data(atMost: 128 << 20), at: file.path)
    for item in node.array ?? [] { try tally.add(item) }
  }
}

/// Sums up items as they come, each metric of each filter by itself; it keeps sums and no items.
struct SampleTally {
  private struct Key: Hashable {
    let filter: String
    let metric: String
  }

  private struct Item: Hashable {
    /// The place of its filter in `filters`.
    let filter: Int
    let id: Int
  }

  private let path: String
  private let model: String
  private let task: String
  /// Metrics in the order in which they first came.
  private var order: [Key] = []
  private var means: [Key: SampleMean] = [:]
  /// Values that could not be counted, by metric.
  private var missing: [Key: Int] = [:]
  private var seen: Set<Item> = []
  private var filters: [String: Int] = [:]
  private var budget = NameBudget()
  private var lines = 1...1
  var notes = ImportNotes()

  /// No file of samples has as many metrics; one that does is something else.
  private static let mostMetrics = 1_000
  /// More items than any task has.
  private static let mostItems = 2_000_000

  init(file: ImportFile) {
    path = file.path
    model = LMEvalModelName.folder(of: file.url)
    task = LMEvalFileName.task(file.url)
    notes.add(
      "the lines name neither model nor task; the path's are \(model.clipped), \(task.clipped)")
  }

  /// - Throws: `Fault` where `node` is not an item, or an item that was there before.
  mutating func add(_ node: JSONNode) throws {
    guard let item = node.object, let id = item["doc_id"]?.integer else {
      throw node.fault(
        "this is not an item of lm-evaluation-harness", in: path,
        expected: "an object with a whole number \"doc_id\"")
    }
    let filter = item["filter"]?.string ?? ""
    guard seen.insert(Item(filter: try place(of: filter, node), id: id)).inserted else {
      throw Fault(
        "the item stands in the file twice", at: "\(path):\(node.line)", found: "doc_id \(id)",
        hint: "two runs or two filters were mixed, and their mean would be neither's")
    }
    lines = (seen.count == 1 ? node.line : lines.lowerBound)...max(node.line, lines.upperBound)
    for (metric, value) in metrics(of: item) {
      try count(Key(filter: filter, metric: metric), value)
    }
    guard seen.count <= Self.mostItems else { throw tooMany("items", Self.mostItems, node) }
  }

  /// Memory stays bounded, however many filters the lines name.
  private mutating func place(of filter: String, _ node: JSONNode) throws -> Int {
    if let known = filters[filter] { return known }
    guard filters.count < Self.mostMetrics, budget.takes(filter.nameBytes) else {
      throw tooMany("filters", Self.mostMetrics, node)
    }
    filters[filter] = filters.count
    return filters.count - 1
  }

  private func tooMany(_ what: String, _ limit: Int, _ node: JSONNode) -> Fault {
    Fault("there are too many \(what)", at: "\(path):\(node.line)", expected: "\(limit) at most")
  }

  /// The fields that hold values: those that the item lists, or all that are no fixed ones.
  private func metrics(of item: JSONObject) -> [(String, JSONNode)] {
    if let names = item["metrics"]?.array?.compactMap(\.string), !names.isEmpty {
      return names.filter { !$0.isEmpty }.compactMap { name in item[name].map { (name, $0) } }
    }
    return item.members.filter { !Self.fixed.contains($0.key) && $0.value.string == nil }
      .map { ($0.key, $0.value) }
  }

  private static let fixed: Set<String> = [
    "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics",
    "", "doc_hash", "prompt_hash", "target_hash", "doc_to_text", "input", "idx", "process_results",
  ]

  private mutating func count(_ key: Key, _ node: JSONNode) throws {
    if means[key] == nil {
      guard order.count < Self.mostMetrics, budget.takes(key.metric.nameBytes) else {
        throw tooMany("metrics", Self.mostMetrics, node)
      }
      means[key] = SampleMean()
      order.append(key)
    }
    if let value = Self.value(node) {
      if LMEvalMetric.isLength(key.metric), value == LMEvalMetric.notRun { return }
      means[key]?.add(value)
    } else {
      missing[key, default: 0] += 1
    }
  }

  private static func value(_ node: JSONNode) -> Double? {
    if case .bool(let isTrue) = node.value { return isTrue ? 1 : 0 }
    return node.number
  }

  /// One record for each metric, in the order in which they first came.
  mutating func records() -> [ScoreRecord] {
    if seen.isEmpty { notes.add("the file holds no items") }
    return order.compactMap { record($0) }
  }

  private mutating func record(_ key: Key) -> ScoreRecord? {
    let name = "\(task.clipped), \(key.metric.clipped)"
    if key.metric == LMEvalMetric.predictOnly {
      notes.add("\(name): nothing was scored (predict only); it is left out")
      return nil
    }
    // The harness makes one number of a list's parts in its own way (pairs, word counts): no mean.
    if let count = missing[key] {
      notes.add("\(name): \(count) items have no number; it is left out")
      return nil
    }
    guard let mean = means[key], let value = mean.mean else {
      notes.add("\(name): no item has a value; it is left out")
      return nil
    }
    return record(key, mean, value)
  }

  private mutating func record(_ key: Key, _ mean: SampleMean, _ value: Double) -> ScoreRecord? {
    let isPerplexity = LMEvalMetric.unit(of: key.metric, task: task) == .perplexity
    // An item's perplexity is the logarithm of its probability; theirs is exp of the mean's negative.
    let result = isPerplexity ? DeterministicMath.exp(-value) : value
    guard result.isFinite, !isPerplexity || value <= 0 else {
      notes.add(
        "\(task.clipped), \(key.metric.clipped): \(value) is not a mean of logarithms of "
          + "probabilities; it is left out")
      return nil
    }
    let unit = LMEvalMetric.checked(result, metric: key.metric, task: task, notes: &notes)
    return ScoreRecord(
      model: model, task: task, metric: LMEvalMetric.name(key.metric), filter: key.filter,
      value: result, unit: unit, standardError: isPerplexity ? nil : mean.standardError, n: mean.n,
      locator: "lines \(lines.lowerBound)-\(lines.upperBound)/\(key.metric)")
  }
}

/// The mean of a stream of values and its standard error.
struct SampleMean {
  private(set) var n = 0
  private var sum = 0.0
  private var running = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    n += 1
    sum += value
    // Welford's update: no difference of large sums.
    let step = value - running
    running += step / Double(n)
    squares += step * (value - running)
  }

  /// Nil where there is no value, or their sum is out of range.
  var mean: Double? {
    let mean = sum / Double(n)
    return n > 0 && mean.isFinite ? mean : nil
  }

  /// The standard error as the harness computes it, √(s²/n) with s² over n - 1: √(p(1 - p)/(n - 1))
  /// for values of 0 and 1. Nil below two values.
  var standardError: Double? {
    guard n > 1 else { return nil }
    let error = (squares / Double(n - 1) / Double(n)).squareRoot()
    return error.isFinite ? error : nil
  }
}
