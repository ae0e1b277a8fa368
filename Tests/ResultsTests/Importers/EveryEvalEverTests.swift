import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results

@Suite struct EveryEvalEverTests {
  static let fuzzSeeds = [ImportSample("every-eval-ever", "eee.json", file([result()]))]

  private static func file(_ results: [String], library: String = "inspect_ai") -> String {
    """
    {"schema_version": "0.3.0", "evaluation_id": "x", "retrieved_timestamp": "1",
     "source_metadata": {"source_type": "documentation", "source_organization_name": "lab",
       "evaluator_relationship": "first_party"},
     "eval_library": {"name": "\(library)", "version": "1"},
     "model_info": {"name": "GLA", "id": "lab/gla",
       "additional_details": {"deployment_type": "unknown", "model_availability": "unknown"}},
     "evaluation_results": [\(results.joined(separator: ", "))]}

    """
  }

  private static func result(
    metric: String = #""metric_name": "acc", "lower_is_better": false"#, score: String = "0.5",
    more: String = ""
  ) -> String {
    """
    {"evaluation_name": "piqa", "source_data": {"dataset_name": "piqa", "source_type": "other"},
     "metric_config": {\(metric)}, "score_details": {"score": \(score)\(more.isEmpty ? "" : ", " + more)}}
    """
  }

  private func read(_ results: [String], library: String = "inspect_ai") throws -> Imported {
    try Imported("a.json", Self.file(results, library: library))
  }

