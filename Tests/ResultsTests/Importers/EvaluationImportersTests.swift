import Core
import Testing

@testable import Importers
@testable import Results

/// Results of harnesses other than lm-evaluation-harness, and its printed tables.
@Suite struct EvaluationImportersTests {
  /// `task metric value unit`, one line for each score.
  private func lines(_ scores: [ScoreRecord]) -> [String] {
    scores.map { "\($0.task) \($0.metric) \($0.value) \($0.unit.rawValue)" }
  }

  @Test(arguments: EvaluationTexts.fuzzSeeds)
  func exactlyOneImporterRecognisesIt(_ sample: ImportSample) throws {
    #expect(try ImportTrial(sample.bytes, as: sample.name).recognisers == [sample.format])
  }

  @Test(arguments: EvaluationTexts.fuzzSeeds)
  func survivesDamage(_ sample: ImportSample) throws {
    let importer = try #require(ImporterRegistry.all.first { $0.format == sample.format })
    let name = sample.name.split(separator: "/").last.map(String.init) ?? sample.name
    try ImportTrial.survive(
      String(decoding: sample.bytes, as: UTF8.self), as: name, by: importer, flips: 300)
  }

  // MARK: Printed tables

  private func table(
    _ text: String, as name: String = "results.md"
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try ImportTrial(text, as: name).scores(by: LMEvalTableImporter.self)
  }

