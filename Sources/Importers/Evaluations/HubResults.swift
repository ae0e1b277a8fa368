import Core
import Foundation
import Results

/// The evaluation results of a model repository of the Hugging Face Hub, `.eval_results/*.yaml`.
///
/// An entry names a benchmark's data set and task, and one value: neither metric nor unit. The model is
/// the repository's folder.
///
/// Source: huggingface.co/docs/hub/eval-results.
enum HubResultsImporter: ResultImporter {
  static let format = "hf-eval-results"
  static let title = "Hugging Face evaluation results (.eval_results/*.yaml)"

  /// The folder of a model repository in which the files lie.
  static let folder = ".eval_results"

  static func recognises(_ file: ImportFile) -> Bool {
    guard file.name.hasSuffix(".yaml") || file.name.hasSuffix(".yml") else { return false }
    let lines = file.headText.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.hasPrefix("#") && $0 != "---" && !$0.isEmpty }
    guard lines.first?.hasPrefix("- ") == true else { return false }
    return ["dataset:", "value:"].allSatisfy { key in
      lines.contains { $0.hasPrefix(key) || $0.hasPrefix("- " + key) }
    }
  }

  static func context(of file: ImportFile) -> String { model(of: file) }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try YAMLReader.read(file.data(atMost: 4 << 20), at: file.path)
    guard let entries = root.array, !entries.isEmpty else {
      throw root.fault("the file holds no results", in: file.path, expected: "a list of entries")
    }
    var notes = ImportNotes()
    notes.add("the format names no metric and no unit: values are taken as plain scores")
    let model = model(of: file)
    for (index, entry) in entries.enumerated() {
      try take(.score(try score(entry, of: model, "[\(index)]", file, &notes)))
    }
    return ImportSummary(warnings: notes.warnings)
  }

  /// The folder above `.eval_results`; in the Hub's cache the repository that its path names. Empty where
  /// the file lies elsewhere.
  private static func model(of file: ImportFile) -> String {
    let parts = file.url.standardizedFileURL.deletingLastPathComponent().pathComponents
    guard parts.last == folder, let name = parts.dropLast().last, name != "/" else { return "" }
    let cache = "models--"
    guard parts.count > 4, parts[parts.count - 3] == "snapshots",
      parts[parts.count - 4].hasPrefix(cache)
    else { return LMEvalModelName.restored(name) }
    return String(parts[parts.count - 4].dropFirst(cache.count)).replacing("--", with: "/")
  }

  private static func score(
    _ node: JSONNode, of model: String, _ place: String, _ file: ImportFile,
    _ notes: inout ImportNotes
  ) throws -> ScoreRecord {
    func missing(_ key: String, _ expected: String, _ found: JSONNode?) -> Fault {
      Fault(
        "\(key) is missing or not valid", at: "\(file.path):\(found?.line ?? node.line): \(place)",
        expected: expected, found: found?.summary)
    }
    let dataset = node["dataset"]
    guard let id = text(dataset?["id"]), !id.isEmpty else {
      throw missing("dataset.id", "a data set of the Hub, such as cais/hle", dataset)
    }
    guard let value = node["value"]?.number else {
      throw missing("value", "a number", node["value"])
    }
    if node["verifyToken"] != nil { notes.add("verifyToken is not checked", at: place) }
    let benchmark = HubBenchmark(
      dataset: id, task: text(dataset?["task_id"]) ?? text(dataset?["config"]) ?? "")
    return ScoreRecord(
      model: model, task: benchmark.name, metric: HubBenchmark.metric,
      taskVersion: text(dataset?["revision"]),
      settings: EvaluationSettings([
        HubBenchmark.framework: text(node["evaluation_framework"]) ?? "",
        HubBenchmark.notes: text(node["notes"]) ?? "",
      ]), value: value, unit: .score, locator: place)
  }

  /// A text, or a whole number that was meant as one.
  private static func text(_ node: JSONNode?) -> String? {
    node?.string ?? node?.integer.map(String.init)
  }
}

/// A task of a benchmark on the Hugging Face Hub: the data set whose repository holds the leaderboard, and
/// the task that its `eval.yaml` names.
public struct HubBenchmark: Sendable, Hashable {
  /// `cais/hle`.
  public var dataset: String
  /// `gpqa_diamond`; `default` where there is only one.
  public var task: String

  public init(dataset: String, task: String = Self.only) {
    self.dataset = dataset
    self.task = task.isEmpty ? Self.only : task
  }

  /// What a benchmark of one task calls it.
  public static let only = "default"
  /// The metric of imported entries, which name none.
  static let metric = "value"
  /// The settings that an entry may have.
  static let framework = "evaluation_framework"
  static let notes = "notes"

  /// The name of the task in records: `cais/hle`, `Idavidrein/gpqa:gpqa_diamond`.
  var name: String { task == Self.only ? dataset : "\(dataset):\(task)" }

  /// What an imported score is of; nil for scores of other formats.
  init?(_ key: ResultKey) {
    guard key.metric == Self.metric, key.task.contains("/") else { return nil }
    let parts = key.task.split(separator: ":", maxSplits: 1).map(String.init)
    self.init(dataset: parts[0], task: parts.count > 1 ? parts[1] : Self.only)
  }
}