  @Test func unitsAreStatedOrShown() throws {
    let config = #""lower_is_better": false"#
    let cases: [(metric: String, score: String, unit: MetricUnit)] = [
      (#""metric_name": "a", "metric_unit": "proportion""#, "0.5", .fraction),
      (#""metric_name": "a", "metric_unit": "percent""#, "50", .percent),
      (#""metric_name": "a", "min_score": 0, "max_score": 100"#, "50", .percent),
      (#""metric_name": "a", "min_score": 0, "max_score": 10"#, "5", .score),
      (#""metric_id": "bench.accuracy""#, "0.5", .fraction),
      (#""metric_name": "acc""#, "50.5", .score), (#""metric_unit": "points""#, "1200", .score),
    ]
    for (metric, score, unit) in cases {
      let file = try read([Self.result(metric: "\(metric), \(config)", score: score)])
      #expect(file.scores.map(\.unit) == [unit], "\(metric)")
    }
  }

  @Test func metricsOfTheHarnessHaveItsUnits() throws {
    let metric = #""metric_name": "pass@1", "lower_is_better": false"#
    let results = [Self.result(metric: metric)]
    #expect(try read(results, library: "lm_eval").scores.map(\.unit) == [.fraction])
    #expect(try read(results).scores.map(\.unit) == [.score])
  }

  @Test func settingsAreGenerationArgumentsAndDetails() throws {
    let prompt = String(repeating: "p", count: 500)
    let text =
      Self.result().dropLast() + """
        , "generation_config": {"generation_args": {"temperature": 0.7, "max_tokens": 256, "top_p": null,
          "reasoning": true, "prompt_template": "\(prompt)", "sandbox": {"type": "docker"}},
          "additional_details": {"num_fewshot": "5", "until": "[\\"x\\"]"}}}
        """
    let file = try read([String(text)])
    let score = try #require(file.scores.first)
    #expect(score.shots == 5)
    #expect(
      score.settings
        == EvaluationSettings([
          "gen_kwargs.temperature": "0.7", "gen_kwargs.max_tokens": "256",
          "gen_kwargs.reasoning": "true", "gen_kwargs.until": "[\"x\"]",
          "gen_kwargs.prompt_template": "sha256:" + Digest.sha256(prompt).prefix(16),
        ]))
    #expect(file.summary.warnings.count == 1)
  }

  @Test func filtersOfTheHarnessAreUnderstood() throws {
    func result(_ name: String, _ id: String) -> String {
      Self.result().replacing(
        "\"evaluation_name\": \"piqa\"",
        with: "\"evaluation_name\": \"\(name)\", \"evaluation_result_id\": \"\(id)\"")
    }
    let results = [result("gsm8k/strict-match", "acc:strict-match"), result("mmlu/x", "acc")]
    let file = try read(results, library: "lm_eval")
    #expect(file.scores.map { "\($0.task) \($0.filter)" } == ["gsm8k strict-match", "mmlu/x none"])
    #expect(try read(results).scores.map(\.filter) == ["", ""])
  }

  @Test func whatIsNoScoreIsLeftOut() throws {
    let level = #""metric_name": "m", "lower_is_better": false, "has_unknown_level": true"#
    let file = try read([
      Self.result(score: "\"high\""), Self.result(metric: level, score: "-1"), Self.result(),
    ])
    #expect(file.scores.count == 1)
    #expect(file.summary.warnings.count == 2)
    #expect(try fault { try read([Self.result(score: "null")]) }.what == "the file holds no score")
    #expect(try fault { try read([]) }.what == "the file holds no score")
  }

  @Test func whatIsMissingIsNamed() throws {
    func fails(_ old: String, _ new: String) throws -> String {
      try fault { try Imported("a.json", Self.file([Self.result()]).replacing(old, with: new)) }
        .what
    }
    #expect(try fails("\"model_info\"", "\"other\"") == "the file names no model")
    #expect(try fails("\"evaluation_name\"", "\"name\"") == "a result is not valid")
    #expect(
      try fails("\"evaluation_results\": [", "\"evaluation_results\": 3, \"x\": [")
        == "evaluation_results is missing")
  }

  // MARK: Export

  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private static let rows = """
    score,lab/gla,piqa,acc,none,0,1.0,,0.5,0.0125,1838,fraction,true,"{""limit"":""10""}",7
    score,lab/gla,piqa,acc,none,0,1.0,,0.75,,,fraction,true,,
    score,lab/gla,gsm8k,exact_match,strict-match,5,3.0,,3.5,,,percent,true,"{""gen_kwargs.temperature"":""0.5""}",
    score,/data/models/x,wikitext,word_perplexity,none,,,,27.5,,62,perplexity,false,,
    score,/data/models/x,odd,thing,,,,,-3,,,score,,,
    point,run,loss,,,,,1,2.5,,,,,,

    """

  private func store(_ name: String, _ rows: String) throws -> ResultStore {
    let store = try ResultStore.open(at: temporary.url.appendingPathComponent("\(name).sqlite"))
    let url = temporary.url.appendingPathComponent("\(name).csv")
    try Data((LongCSVColumn.header + "\n" + rows).utf8).write(to: url)
    try store.importFile(try ImportFile(url, path: "\(name).csv"))
    return store
  }

  private func export(_ store: ResultStore, _ name: String) throws -> (ResultFolder, URL) {
    let folder = temporary.url.appendingPathComponent(name)
    let source = EveryEvalEverSource(
      organization: "Lab", relationship: .firstParty, time: 1_767_000_000)
    return (try store.exportEveryEvalEver(to: folder, source: source), folder)
  }

  @Test func anExportIsAFolderOfItsRepository() throws {
    let (done, folder) = try export(store("a", Self.rows), "out")
    #expect(done.scores == 5)
    #expect(done.notes == ["left out 1 points of curves: the schema has none"])
    let places = done.files.map { $0.split(separator: "/").prefix(4).joined(separator: "/") }
    #expect(places == ["data/interleave/Lab/x", "data/interleave/lab/gla"])
    let name = try Regex(
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.json")
    for path in done.files {
      #expect(String(path.split(separator: "/")[4]).wholeMatch(of: name) != nil, "\(path)")
      try checkRequired(
        JSONReader.read(Data(contentsOf: folder.appendingPathComponent(path)), at: path))
    }
  }

  /// What the schema requires of each file.
  private func checkRequired(_ root: JSONNode) throws {
    #expect(
      Set(root.object?.keys ?? []) == [
        "schema_version", "evaluation_id", "retrieved_timestamp", "source_metadata", "eval_library",
        "model_info", "evaluation_results",
      ])
    #expect(root["schema_version"]?.string == "0.3.0")
    for name in ["deployment_type", "model_availability"] {
      #expect(root["model_info"]?["additional_details"]?[name]?.string == "unknown")
    }
    let results = try #require(root["evaluation_results"]?.array)
    #expect(Set(results.map { $0["evaluation_result_id"]?.string }).count == results.count)
    for result in results {
      #expect(result["source_data"]?["source_type"]?.string == "other")
      let config = try #require(result["metric_config"])
      #expect([.bool(true), .bool(false)].contains(config["lower_is_better"]?.value))
      let isContinuous = config["score_type"]?.string == "continuous"
      #expect(
        isContinuous == (config["min_score"] != nil) && isContinuous == (config["max_score"] != nil)
      )
      #expect(result["score_details"]?["score"]?.number != nil)
      for member in config["additional_details"]?.object?.members ?? [] {
        #expect(member.value.string != nil, "\(member.key)")
      }
    }
  }

  @Test func theSameContentsGiveTheSameBytes() throws {
    let (one, first) = try export(store("a", Self.rows), "first")
    let (two, second) = try export(store("b", Self.rows), "second")
    #expect(one == two)
    for path in one.files {
      let bytes = try Data(contentsOf: first.appendingPathComponent(path))
      #expect(try bytes == Data(contentsOf: second.appendingPathComponent(path)))
    }
  }

  /// An export that is imported again has the same scores.
  @Test func nothingIsLostThereAndBack() throws {
    let before = try store("a", Self.rows)
    let (_, folder) = try export(before, "out")
    let after = try ResultStore.open(at: temporary.url.appendingPathComponent("after.sqlite"))
    let batch = try ImportBatch([folder.path], into: after)
    #expect(batch.failures.isEmpty)
    #expect(try scores(after) == scores(before))
  }

  private func scores(_ store: ResultStore) throws -> [ScoreRecord] {
    try store.models().flatMap { try store.scores(model: $0.name) }.map { found in
      var score = found.score
      score.locator = ""
      return score
    }
  }
}
