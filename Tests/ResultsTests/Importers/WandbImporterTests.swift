import Core
import Testing
import TestSupport

@Suite struct WandbImporterTests {
  static let fuzzSeeds = [
    ImportSample("wandb-history", "a_history.csv", table),
    ImportSample("wandb-history", "chart.csv", chart),
    ImportSample("wandb-history", "trainer_history.csv", trainer),
    ImportSample("wandb-history", "wandb-history.jsonl", lines),
    ImportSample("wandb-history", "history.json", list),
    ImportSample("wandb-summary", "wandb-summary.json", summary),
    ImportSample("wandb-summary", "b-wandb-summary.json", evaluated),
  ]

  static let trainer = """
    _step,train/loss,train/epoch,train/global_step,eval/loss,iter
    0,9.5,0.25,5,,1
    1,8.25,0.5,10,,2
    2,,0.5,10,7.5,2
    3,7.75,0.75,15,,3

    """

  static let list = #"""
    [{"_step": 0, "loss": 3.5, "global_step": 4, "_runtime": 1.5},
     {"_step": 1, "loss": 3.25, "global_step": 8, "eval": {"acc": 0.25}}]
    """#

  static let evaluated = #"""
    {"piqa/acc": 0.625, "piqa/acc_stderr": 0.0125, "piqa/alias": "piqa", "piqa/sample_len": 500,
     "lm_eval/gsm8k/exact_match,strict-match": 0.25, "swde/contains": 0.5, "swde/contains_stderr": 0.125,
     "hellaswag/acc_norm,none": 0.375, "val/acc": 0.75, "_wandb": {"runtime": 9}, "_step": 3}
    """#

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

  private static let calls =
    "the step is _step, which counts calls of wandb.log: no row has train/global_step, "
    + "trainer/global_step, global_step, iter"

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
        Self.calls, "Sample: values that are not numbers are left out (line 3)",
        "train/loss: values that are not finite are left out (line 4)",
        "val/loss: values that are not finite are left out (line 4)",
      ])
  }

  @Test func aChartHasARunAColumn() throws {
    let file = try Imported("wandb_export_2026-01-01.csv", Self.chart)
    #expect(file.points.map(\.run) == ["gla - a", "retnet", "gla - a"])
    #expect(file.pointLines == ["train/loss 0 4.5", "train/loss 0 5.5", "train/loss 1 4.0"])
    #expect(
      file.summary.warnings == [
        "the step is the chart's Step, which counts calls of wandb.log",
        "the columns __MIN and __MAX, a chart's ranges, are left out",
      ])
  }

  @Test func theTrainingStepCountsAndNotTheCalls() throws {
    let file = try Imported("gla_history.csv", Self.trainer)
    #expect(file.values("train/loss") == [9.5, 8.25, 7.75])
    #expect(file.points.filter { $0.series == "train/loss" }.map(\.step) == [5, 10, 15])
    #expect(file.points.filter { $0.series == "eval/loss" }.map(\.step) == [10])
    #expect(file.points.allSatisfy { $0.series != "train/global_step" })
    #expect(file.summary.warnings.isEmpty)
  }

  /// A column without a value is not the step, and the next one is asked.
  @Test func aStepWithoutValuesIsNotTheStep() throws {
    let text = "_step,global_step,train/global_step,loss\n0,8,,2.5\n1,16,,2.25\n"
    #expect(try Imported("h.csv", text).pointLines == ["loss 8 2.5", "loss 16 2.25"])
    let other = "_step,iter,loss\n0,,2.5\n1,0.5,2.25\n"
    let file = try Imported("h.csv", other)
    #expect(file.pointLines == ["loss 0 2.5", "iter 1 0.5", "loss 1 2.25"])
    #expect(file.summary.warnings == [Self.calls])
  }

  @Test func linesAndListsTakeTheTrainingStep() throws {
    let lines =
      "{\"_step\": 0, \"loss\": 3.5, \"iter\": 7}\n{\"_step\": 1, \"loss\": 3.0, \"iter\": 9}\n"
    #expect(try Imported("wandb-history.jsonl", lines).pointLines == ["loss 7 3.5", "loss 9 3.0"])
    let list = try Imported("gla/history.json", Self.list)
    #expect(list.format == "wandb-history" && list.summary.version == "json")
    #expect(list.pointLines == ["loss 4 3.5", "loss 8 3.25", "eval.acc 8 0.25"])
    #expect(list.points[0].run == "gla" && list.points[2].locator == "row 1")
    #expect(list.summary.warnings.isEmpty)
  }

  @Test func rowsWithoutAWholeStepAreLeftOut() throws {
    let chart = "Step,a - loss,b - loss\n0,2.5,\n0.5,2.25,3.5\n1,2.0,3.0\n"
    let file = try Imported("wandb_export.csv", chart)
    #expect(file.pointLines == ["loss 0 2.5", "loss 1 2.0", "loss 1 3.0"])
    #expect(
      file.summary.warnings.last
        == "rows whose step is not a whole number of at least 0 are left out (line 3)")
  }

  @Test func columnsOfOneNameAreNumbered() throws {
    let history = try Imported("h.csv", "_step,a,a\n1,2,3\n")
    #expect(history.pointLines == ["a 1 2.0", "a #2 1 3.0"])
    let chart = try Imported("c.csv", "Step,gla - loss,gla - loss\n1,2,3\n")
    #expect(chart.points.map(\.run) == ["gla", "gla #2"])
    #expect(chart.summary.warnings.last == "runs of one name: the later ones are numbered")
  }

  @Test func aChartMayHaveTokensForItsAxis() throws {
    let text = "train/tokens,gla - loss,gla - loss__MIN,gla - loss__MAX\n1e6,2.5,2.5,2.5\n"
    let file = try Imported("wandb_export.csv", text)
    #expect(file.pointLines == ["loss by train/tokens 1000000 2.5"])
    let error = try fault {
      try Imported("x.csv", text.replacing("train/tokens", with: "Wall Time"))
    }
    #expect(error.what == "the chart's horizontal axis gives no steps")
    #expect(error.found == "Wall Time" && error.location == "x.csv:1")
  }

  @Test func aLastValueWithoutItsEndIsLeftOut() throws {
    let file = try Imported("history.csv", "_step,loss,acc\n0,4.25,0.5\n1,4.0,0.6")
    #expect(file.pointLines == ["loss 0 4.25", "acc 0 0.5", "loss 1 4.0"])
    #expect(file.summary.warnings[1].hasPrefix("the file ends in the middle of a line"))
  }

  @Test func aValueWithoutANameIsLeftOut() throws {
    let file = try Imported(
      "wandb-history.jsonl", "{\"\": 180.0, \"loss\": 2.5, \"_step\": 0}\n")
    #expect(file.pointLines == ["loss 0 2.5"])
    #expect(file.summary.warnings == [Self.calls, "values without a name are left out (line 1)"])
  }

  @Test func linesMayHoldMedia() throws {
    let file = try Imported("run-20260101_000000-abc/files/wandb-history.jsonl", Self.lines)
    #expect(file.format == "wandb-history")
    #expect(file.pointLines == ["reward 0 180.0", "eval.acc 3 0.5"])
    #expect(file.points[0].run == "run-20260101_000000-abc")
    #expect(
      file.summary.warnings == [
        Self.calls, "video: values that are not numbers are left out (line 2)",
        "reward: values that are not finite are left out (line 3)",
        "name: values that are not numbers are left out (line 3)",
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
    ("_step,a\n1.5,2\n", "no value of the file can be imported"),
    ("_step,a\nnan,2\n", "no value of the file can be imported"),
    ("_step,a\n", "no value of the file can be imported"),
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
    #expect(
      file.summary.warnings == [
        Self.calls, "img: values that are not numbers are left out (line 1)",
      ])
  }

  @Test func aSummaryTakesTheTrainingStep() throws {
    let text = #"{"train/loss": 2.5, "train/global_step": 40, "iter": 3, "_step": 9, "_wandb": {}}"#
    let file = try Imported("wandb-summary.json", text)
    #expect(file.pointLines == ["train/loss 40 2.5", "iter 40 3.0"])
    #expect(file.summary.warnings.isEmpty)
  }

  @Test func aSummaryWithoutAStepIsRefused() throws {
    let error = try fault { try Imported("wandb-summary.json", #"{"loss": 2.5, "_wandb": {}}"#) }
    #expect(error.what == "no value of the file can be imported")
    #expect(error.found?.hasPrefix("the summary does not tell its step") == true)
  }

  /// A run that ended before its first step has such a summary.
  @Test func aSummaryWithoutValuesIsEmpty() throws {
    let file = try Imported("wandb-summary.json", #"{"_wandb": {"runtime": 3}}"#)
    #expect(file.records.isEmpty && file.summary.warnings.count == 1)
  }

  @Test func scoresOfTheHarnessNeedNoStep() throws {
    let text = Self.evaluated.replacing(", \"_step\": 3", with: "")
    let file = try Imported("gla/wandb-summary.json", text)
    let lines = file.scores.map {
      "\($0.task) \($0.metric) \($0.filter) \($0.value) \($0.unit) \($0.standardError ?? 0) \($0.n ?? 0)"
    }
    #expect(
      lines == [
        "piqa acc none 0.625 fraction 0.0125 500",
        "gsm8k exact_match strict-match 0.25 fraction 0.0 0",
        "swde contains none 0.5 fraction 0.125 0", "hellaswag acc_norm none 0.375 fraction 0.0 0",
      ])
    #expect(Set(file.scores.map(\.model)) == ["gla"])
    #expect(file.scores[1].locator == "lm_eval/gsm8k/exact_match,strict-match")
    #expect(file.points.isEmpty && file.summary.warnings.count == 1)
    #expect(try Imported("wandb-summary.json", Self.evaluated).pointLines == ["val/acc 3 0.75"])
  }

  // MARK: Published files

  private static let exported = "wandb/nanoGPT_A1_no_pos_encoding_seed2026_n7lumvu8_history.csv"

  @Test(.realSamples(exported)) func anExportedHistory() throws {
    let file = try RealSamples.read(Self.exported)
    #expect(file.values("val/loss").first == 4.265923500061035)
    #expect(file.values("val/loss").last == 1.5557680130004883)
    #expect(file.points[0].run == "nanoGPT_A1_no_pos_encoding_seed2026_n7lumvu8")
    #expect(
      file.summary.warnings.filter { !$0.hasPrefix("Sample Generation") }
        == ["rows without a step are left out (line 524)"])
  }

  @Test(.realSamples("wandb/spaceinvaders_wandb-history.jsonl")) func aHistoryOfLines() throws {
    let file = try RealSamples.read("wandb/spaceinvaders_wandb-history.jsonl")
    #expect(file.values("episodic_reward").first == 180)
    #expect(file.values("cumulative_avg_reward")[1] == 173.75)
    #expect(file.points[0].run == "spaceinvaders")
    #expect(file.summary.warnings.count == 2)
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
