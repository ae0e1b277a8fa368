import Core
import Testing

@testable import Metrics

@Suite struct WandbImporterTests {
  static let fuzzSeeds = [
    ImportSample("wandb-history", "a_history.csv", table),
    ImportSample("wandb-history", "chart.csv", chart),
    ImportSample("wandb-history", "wandb-history.jsonl", lines),
    ImportSample("wandb-summary", "wandb-summary.json", summary),
    ImportSample("wandb-runs", "export.csv", runs),
  ]

  static let table = """
    _timestamp,train/loss,_step,lr,Sample,val/loss
    1779691972.7,4.25,0,9.765625E-4,,4.5
    1779691973.7,,1,,"{'path': 'a ""b"".html', '_type': 'html-file'}",
    1779691974.7,NaN,2,1e-3,,-Infinity

    """

  static let chart = """
    "Step","gla - a - train/loss","gla - a - train/loss__MIN","retnet - train/loss"
    "0","4.5","4.25","5.5"
    "1","4.0","3.75",""
    """

  static let lines = """
    {"reward": 180.0, "_runtime": 4.9, "_timestamp": 1582070918.2, "_step": 0}
    {"video": {"_type": "video-file", "path": "media/a.mp4", "size": 3}, "_step": 2}
    {"reward": NaN, "eval": {"acc": 0.5}, "name": "x", "bad": "NaN", "_step": 3}
    {"reward": 190.0}

    """

  static let summary =
    #"{"loss": 2.5, "_step": 99, "_wandb": {"runtime": 6270}, "_timestamp": 1.77e9, "#
    + #""eval": {"acc": 0.25}, "img": {"_type": "image-file"}}"# + "\n"

  static let runs = """
    "Name","State","Notes","Runtime","lr","valid/accuracy","test/acc","mixer","train/loss"
    "gla-64","finished","-","120","9.765625E-4","0.5","50.5","gla","1.5"
    "gla-64","crashed","-","20","","0.75","0.5","gla","NaN"
    """

  // MARK: History

