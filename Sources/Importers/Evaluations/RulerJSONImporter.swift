import Core
import Foundation
import Results

/// Scores of RULER's tasks as other tools write them, in percent: the `metrics.json` of kvpress, and that of
/// NeMo-Skills.
///
///     {"niah_single_1": {"string_match": 100.0}, "vt": {"string_match": 99.72}}
///     {"ruler.llama_128k.vt": {"pass@1": {"num_entries": 500, "accuracy": 56.8}}}
enum RulerJSONImporter: ResultImporter {
  static let format = "ruler-json"
  static let title = "RULER scores of kvpress or NeMo-Skills (JSON)"

  static func recognises(_ file: ImportFile) -> Bool {
    let keys = JSONKeyScan(file.head)
    return keys.innerKeys.contains(KvpressPath.metric) || keys.top.contains { isOfNeMo($0) }
  }

  private static func isOfNeMo(_ key: String) -> Bool { key.hasPrefix("ruler.") }

  /// Model, length and press; a model without a name is called by the file's path.
  static func context(of file: ImportFile) -> String {
    if JSONKeyScan(file.head).top.contains(where: isOfNeMo) {
      return NeMoScores(file: file).folder ?? ""
    }
    let path = KvpressPath(file)
    return [
      path.model.isEmpty ? file.path : path.model, path.length.map(String.init) ?? "",
      path.settings.text,
    ].joined(separator: "\n")
  }

  static func read(_ file: ImportFile, into take: ImportSink) throws -> ImportSummary {
    let root = try JSONReader.read(file.data(atMost: 16 << 20), at: file.path)
    let members = root.object?.members ?? []
    let hasNeMo = members.contains { isOfNeMo($0.key) }
    var notes = ImportNotes()
    let scores =
      hasNeMo
      ? NeMoScores(file: file).records(members, &notes) : KvpressPath(file).records(members, &notes)
    guard !scores.isEmpty else {
      throw Fault(
        "the file has no scores of RULER's tasks", at: file.path,
        expected: "{\"vt\": {\"string_match\": 99.7}}, or the metrics.json of NeMo-Skills")
    }
    notes.doubtPercent(scores.map(\.value))
    for score in scores { try take(.score(score)) }
    return ImportSummary(version: hasNeMo ? "NeMo-Skills" : "kvpress", warnings: notes.warnings)
  }
}

/// What kvpress writes into a path: `ruler__4096__org--model__snapkv__0.50/metrics.json`.
struct KvpressPath {
  static let metric = "string_match"
  private(set) var model = ""
  private(set) var length: Int?
  /// The press and how much of the cache it leaves out; none where nothing was pressed.
  private(set) var settings = EvaluationSettings.none

  init(_ file: ImportFile) {
    let url = file.name == "metrics.json" ? file.url.deletingLastPathComponent() : file.url
    let name = url.pathExtension == "json" ? url.deletingPathExtension() : url
    let parts = name.lastPathComponent.components(separatedBy: "__")
    guard parts.count >= 3, let length = RulerLength.tokens(parts[1]) else {
      let path = RulerPath(file.url)
      (model, self.length) = (path.model, path.length)
      return
    }
    self.length = length
    model = parts[2].replacingOccurrences(of: "--", with: "/")
    guard parts.count > 3, parts[3] != "no_press" else { return }
    settings = EvaluationSettings([
      "press": LMEvalSettings.short(parts[3]),
      "compression_ratio": parts.count > 4 ? LMEvalSettings.short(parts[4]) : "",
      "press_options": LMEvalSettings.short(parts.dropFirst(5).joined(separator: " ")),
    ])
  }

  func records(_ tasks: [JSONObject.Member], _ notes: inout ImportNotes) -> [ScoreRecord] {
    if length == nil { notes.add("the path names no sequence length") }
    return tasks.compactMap { task in
      guard !task.key.isEmpty, let value = task.value[Self.metric]?.number else {
        notes.add("\(task.key.clipped): it has no score; it is left out")
        return nil
      }
      return ScoreRecord(
        model: model, task: task.key, metric: RulerLength.metric(length), settings: settings,
        value: value,
        unit: notes.unit(.percent, holding: value, of: task.key.clipped), higherIsBetter: true,
        locator: task.key)
    }
  }
}

/// The benchmarks of NeMo-Skills: `ruler.SETUP.TASK`, where the setup is named by model and length.
private struct NeMoScores {
  /// Nil where the path names none.
  let folder: String?

  /// The model is the folder of its results: `gla-1.3B/eval-results/ruler/metrics.json`.
  init(file: ImportFile) {
    let folders = file.url.deletingLastPathComponent().pathComponents
    let inner = folders.lastIndex(of: "eval-results").map { folders[..<$0] }
    folder = inner?.last.flatMap { $0 == "/" ? nil : $0 }
  }

  func records(_ benchmarks: [JSONObject.Member], _ notes: inout ImportNotes) -> [ScoreRecord] {
    var records: [ScoreRecord] = []
    for benchmark in benchmarks {
      let parts = benchmark.key.split(separator: ".").map(String.init)
      guard parts.first == "ruler", parts.count > 1 else {
        notes.add("\(benchmark.key.clipped) is not a benchmark of RULER; it is left out")
        continue
      }
      let task = parts.count > 2 ? parts[2...].joined(separator: ".") : "ruler"
      for mode in benchmark.value.object?.members ?? [] {
        let place = "\(benchmark.key)/\(mode.key)"
        if let record = record(task, setup: parts[1], mode, place, &notes) {
          records.append(record)
        }
      }
    }
    return records
  }

  private func record(
    _ task: String, setup: String, _ mode: JSONObject.Member, _ place: String,
    _ notes: inout ImportNotes
  ) -> ScoreRecord? {
    guard let value = mode.value["accuracy"]?.number else {
      notes.add("\(place.clipped): it has no accuracy; it is left out")
      return nil
    }
    let words = setup.split(separator: "_").map(String.init)
    let length = words.last.flatMap { RulerLength.tokens($0) }
    let model = folder ?? words.dropLast(length == nil ? 0 : 1).joined(separator: "_")
    if length == nil { notes.add("the setup \(setup.clipped) names no sequence length") }
    notes.add("the file names no model; the name is its path's or its setup's: \(model.clipped)")
    return ScoreRecord(
      model: model, task: task, metric: RulerLength.metric(length),
      filter: ["pass@1", "greedy"].contains(mode.key) ? "" : mode.key, value: value,
      unit: notes.unit(.percent, holding: value, of: place.clipped),
      n: mode.value["num_entries"]?.natural.flatMap { $0 > 0 ? $0 : nil }, higherIsBetter: true,
      locator: place)
  }
}
