import Core
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results

@Suite struct RunsTableTests {
  static let fuzzSeeds = [
    ImportSample("wandb-runs", "export.csv", runs), ImportSample("wandb-runs", "results.csv", flat),
    ImportSample("wandb-runs", "project.csv", dictionaries),
    ImportSample("mlflow-runs", "runs.csv", mlflow),
    ImportSample("mlflow-runs", "search.csv", searched),
  ]

  static let runs = """
    "Name","State","Notes","Runtime","lr","valid/accuracy","test/acc","mixer","train/loss"
    "gla-64","finished","-","120","9.765625E-4","0.5","50.5","gla","1.5"
    "gla-64","crashed","-","20","","0.75","0.5","gla","NaN"
    """

  /// What a script makes of `api.runs()`.
  static let flat = """
    ,name,state,id,created_at,mixer,lr,valid/accuracy,piqa/acc_norm,piqa/acc_norm_stderr,_step
    0,gla-64,finished,1e3,2026-01-02,gla,0.5,0.75,0.625,0.0125,900
    1,gdn-64,running,2e3,2026-01-03,gdn,0.25,0.875,0.5,,900

    """

  static let dictionaries = """
    ,summary,config,name
    0,"{'_step': 9, 'eval/loss': 2.5, 'best': np.float64(0.5), 'note': ""it's"", '_wandb': {'runtime': 3}}",{'lr': 0.5},gla
    1,"{'eval': {'loss': 2.25, 'n': (1, 2,)}, 'img': None, 'bad': nan}",{},gdn
    2,<Summary>,{},retnet

    """

  static let mlflow = """
    Start Time,Duration,Run ID,Name,Source Type,Source Name,User,Status,lr,mixer,eval_accuracy
    2026-01-02 03:04:05,1.5h,aa11,gla-64,LOCAL,train.py,u,FINISHED,0.5,gla,0.75
    2026-01-03 03:04:05,1.5h,bb22,,LOCAL,train.py,u,RUNNING,0.25,gdn,0.875

    """

  static let searched = """
    run_id,experiment_id,status,artifact_uri,start_time,metrics.loss,metrics.acc,params.lr,tags.mlflow.runName
    aa11,0,FINISHED,mlruns/0/aa11,2026-01-02,2.5,0.5,0.25,gla-64
    bb22,0,FINISHED,mlruns/0/bb22,2026-01-02,2.25,,0.5,

    """

  private func lines(_ file: Imported) -> [String] {
    file.scores.map { "\($0.model) \($0.task) \($0.metric) \($0.value) \($0.unit)" }
  }

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
        "mixer: values that are not numbers are left out (2 times, first: line 2)",
        "runs whose state is crashed: their values are not final (line 3)",
        "runs of one name: the later ones are numbered (line 3)",
        "train/loss: values that are not finite are left out (line 3)",
        "test/acc: a value is not a fraction from 0 to 1, so the column has no unit",
      ])
  }

  @Test func flattenedRunsStayRuns() throws {
    let file = try Imported("results.csv", Self.flat)
    #expect(file.format == "wandb-runs" && file.points.isEmpty)
    #expect(
      lines(file) == [
        "gla-64 lr value 0.5 score", "gla-64 valid/accuracy value 0.75 fraction",
        "gla-64 piqa acc_norm 0.625 fraction", "gdn-64 lr value 0.25 score",
        "gdn-64 valid/accuracy value 0.875 fraction", "gdn-64 piqa acc_norm 0.5 fraction",
      ])
    #expect(file.scores.map(\.standardError) == [nil, nil, 0.0125, nil, nil, nil])
    #expect(file.scores[2].filter == "none")
    #expect(file.summary.warnings.last?.hasPrefix("runs whose state is running") == true)
  }

  @Test func aTableMayLackTheState() throws {
    let text = "Name,Runtime,valid/loss\ngla-64,12,2.5\n,13,2.25\n"
    #expect(
      lines(try Imported("t.csv", text)) == [
        "gla-64 valid/loss value 2.5 nats", " valid/loss value 2.25 nats",
      ])
    let plain = try Imported("wandb_export_1.csv", "Name,valid/loss\ngla-64,2.5\n")
    #expect(plain.format == "wandb-runs")
    #expect(try fault { try Imported("t.csv", "Name,valid/loss\na,2\n") }.what.contains("no known"))
  }

  @Test func columnsOfOneNameAreBothKept() throws {
    let file = try Imported("t.csv", "Name,State,lr,lr\ngla,finished,0.5,0.25\n")
    #expect(lines(file) == ["gla lr value 0.5 score", "gla lr #2 value 0.25 score"])
    #expect(
      file.summary.warnings == [
        "lr: the header names it more than once; later columns are numbered (line 1)"
      ])
  }

  @Test func summariesMayBePythonDictionaries() throws {
    let file = try Imported("project.csv", Self.dictionaries)
    #expect(
      lines(file) == [
        "gla eval/loss value 2.5 nats", "gla best value 0.5 score",
        "gdn eval.loss value 2.25 nats",
      ])
    #expect(
      file.summary.warnings == [
        "the settings of the runs are left out",
        "note: values that are not numbers are left out (line 2)",
        "eval.n: values that are not numbers are left out (line 3)",
        "bad: values that are not finite are left out (line 3)",
        "summaries that are not a Python dictionary are left out (line 4)",
      ])
  }

  @Test func runsOfMLflow() throws {
    let page = try Imported("runs.csv", Self.mlflow)
    #expect(
      lines(page) == [
        "gla-64 lr value 0.5 score", "gla-64 eval_accuracy value 0.75 fraction",
        "bb22 lr value 0.25 score", "bb22 eval_accuracy value 0.875 fraction",
      ])
    let searched = try Imported("search.csv", Self.searched)
    #expect(
      lines(searched) == [
        "gla-64 loss value 2.5 nats", "gla-64 acc value 0.5 fraction", "bb22 loss value 2.25 nats",
      ])
    #expect(searched.summary.warnings == ["the settings of the runs are left out"])
  }

  @Test func aTableWithoutNumbersIsRefused() throws {
    let error = try fault { try Imported("t.csv", "Name,State,mixer\ngla,finished,x\n") }
    #expect(error.what == "no value of the file can be imported")
    #expect(error.found == "mixer: values that are not numbers are left out (line 2)")
  }

  @Test(arguments: [
    ("{'a': 1, 'b': [1, 2,], 'c': (3,), 'd': -inf}", "{\"a\":1,\"b\":[1,2],\"c\":[3],\"d\":-inf}"),
    ("{'it\\'s': \"q\\\"\\x41\\U0001F600\"}", "{\"it's\":\"q\\\"A\u{1F600}\"}"),
    ("{\"a\": true, 'b': np.float32(1e-05)}", "{\"a\":true,\"b\":1e-05}"),
  ])
  func pythonReadsAsJSON(_ python: String, _ json: String) throws {
    let value = try PythonLiteral.read(python, at: "a", line: 1)
    #expect(try value == PythonLiteral.read(json, at: "a", line: 1))
    #expect(try value == JSONReader.read(.init(json.utf8), at: "a"))
  }

  @Test(arguments: [
    "{'a': 1", "{'a': 1)", "{'a' 1}", "{'a': <x>}", "'a", "{'a': f(1)}", "", "[1,,2]",
  ])
  func whatPythonDoesNotPrintIsRefused(_ text: String) throws {
    #expect(try fault { try PythonLiteral.read(text, at: "t.csv", line: 4) }.location == "t.csv:4")
  }
}