  @Test func tablesHaveTheirColumnsInAnyOrder() throws {
    let file = try Imported("nano_A1_history.csv", Self.table)
    #expect(file.format == "wandb-history")
    #expect(
      file.pointLines == ["train/loss 0 4.25", "lr 0 0.0009765625", "val/loss 0 4.5", "lr 2 0.001"])
    #expect(file.points.map(\.run) == Array(repeating: "nano_A1", count: 4))
    #expect(file.points.map(\.locator) == ["line 2", "line 2", "line 2", "line 4"])
    #expect(
      file.summary.warnings == [
        "Sample: values that are no numbers are left out (line 3)",
        "train/loss: values that are not finite are left out (line 4)",
        "val/loss: values that are not finite are left out (line 4)",
      ])
  }

  @Test func aChartHasARunAColumn() throws {
    let file = try Imported("wandb_export_2026-01-01.csv", Self.chart)
    #expect(file.points.map(\.run) == ["gla - a", "retnet", "gla - a"])
    #expect(file.pointLines == ["train/loss 0 4.5", "train/loss 0 5.5", "train/loss 1 4.0"])
    #expect(file.summary.warnings.count == 1)
  }

  @Test func aLastValueWithoutItsEndIsLeftOut() throws {
    let file = try Imported("history.csv", "_step,loss,acc\n0,4.25,0.5\n1,4.0,0.6")
    #expect(file.pointLines == ["loss 0 4.25", "acc 0 0.5", "loss 1 4.0"])
    #expect(file.summary.warnings[0].hasPrefix("the file ends in the middle of a line"))
  }

  @Test func aValueWithoutANameIsLeftOut() throws {
    let file = try Imported(
      "wandb-history.jsonl", "{\"\": 180.0, \"loss\": 2.5, \"_step\": 0}\n")
    #expect(file.pointLines == ["loss 0 2.5"])
    #expect(file.summary.warnings == ["values without a name are left out (line 1)"])
  }

  @Test func linesMayHoldMedia() throws {
    let file = try Imported("run-20260101_000000-abc/files/wandb-history.jsonl", Self.lines)
    #expect(file.format == "wandb-history")
    #expect(file.pointLines == ["reward 0 180.0", "eval.acc 3 0.5"])
    #expect(file.points[0].run == "run-20260101_000000-abc")
    #expect(
      file.summary.warnings == [
        "video: values that are no numbers are left out (line 2)",
        "reward: values that are not finite are left out (line 3)",
        "name: values that are no numbers are left out (line 3)",
        "bad: values that are not finite are left out (line 3)",
        "rows without a step are left out (line 4)",
      ])
  }

  @Test func aLastLineThatIsCutIsLeftOut() throws {
    let text = "{\"a\": 1, \"_step\": 0}\n{\"a\": 2, \"_st"
    #expect(try Imported("h.jsonl", text).pointLines == ["a 0 1.0"])
    #expect(try fault { try Imported("h.jsonl", text + "\n") }.location == "h.jsonl:2")
    #expect(
      try fault { try Imported("h.jsonl", text + "\n{\"_step\": 3}\n") }.location == "h.jsonl:2")
  }

  @Test(arguments: [
    ("_step,a\n1.5,2\n", "the step is no whole number"),
    ("_step,a\nnan,2\n", "the step is no whole number"),
    ("_step,a,a\n1,2,3\n", "the header names a column twice"),
    ("_step,a\n1\n", "the record has the wrong number of fields"),
    ("_step,a\n1,\"2\n", "a quote is not closed"),
    ("_step,a\n1,2\"3\n", "a quote stands inside a field that is not quoted"),
    ("_step,a\n1,\"2\"3\n", "text follows a closing quote"),
  ])
  func whatIsWrongInATableIsNamed(_ text: String, _ what: String) throws {
    #expect(try fault { try Imported("a.csv", text) }.what == what)
  }

  @Test func aLongFieldIsRefusedSoon() throws {
    let text = "_step,a\n1," + String(repeating: "x", count: CSVCursor.longestField + 1) + "\n"
    let fault = try fault { try Imported("a.csv", text) }
    #expect(fault.what == "field 2 is too long")
    #expect(fault.location == "a.csv:2")
  }

  // MARK: Summary

  @Test func aSummaryIsPointsAtItsStep() throws {
    let file = try Imported("wandb/run-1-x/files/wandb-summary.json", Self.summary)
    #expect(file.format == "wandb-summary")
    #expect(file.pointLines == ["loss 99 2.5", "eval.acc 99 0.25"])
    #expect(file.points[0].run == "run-1-x")
    #expect(file.scores.isEmpty)
    #expect(file.summary.warnings == ["img: values that are no numbers are left out (line 1)"])
  }

  @Test func aSummaryWithoutAStepGivesNothing() throws {
    let file = try Imported("wandb-summary.json", #"{"loss": 2.5, "_wandb": {}}"#)
    #expect(file.records.isEmpty)
    #expect(file.summary.warnings.count == 1)
  }

  // MARK: Table of runs

  @Test func runsGiveScores() throws {
    let file = try Imported("export.csv", Self.runs)
    #expect(file.format == "wandb-runs")
    let expected: [(String, String, Double, MetricUnit)] = [
      ("gla-64", "lr", 9.765625e-4, .score), ("gla-64", "valid/accuracy", 0.5, .fraction),
      ("gla-64", "test/acc", 50.5, .score), ("gla-64", "train/loss", 1.5, .nats),
      ("gla-64 #2", "valid/accuracy", 0.75, .fraction), ("gla-64 #2", "test/acc", 0.5, .score),
    ]
    #expect(
      file.scores
        == expected.enumerated().map { index, score in
          ScoreRecord(
            model: score.0, task: score.1, metric: "value", value: score.2, unit: score.3,
            locator: index < 4 ? "line 2" : "line 3")
        })
    #expect(
      file.summary.warnings == [
        "mixer: values that are no numbers are left out (2 times, first: line 2)",
        "runs whose state is crashed: their values are not final (line 3)",
        "runs of one name: the later ones are numbered (line 3)",
        "train/loss: values that are not finite are left out (line 3)",
        "test/acc: a value is not a fraction from 0 to 1, so the column has no unit",
      ])
  }

  // MARK: Published files

  private static let exported = "wandb/nanoGPT_A1_no_pos_encoding_seed2026_n7lumvu8_history.csv"

  @Test(.realSamples(exported)) func anExportedHistory() throws {
    let file = try RealSamples.read(Self.exported)
    #expect(file.values("val/loss").first == 4.265923500061035)
    #expect(file.values("val/loss").last == 1.5557680130004883)
    #expect(file.points[0].run == "nanoGPT_A1_no_pos_encoding_seed2026_n7lumvu8")
    #expect(file.summary.warnings.allSatisfy { $0.hasPrefix("Sample Generation") })
  }

  @Test(.realSamples("wandb/spaceinvaders_wandb-history.jsonl")) func aHistoryOfLines() throws {
    let file = try RealSamples.read("wandb/spaceinvaders_wandb-history.jsonl")
    #expect(file.values("episodic_reward").first == 180)
    #expect(file.values("cumulative_avg_reward")[1] == 173.75)
    #expect(file.points[0].run == "spaceinvaders")
    #expect(file.summary.warnings.count == 1)
  }

  @Test(.realSamples("wandb/TinyLM_wandb-summary.json")) func aSummaryOfARun() throws {
    let file = try RealSamples.read("wandb/TinyLM_wandb-summary.json")
    #expect(file.values("val/ppl") == [32.7061235923697])
    #expect(Set(file.points.map(\.step)) == [53560])
  }

  @Test(.realSamples("wandb/VerySimpleTransformer_wandb-summary.json"))
  func aSummaryWithARate() throws {
    let file = try RealSamples.read("wandb/VerySimpleTransformer_wandb-summary.json")
    #expect(file.values("lr") == [3e-06])
  }

  private static let others = ["wandb/spaceinvaders_wandb-events.jsonl"]

  @Test(.realSamples(others), arguments: others)
  func publishedFilesOfOtherKindsAreRefused(_ name: String) throws {
    #expect(try fault { try RealSamples.read(name) }.what == "this file is of no known format")
  }
}