  @Test func readsAPrintedTable() throws {
    let (scores, summary) = try table(EvaluationTexts.table)
    #expect(
      scores.first
        == ScoreRecord(
          model: "a/m", task: "piqa", metric: "acc", filter: "none", shots: 0, taskVersion: "1",
          settings: EvaluationSettings(["model_args.dtype": "float32"]), value: 0.625,
          unit: .fraction, standardError: 0.0113, higherIsBetter: true, locator: "line 4"))
    #expect(lines(scores).last == "piqa acc_norm 0.6375 fraction")
    #expect(summary.warnings.isEmpty)
  }

  @Test func aTableAloneTakesThePathsName() throws {
    let text = EvaluationTexts.table.split(separator: "\n").dropFirst().joined(separator: "\n")
    for (name, model) in [("gla/results.md", "gla"), ("gla-340M.md", "gla-340M")] {
      let (scores, summary) = try table(text, as: name)
      #expect(scores.map(\.model) == [model, model])
      #expect(summary.warnings.count == 1)
    }
  }

  @Test func theLineAboveTellsArgumentsOfAnyForm() throws {
    let dictionary = EvaluationTexts.table.replacing(
      "pretrained=a/m,dtype=float32", with: "{'pretrained': 'a/m', 'max_length': 4096}")
    let score = try #require(try table(dictionary).scores.first)
    #expect(score.model == "a/m" && score.settings.text == #"{"model_args.max_length":"4096"}"#)
    let limited = EvaluationTexts.table.replacing("limit: None", with: "limit: 10.0")
      .replacing("(None)", with: "(temperature=0.5)")
    #expect(
      try table(limited).scores.first?.settings.text
        == #"{"gen_kwargs":"temperature=0.5","limit":"10","model_args.dtype":"float32"}"#)
  }

  @Test func rowsWithoutAValueAreNamed() throws {
    let text = EvaluationTexts.table.replacing("0.6250", with: "   N/A")
    let (scores, summary) = try table(text)
    #expect(scores.count == 1)
    #expect(summary.warnings == ["rows without a value are left out (line 4)"])
    let header = EvaluationTexts.table.split(separator: "\n")[..<3].joined(separator: "\n")
    let fault = try ImportTrial(header, as: "a.md").fault(of: LMEvalTableImporter.self)
    #expect(fault.what == "the table has no values")
  }

  @Test func otherTablesAreNotTaken() throws {
    for text in ["|Tasks|Value|\n|-|-|\n|piqa|1|\n", "# Tasks Version Metric Value Stderr\n", ""] {
      #expect(try ImportTrial(text, as: "a.md").recognisers == [])
    }
  }

  // MARK: lighteval

  @Test(arguments: [
    ("leaderboard|arc:challenge|25|0", "leaderboard", "arc:challenge", 25),
    ("harness|arc:challenge|25", "harness", "arc:challenge", 25),
    ("arc:challenge|0", "", "arc:challenge", 0),
    ("lighteval|mmlu:_average|5", "lighteval", "mmlu:_average", 5),
    ("all", "", "all", nil), ("a|b", "a", "b", nil), ("3", "", "3", nil), ("a|-1", "a", "-1", nil),
  ])
  func namesOfTasksAreRead(text: String, suite: String, task: String, shots: Int?) {
    let read = LightEvalTask(text)
    #expect(read.suite == suite && read.task == task && read.shots == shots)
  }

  @Test func readsResultsOfLightEval() throws {
    let trial = try ImportTrial(EvaluationTexts.lightEval, as: "results_2026-01-02T03-04-05.json")
    let (scores, _) = try trial.scores(by: LightEvalImporter.self)
    #expect(
      scores == [
        ScoreRecord(
          model: "a/m", task: "piqa", metric: "acc", shots: 3, taskVersion: "1",
          settings: EvaluationSettings(["suite": "lighteval"]), value: 0.5, unit: .fraction,
          standardError: 0.01, n: 50, higherIsBetter: true,
          locator: "results/lighteval|piqa|3|0/acc")
      ])
    #expect(trial.context(by: LightEvalImporter.self) == "")
  }

  @Test func aModelThatIsNotNamedIsThePaths() throws {
    let text = EvaluationTexts.lightEval.replacing("\"a/m\"", with: "null")
    let trial = try ImportTrial(text, as: "org__m/results_1.json")
    #expect(try trial.scores(by: LightEvalImporter.self).scores.map(\.model) == ["org/m"])
    #expect(trial.context(by: LightEvalImporter.self) == "org/m")
  }

  // MARK: OLMES, OpenCompass, LongBench

  @Test func readsMetricsOfOlmes() throws {
    let trial = try ImportTrial(EvaluationTexts.olmes, as: "metrics.json")
    let (scores, _) = try trial.scores(by: OlmesImporter.self)
    #expect(lines(scores) == ["a:rc acc_raw 0.25 fraction", "a:rc acc_uncond 0.5 fraction"])
    #expect(scores.map(\.model) == ["a/m@step5", "a/m@step5"])
    #expect(scores.map(\.n) == [40, 40])
    #expect(scores[0].settings.text == #"{"limit":"40","model_args.max_length":"2048"}"#)
  }

  @Test func readsTheFileOfOneTaskOfOlmes() throws {
    let text = """
      {"task_name": "boolq", "model_config": {"model_path": "/m/x"}, "num_instances": 9,
       "task_config": {"num_shots": 0, "primary_metric": "f2"},
       "metrics": {"acc_raw": 0.75, "primary_score": 0.5, "note": "x"}}
      """
    let trial = try ImportTrial(text, as: "task-000-boolq-metrics.json")
    #expect(trial.recognisers == ["olmes"])
    let (scores, summary) = try trial.scores(by: OlmesImporter.self)
    #expect(lines(scores) == ["boolq acc_raw 0.75 fraction", "boolq primary_score 0.5 score"])
    #expect(scores.map(\.model) == ["/m/x", "/m/x"])
    #expect(summary.warnings == ["boolq: values that are not numbers are left out (note)"])
  }

  @Test func readsSummariesOfOpenCompass() throws {
    let trial = try ImportTrial(EvaluationTexts.openCompass, as: "summary_1.csv")
    let (scores, _) = try trial.scores(by: OpenCompassImporter.self)
    #expect(
      lines(scores) == [
        "piqa accuracy 61.5 percent", "lambada bpc 1.25 score", "lambada bpc 1.5 score",
      ])
    #expect(scores.map(\.model) == ["m-hf", "m-hf", "n-hf"])
    #expect(scores.map(\.filter) == ["ppl", "gen", "gen"])
    #expect(scores.map(\.taskVersion) == ["0a", nil, nil])
  }

  @Test func readsResultsOfLongBench() throws {
    let trial = try ImportTrial(EvaluationTexts.longBench, as: "pred_e/m-7B/result.json")
    let (scores, _) = try trial.scores(by: LongBenchImporter.self)
    #expect(
      lines(scores) == [
        "qasper score 20.5 percent", "trec score@0-4k 41.0 percent", "trec score@4-8k 39.5 percent",
      ])
    #expect(Set(scores.map(\.model)) == ["m-7B"])
    #expect(trial.context(by: LongBenchImporter.self) == "m-7B")
    #expect(try ImportTrial(#"{"loss": 1.5}"#, as: "m/result.json").recognisers == [])
  }

  @Test(arguments: [
    ("lighteval", "a.json", #"{"config_general": {}, "results": {"all": {"acc": 1}}}"#),
    ("olmes", "metrics.json", #"{"all_primary_scores": [], "tasks": []}"#),
    ("opencompass", "s.csv", "dataset,version,metric,mode,m\npiqa,0a,accuracy,ppl,-\n"),
    ("longbench", "result.json", #"{"qasper": "none"}"#),
    ("ruler-json", "metrics.json", #"{"vt": {"string_match": null}}"#),
    ("ruler-table", "a.csv", "model,ctx,vt\nm,4096,\n"),
  ])
  func aFileWithoutAValueIsAFault(format: String, name: String, text: String) throws {
    let trial = try ImportTrial(text, as: name)
    #expect(trial.recognisers == [format])
    let importer = try #require(ImporterRegistry.all.first { $0.format == format })
    #expect(try trial.fault(of: importer).location == name)
  }
}