/// Which scores are those of a benchmark on the Hub: the store's names say nothing about it.
public struct HubMapping: Sendable, Hashable {
  /// The task and metric of a score: `gsm8k`, `exact_match`.
  public var task: String
  public var metric: String
  public var benchmark: HubBenchmark

  public init(task: String, metric: String, benchmark: HubBenchmark) {
    (self.task, self.metric, self.benchmark) = (task, metric, benchmark)
  }
}

extension ResultStore {
  /// Writes scores as the evaluation results of model repositories on the Hugging Face Hub: a file for
  /// each model, `MODEL/.eval_results/interleave.yaml`.
  ///
  /// Scores that were imported from such files go back; of others only those that a mapping names. A
  /// benchmark has one value for a model: where the store has several, none is written, and a note says
  /// so. Evaluations of only some of the items are left out.
  public func exportHubResults(to folder: URL, mappings: [HubMapping]) throws -> ResultFolder {
    var done = ResultFolder()
    for model in try models() where model.scores > 0 {
      var page = HubPage(model: model.name, mappings: mappings)
      for found in try scores(model: model.name) { page.take(found.score) }
      done.notes += page.notes
      guard !page.entries.isEmpty else { continue }
      let path = "\(page.folders)/\(HubResultsImporter.folder)/interleave.yaml"
      try AtomicFile.write(page.text, to: folder.appendingPathComponent(path))
      done.files.append(path)
      done.scores += page.entries.count
    }
    return done
  }
}

/// The entries of one model.
private struct HubPage {
  let model: String
  let mappings: [HubMapping]
  var order: [HubBenchmark] = []
  var found: [HubBenchmark: [ScoreRecord]] = [:]
  var limited = 0

  mutating func take(_ score: ScoreRecord) {
    guard let benchmark = benchmark(of: score) else { return }
    guard !score.settings.isLimited else {
      limited += 1
      return
    }
    if found[benchmark] == nil { order.append(benchmark) }
    let isKnown = found[benchmark, default: []].contains {
      $0.value == score.value && $0.unit == score.unit
    }
    if !isKnown { found[benchmark, default: []].append(score) }
  }

  private func benchmark(of score: ScoreRecord) -> HubBenchmark? {
    HubBenchmark(ResultKey(score))
      ?? mappings.first { $0.task == score.task && $0.metric == score.metric }?.benchmark
  }

  /// Benchmarks of one value, in the order in which they came.
  var entries: [(benchmark: HubBenchmark, score: ScoreRecord)] {
    order.compactMap { benchmark in
      guard let scores = found[benchmark], scores.count == 1 else { return nil }
      return (benchmark, scores[0])
    }
  }

  var notes: [String] {
    let several = order.filter { (found[$0]?.count ?? 0) > 1 }.map { benchmark in
      let values = (found[benchmark] ?? []).map { NumberText.exact($0.value) }
      return "\(model.clipped), \(benchmark.name.clipped): the store has several values "
        + "(\(values.prefix(5).joined(separator: ", "))), so none is written"
    }
    let partial = "\(model.clipped): \(limited) scores of only some of the items are left out"
    return several + (limited > 0 ? [partial] : [])
  }

  /// The model's name as folders.
  var folders: String {
    let parts = model.split(separator: "/").map { PortableName.folder(String($0)) }
    return parts.isEmpty ? PortableName.folder(model) : parts.joined(separator: "/")
  }

  var text: String { entries.map { Self.text($0.benchmark, $0.score) }.joined() }

  private static func text(_ benchmark: HubBenchmark, _ score: ScoreRecord) -> String {
    var lines = ["- dataset:", "    id: \(quoted(benchmark.dataset))"]
    lines.append("    task_id: \(quoted(benchmark.task))")
    // The version of a task of another tool is no revision of a data set.
    let isOfHub = HubBenchmark(ResultKey(score)) != nil
    if isOfHub, let revision = score.taskVersion {
      lines.append("    revision: \(quoted(revision))")
    }
    lines.append("  value: \(NumberText.exact(score.value))")
    if let name = score.settings[HubBenchmark.framework] {
      lines.append("  evaluation_framework: \(quoted(name))")
    }
    let notes = isOfHub ? score.settings[HubBenchmark.notes] ?? "" : setup(score)
    if !notes.isEmpty { lines.append("  notes: \(quoted(notes))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How a score came about: `exact_match (fraction), strict-match, 5-shot, chat_template=true`.
  private static func setup(_ score: ScoreRecord) -> String {
    let parts: [String?] = [
      "\(score.metric) (\(score.unit.rawValue))",
      score.filter.isEmpty || score.filter == "none" ? nil : score.filter,
      score.shots.map { "\($0)-shot" },
    ]
    return (parts.compactMap { $0 } + score.settings.pairs.map { "\($0.name)=\($0.value)" })
      .joined(separator: ", ")
  }

  /// A text as YAML, always between quotes: JSON's escapes are YAML's.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).description }
}
