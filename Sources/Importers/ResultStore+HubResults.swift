import Core
import Foundation
import GRDB
import Results

/// Which scores are those of a benchmark on the Hub: the store's names say nothing about it.
public struct HubMapping: Sendable, Hashable {
  /// The task and metric of a score: `gsm8k`, `exact_match`.
  public var task: String
  public var metric: String
  public var benchmark: HubBenchmark

  public init(task: String, metric: String, benchmark: HubBenchmark) {
    self.task = task
    self.metric = metric
    self.benchmark = benchmark
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
  private var order: [HubBenchmark] = []
  private var found: [HubBenchmark: [ScoreRecord]] = [:]
  private var limited = 0

  init(model: String, mappings: [HubMapping]) {
    self.model = model
    self.mappings = mappings
  }

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
