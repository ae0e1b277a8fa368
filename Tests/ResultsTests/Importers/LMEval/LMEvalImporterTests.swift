import Core
import Testing

@testable import Importers
@testable import Published
@testable import Results

@Suite struct LMEvalImporterTests {
  private func read(
    _ text: String, as name: String = "results.json"
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try ImportTrial(text, as: name).scores(by: LMEvalImporter.self)
  }

  @Test func readsTheEraBefore04() throws {
    let (scores, summary) = try read(LMEvalTexts.before04)
    func score(
      _ task: String, _ metric: String, _ version: String, _ value: Double, _ unit: MetricUnit,
      _ error: Double
    ) -> ScoreRecord {
      ScoreRecord(
        model: "a/b-160m@step0", task: task, metric: metric, shots: 5, taskVersion: version,
        value: value, unit: unit, standardError: error, locator: "results/\(task)/\(metric)")
    }
    #expect(
      scores == [
        score("piqa", "acc", "0", 0.5, .fraction, 0.01),
        score("piqa", "acc_norm", "0", 0.25, .fraction, 0.02),
        score("lambada", "ppl", "1", 12.5, .perplexity, 0.5),
        score("lambada", "acc", "1", 0, .fraction, 0),
      ])
    #expect(summary == ImportSummary(version: "0.3"))
  }

  @Test func readsTheEraOnTheWayTo04() throws {
    let (scores, summary) = try read(LMEvalTexts.onTheWay, as: "flan_atis.json")
    #expect(
      scores == [
        ScoreRecord(
          model: "flan_atis", task: "atis", metric: "acc", filter: "none", shots: 0,
          taskVersion: "Yaml", value: 0.05625, unit: .fraction, standardError: 0.0081,
          locator: "results/atis/acc,none"),
        ScoreRecord(
          model: "flan_atis", task: "atis", metric: "f1", filter: "none", shots: 0,
          taskVersion: "Yaml", value: 0.114, unit: .fraction, locator: "results/atis/f1,none"),
      ])
    #expect(summary.version == "0.4")
    #expect(
      summary.warnings == ["the file names no model; the name is its path's: flan_atis"])
  }

  @Test func readsTheCurrentEraWithItsGroupsOnce() throws {
    let (scores, summary) = try read(LMEvalTexts.current)
    #expect(
      scores.map(\.locator) == [
        "groups/suite/acc,none", "results/gsm/exact_match,strict-match",
        "results/gsm/exact_match,flexible-extract", "results/wiki/word_perplexity,none",
        "results/wiki/bits_per_byte,none",
      ])
    #expect(Set(scores.map(\.model)) == ["/m/x"])
    #expect(
      scores[1]
        == ScoreRecord(
          model: "/m/x", task: "gsm", metric: "exact_match", filter: "strict-match", shots: 5,
          taskVersion: "3.0", settings: EvaluationSettings(["model_args.dtype": "bfloat16"]),
          value: 0.125, unit: .fraction, standardError: 0.02, n: 100,
          higherIsBetter: true, locator: "results/gsm/exact_match,strict-match"))
    #expect(scores[2].filter == "flexible-extract" && scores[2].standardError == nil)
    #expect(scores.map(\.unit) == [.fraction, .fraction, .fraction, .perplexity, .score])
    #expect(scores.map(\.higherIsBetter) == [nil, true, true, false, false])
    #expect(scores.map(\.n) == [nil, 100, 100, 62, 62])
    #expect(summary == ImportSummary(version: "0.4.8"))
  }

  @Test func readsLengthsAndLeavesOutWhatWasNotRun() throws {
    let (scores, summary) = try read(LMEvalTexts.lengths)
    #expect(scores.map(\.metric) == ["accuracy@4096", "accuracy@1024", "accuracy@2048"])
    #expect(scores.map(\.value) == [0.5, 1, 0.75])
    #expect(scores.map(\.standardError) == [nil, 0, 0.01])
    #expect(scores.map(\.n) == [500, 500, 500])
    #expect(
      summary.warnings == [
        "niah, 8192,none: -1 says that this length was not run; it is left out"
      ])
  }

  @Test func saysNoCountWhereLengthsMayDiffer() throws {
    let limited = LMEvalTexts.lengths.replacing("\"limit\": null", with: "\"limit\": 700")
    #expect(try read(limited).scores.map(\.n) == [nil, nil, nil])
    let odd = LMEvalTexts.lengths.replacing("1500", with: "1400")
    #expect(try read(odd).scores.map(\.n) == [nil, nil, nil])
  }

  @Test func refusesGroupMeansThatHoldASentinel() throws {
    let text = """
      {"results": {"ruler": {"8192,none": 0.2, "4096,none": 0.5}, "b": {"8192,none": 0.9},
        "niah": {"8192,none": -1, "4096,none": 0.5}},
       "group_subtasks": {"ruler": ["b", "inner"], "inner": ["niah", "ruler"]},
       "model_name": "m"}
      """
    let (scores, summary) = try read(text)
    #expect(
      scores.map(\.locator) == [
        "groups/ruler/4096,none", "results/b/8192,none", "results/niah/4096,none",
      ])
    #expect(summary.warnings.count == 2)
  }

  @Test func warnsOfWhatCannotBe() throws {
    let text = """
      {"results": {
        "a": {"acc,none": 0.5, "acc_stderr,none": 0.0, "f1,none": 42.5, "x,none": 7},
        "b": {"acc,none": NaN, "acc_stderr,none": NaN, "mcc,none": -0.5, "alias": 3},
        "c": {"acc,none": null, "em_stderr,none": 0.1, "bypass,none": 999, "stray": 0.3},
        "d": {"acc,none": 1.0, "acc_stderr,none": 0.0, "em,none": 0.5, "em_stderr,none": -1},
        "squadv2": {"f1,none": 0.9, "HasAns_exact,none": 50.0}, "e": 0.5},
       "versions": {}, "model_name_sanitized": "org__m"}
      """
    let (scores, summary) = try read(text)
    #expect(scores.map(\.value) == [0.5, 42.5, 7, -0.5, 1, 0.5, 0.9, 50])
    #expect(
      scores.map(\.unit) == [
        .fraction, .score, .score, .score, .fraction, .fraction, .percent, .percent,
      ])
    #expect(scores.map(\.standardError) == [nil, nil, nil, nil, 0, nil, nil, nil])
    #expect(scores[0].model == "org/m")
    #expect(
      summary.warnings == [
        "a, acc_stderr,none: it is 0, which the value 0.5 cannot have; it is left out",
        "a, f1: 42.5 is not a fraction from 0 to 1; it is kept as a score",
        "b, acc,none: NaN is not a value; it is left out",
        "c, acc,none: null is not a value; it is left out",
        "c, em_stderr,none: a standard error of no value; it is left out",
        "c, bypass,none: nothing was scored (predict only); it is left out",
        "c, stray: a name without a filter is not a metric; it is left out",
        "d, em_stderr,none: the number -1 is not a standard error; it is left out",
        "e is the number 0.5, no row of metrics; it is left out",
      ])
  }

  @Test func leavesOutWhatHasNoName() throws {
    let text = #"{"results": {"": {"acc,none": 1}, "a": {",none": 1, "em,none": 1}}}"#
    let (scores, summary) = try read(text)
    #expect(scores.map(\.locator) == ["results/a/em,none"])
    #expect(summary.warnings.count == 3)
  }

  @Test func readsGroupsThatStandNowhereElseAndComparesTheOthers() throws {
    let text = """
      {"results": {"g": {"acc,none": 0.5}}, "versions": {}, "model_name": "m",
       "groups": {"g": {"acc,none": 0.6}, "h": {"acc,none": 0.7}}}
      """
    let (scores, summary) = try read(text)
    #expect(scores.map(\.locator) == ["groups/g/acc,none", "groups/h/acc,none"])
    #expect(scores.map(\.value) == [0.5, 0.7])
    #expect(
      summary.warnings == ["g, acc,none: groups say 0.6, results say 0.5; the latter is kept"])
  }

  @Test(arguments: [
    (#"{"model_args": "pretrained=a/b,dtype=x"}"#, "a/b"),
    (#"{"model_args": "pretrained=a/b,revision=main"}"#, "a/b"),
    (#"{"model_args": "pretrained=a/b,peft=c/d"}"#, "c/d"),
    (#"{"model_args": "model=gpt,base_url=http://h?x=1"}"#, "gpt"),
    (#"{"model_args": {"pretrained": "a/b", "revision": "step5"}}"#, "a/b@step5"),
    (#"{"model_args": ""}"#, "org/net"), (#"{"model_args": "pretrained="}"#, "org/net"),
  ])
  func findsTheModel(config: String, name: String) throws {
    let text = #"{"results": {"t": {"acc,none": 0.5}}, "config": \#(config)}"#
    #expect(try read(text, as: "org__net/results_2024.json").scores.map(\.model) == [name])
  }
}
