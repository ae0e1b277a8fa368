import Core
import Foundation
import Results

/// The evaluation results of a model repository of the Hugging Face Hub, `.eval_results/*.yaml`.
///
/// An entry names a benchmark's data set and task, and one value: neither metric nor unit. The model is
/// the repository's folder.
///
/// Source: huggingface.co/docs/hub/eval-results.
public enum HubResultsImporter: ResultImporter {
  public static let format = "hf-eval-results"
  public static let title = "Hugging Face evaluation results (.eval_results/*.yaml)"

  /// The folder of a model repository in which the files lie.
  static let folder = ".eval_results"

  public static func recognises(_ file: ImportFile) -> Bool {
    guard file.name.hasSuffix(".yaml") || file.name.hasSuffix(".yml") else { return false }
    let lines = file.headText.split(whereSeparator: \.isNewline).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.hasPrefix("#") && $0 != "---" && !$0.isEmpty }
    guard lines.first?.hasPrefix("- ") == true else { return false }
    return ["dataset:", "value:"].allSatisfy { key in
      lines.contains { $0.hasPrefix(key) || $0.hasPrefix("- " + key) }
    }
  }

  public static func context(of file: ImportFile) -> String { model(of: file) }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let root = try YAMLReader.read(file.data(atMost: 4 << 20), at: file.path)
    guard let entries = root.array, !entries.isEmpty else {
      throw Fault(
        "the file holds no results", at: "\(file.path):\(root.line)", expected: "a list of entries",
        found: root.summary)
    }
    var notes = ImportNotes()
    notes.add("the format names no metric and no unit: values are taken as plain scores")
    let model = model(of: file)
    for (index, entry) in entries.enumerated() {
      let entry = try HubEntry(entry, place: "[\(index)]", file)
      try take(.score(entry.score(of: model, &notes)))
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
}

/// One entry of a file.
private struct HubEntry {
  let benchmark: HubBenchmark
  let revision: String?
  let value: Double
  let framework: String
  let notes: String
  let isVerified: Bool
  let place: String

  init(_ node: JSONNode, place: String, _ file: ImportFile) throws {
    func missing(_ key: String, _ expected: String, _ found: JSONNode?) -> Fault {
      Fault(
        "\(key) is missing or not valid", at: "\(file.path):\(found?.line ?? node.line): \(place)",
        expected: expected, found: found?.summary)
    }
    self.place = place
    let dataset = node["dataset"]
    guard let id = Self.text(dataset?["id"]), !id.isEmpty else {
      throw missing("dataset.id", "a data set of the Hub, such as cais/hle", dataset)
    }
    guard let value = node["value"]?.number else {
      throw missing("value", "a number", node["value"])
    }
    benchmark = HubBenchmark(
      dataset: id, task: Self.text(dataset?["task_id"]) ?? Self.text(dataset?["config"]) ?? "")
    revision = Self.text(dataset?["revision"])
    self.value = value
    framework = Self.text(node["evaluation_framework"]) ?? ""
    notes = Self.text(node["notes"]) ?? ""
    isVerified = node["verifyToken"] != nil
  }

  func score(of model: String, _ warnings: inout ImportNotes) -> ScoreRecord {
    if isVerified { warnings.add("verifyToken is not checked", at: place) }
    return ScoreRecord(
      model: model, task: benchmark.name, metric: HubBenchmark.metric, taskVersion: revision,
      settings: EvaluationSettings([
        HubBenchmark.framework: framework, HubBenchmark.notes: notes,
      ]),
      value: value, unit: .score, locator: place)
  }

  /// A text, or a whole number that was meant as one.
  private static func text(_ node: JSONNode?) -> String? {
    node?.string ?? node?.integer.map(String.init)
  }
}
