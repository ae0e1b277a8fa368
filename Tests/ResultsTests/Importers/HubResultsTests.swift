import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

@Suite struct HubResultsTests {
  static let fuzzSeeds = [ImportSample("hf-eval-results", "gla/.eval_results/a.yaml", text)]

  static let text = """
    - dataset:
        id: cais/hle
        task_id: default
      value: 20.90
      notes: "no-tools"

    """

  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func read(_ text: String, _ name: String = "gla/.eval_results/a.yaml") throws -> Imported
  {
    try Imported(name, text)
  }

  @Test func anEntryIsAScoreWithoutUnit() throws {
    let file = try read(Self.text)
    #expect(file.format == "hf-eval-results")
    #expect(
      file.scores == [
        ScoreRecord(
          model: "gla", task: "cais/hle", metric: "value",
          settings: EvaluationSettings(["notes": "no-tools"]), value: 20.9, unit: .score,
          locator: "[0]")
      ])
  }

  @Test func theModelIsTheRepository() throws {
    func model(_ name: String) throws -> String? { try read(Self.text, name).scores.first?.model }
    #expect(
      try model("models--lab--gla-340M/snapshots/0f1e/.eval_results/a.yaml") == "lab/gla-340M")
    #expect(try model("lab__gla/.eval_results/a.yaml") == "lab/gla")
    #expect(try model("results/a.yaml") == "")
    let file = try ImportFile(
      try write("x/gla/.eval_results/a.yaml", Self.text), path: "gla/.eval_results/a.yaml")
    #expect(HubResultsImporter.context(of: file) == "gla")
  }

  private func write(_ name: String, _ text: String) throws -> URL {
    let url = temporary.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url
  }

  /// Keys in the order of the alphabet, as PyYAML writes them.
  @Test func keysMayComeInAnyOrder() throws {
    let file = try read(
      "- value: 0.5\n  dataset: # the benchmark\n    task_id: 7\n    id: a/b\n  verifyToken: abc\n")
    #expect(file.scores.map(\.task) == ["a/b:7"])
    #expect(file.summary.warnings.contains("verifyToken is not checked ([0])"))
  }

  @Test(arguments: [
    ("value: 20.90", "value: high", "value is missing or not valid", 4),
    ("id: cais/hle", "revision: x", "dataset.id is missing or not valid", 2),
    ("value: 20.90", "value: 1\n  value: 2", "a key stands twice", 5),
    ("\"no-tools\"", "|", "this kind of YAML is not read", 5),
    ("\"no-tools\"", "*anchor", "this kind of YAML is not read", 5),
    ("\"no-tools\"", "\"open", "a quote is not closed", 5),
    ("  notes", " notes", "the line belongs to nothing above it", 5),
  ])
  func whatIsWrongIsNamed(_ old: String, _ new: String, _ what: String, _ line: Int) throws {
    let error = try fault { try read(Self.text.replacing(old, with: new)) }
    #expect(error.what == what)
    #expect(error.location.hasPrefix("a.yaml:\(line)"), "\(error)")
  }

  @Test(arguments: [
    "name: x\n", "- a\n- b\n", "", "- dataset:\n    id: x\n", "value: 3\ndataset:\n  id: x\n",
  ])
  func otherYAMLIsNotRecognised(_ text: String) throws {
    #expect(!HubResultsImporter.recognises(try ImportFile(try write("a.yaml", text))))
  }

  // MARK: Export

  private static let rows = """
    score,lab/gla,gsm8k,exact_match,strict-match,5,3.0,,0.25,,,fraction,true,,
    score,lab/gla,gsm8k,exact_match,flexible-extract,5,3.0,,0.25,,,fraction,true,,
    score,lab/gla,piqa,acc,none,0,1.0,,0.5,,,fraction,true,,
    score,lab/gla,mmlu,acc,none,0,1.0,,0.5,,,fraction,true,,
    score,lab/gla,mmlu,acc,none,5,1.0,,0.625,,,fraction,true,,
    score,lab/gla,arc,acc,none,0,1.0,,0.5,,,fraction,true,"{""limit"":""10""}",
    score,lab/retnet,piqa,acc,none,0,1.0,,0.5,,,fraction,true,,

    """

  private func store(_ rows: String) throws -> ResultStore {
    let store = try ResultStore.open(at: temporary.url.appendingPathComponent("a.sqlite"))
    let url = try write("a.csv", LongCSVColumn.header + "\n" + rows)
    try store.importFile(try ImportFile(url))
    return store
  }

  private let mappings = [
    HubMapping(
      task: "gsm8k", metric: "exact_match",
      benchmark: HubBenchmark(dataset: "openai/gsm8k", task: "main")),
    HubMapping(task: "mmlu", metric: "acc", benchmark: HubBenchmark(dataset: "cais/mmlu")),
    HubMapping(task: "arc", metric: "acc", benchmark: HubBenchmark(dataset: "ai2/arc")),
  ]

  @Test func whatIsMappedIsWritten() throws {
    let folder = temporary.url.appendingPathComponent("out")
    let done = try store(Self.rows).exportHubResults(to: folder, mappings: mappings)
    #expect(done.files == ["lab/gla/.eval_results/interleave.yaml"])
    #expect(done.scores == 1)
    #expect(
      done.notes == [
        "lab/gla, cais/mmlu: the store has several values (0.5, 0.625), so none is written",
        "lab/gla: 1 scores of only some of the items are left out",
      ])
    #expect(
      try String(contentsOf: folder.appendingPathComponent(done.files[0]), encoding: .utf8) == """
        - dataset:
            id: "openai/gsm8k"
            task_id: "main"
          value: 0.25
          notes: "exact_match (fraction), flexible-extract, 5-shot"

        """)
  }

  /// A hidden folder of results is imported with the folder above it; other hidden files are not.
  @Test func whatIsWrittenCanBeImportedAndWrittenAgain() throws {
    _ = try write("in/lab__gla/.eval_results/a.yaml", Self.text)
    _ = try write("in/lab__gla/.cache/a.yaml", Self.text)
    _ = try write("in/lab__gla/.a.yaml", Self.text)
    _ = try write("in/lab__gla/z.csv", LongCSVImporterTests.header + "point,r,loss,,,,,1,1,,,,\n")
    let store = try ResultStore.open(at: temporary.url.appendingPathComponent("b.sqlite"))
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store)
    #expect(batch.files.map { ($0.path as NSString).lastPathComponent } == ["a.yaml", "z.csv"])
    let folder = temporary.url.appendingPathComponent("out")
    let done = try store.exportHubResults(to: folder, mappings: [])
    #expect(done.files == ["lab/gla/.eval_results/interleave.yaml"])
    let again = try Imported(folder.appendingPathComponent(done.files[0]))
    #expect(again.scores.map(\.task) == ["cais/hle"] && again.scores.map(\.value) == [20.9])
    #expect(again.scores[0].settings["notes"] == "no-tools")
  }
}
