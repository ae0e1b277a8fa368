import Core
import Testing

@testable import Importers
@testable import Results

@Suite struct RulerSummaryTests {
  private static let text = LMEvalTexts.summary

  private func read(
    _ text: String = text, as name: String = "mistral/synthetic/4096/pred/summary.csv"
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try ImportTrial(text, as: name).scores(by: RulerSummaryImporter.self)
  }

  private func fault(_ text: String) throws -> Fault {
    try ImportTrial(text, as: "summary.csv").fault(of: RulerSummaryImporter.self)
  }

  @Test func readsTheTableOnItsSide() throws {
    let (scores, summary) = try read()
    let all: [(String, Double, Int)] = [
      ("niah_single_1", 100, 500), ("vt", 99.4, 500), ("qa_2", 58.42, 5),
    ]
    #expect(
      scores
        == all.enumerated().map { i, item in
          ScoreRecord(
            model: "mistral", task: item.0, metric: "score@4096", value: item.1, unit: .percent,
            n: item.2, higherIsBetter: true, locator: "line 3: column \(i + 1)")
        })
    #expect(summary.warnings == ["vt: 3 of 500 answers are empty"])
  }

  @Test(arguments: [
    ("m/synthetic/500/pred/summary.csv", "score@500", "m"),
    ("8192/summary-qa_2.csv", "score@8192", ""), ("2024/summary.csv", "score", ""),
    ("mistral-7b_v0.2_4096_summary-qa_2.csv", "score@4096", "mistral-7b_v0.2"),
    ("run_2024_summary.csv", "score", ""), ("summary.csv", "score", ""),
  ])
  func findsLengthAndModelInThePath(name: String, metric: String, model: String) throws {
    let score = try #require(try read(as: name).scores.first)
    #expect(score.metric == metric)
    #expect(score.model == model)
  }

  @Test func warnsOfWhatIsMissingOrOutOfRange() throws {
    let text = "0,1,2,3\nTasks,a,b,c\nScore,101.5,nan,12\n"
    let (scores, summary) = try read(text)
    #expect(scores.map(\.unit) == [.score, .percent])
    #expect(scores.map(\.n) == [nil, nil])
    #expect(
      summary.warnings == [
        "the row Nulls is missing, so numbers of items are not known",
        "a: 101.5 is not a percentage from 0 to 100; it is kept as a score",
        "b: the score is \"nan\"; it is left out",
      ])
  }

  /// A fork of RULER writes fractions; a task that nothing gets right says nothing.
  @Test(arguments: [
    ("0.5,0.25", true), ("1.0,0.0", true), ("0.0,0.0", false), ("0.5,1.5", false),
  ])
  func doubtsValuesThatMayBeFractions(scores: String, isDoubtful: Bool) throws {
    let read = try read("0,1,2\nTasks,a,b\nScore,\(scores)\nNulls,0/9,0/9\n")
    #expect(read.scores.map(\.unit) == [.percent, .percent])
    #expect(
      read.summary.warnings.contains { $0.hasPrefix("all values are at most 1") } == isDoubtful)
  }

  /// A model without a name is called by the file's path, so that the path counts.
  @Test func modelAndLengthOfThePathAreItsContext() throws {
    func context(_ name: String) throws -> String {
      try ImportTrial(Self.text, as: name).context(by: RulerSummaryImporter.self)
    }
    #expect(try context("m/synthetic/4096/pred/summary.csv") == "m\n4096")
    #expect(try context("m/synthetic/8k/pred/summary.csv") == "m\n8192")
    #expect(try context("m_4096_summary.csv") == "m\n4096")
    #expect(try context("4096/summary.csv") == "summary.csv\n4096")
  }

  @Test(arguments: [
    ("Score,100.0", "Score,x", "summary.csv:3: niah_single_1"),
    ("Score,100.0", "Score,1e5", "summary.csv:3: niah_single_1"),
    ("3/500", "501/500", "summary.csv:4: vt"), ("3/500", "3", "summary.csv:4: vt"),
    ("3/500", "3/9223372036854775808", "summary.csv:4: vt"),
    ("vt", "niah_single_1", "summary.csv:2: column 2"), ("vt", "", "summary.csv:2: column 2"),
    ("Score", "Scores", "summary.csv"), ("Nulls", "Score", "summary.csv:4"),
    (",0/5\n", "\n", "summary.csv:4"), ("0/5\n", "0/5", "summary.csv:4"),
    ("Nulls", "\"Nulls", "summary.csv:4"),
  ])
  func refuses(old: String, new: String, place: String) throws {
    #expect(try fault(Self.text.replacing(old, with: new)).location == place)
  }

  @Test func survivesDamage() throws {
    try ImportTrial.survive(
      Self.text, as: "summary.csv", by: RulerSummaryImporter.self, flips: 3_000)
  }

  @Test func refusesFilesThatAreTooLargeToBeSummaries() throws {
    let text = Self.text + String(repeating: "x", count: 5 << 20)
    #expect(try fault(text).what == "the file is too large for its format")
  }

  @Test func eachFormatIsRecognisedByOneImporter() throws {
    let texts = [
      (Self.text, "summary.csv", "ruler-summary"),
      (Self.text.replacing("\n", with: "\r\n"), "summary-vt.csv", "ruler-summary"),
      (LMEvalTexts.before04, "a.json", "lm-eval"), (LMEvalTexts.onTheWay, "b", "lm-eval"),
      (LMEvalTexts.current, "results.json", "lm-eval"),
      (LMEvalTexts.lengths, "c.json", "lm-eval"),
      (LMEvalTexts.samples, "d.jsonl", "lm-eval-samples"),
      ("[\n \(LMEvalTexts.samples)", "e.json", "lm-eval-samples"),
    ]
    for (text, name, format) in texts {
      #expect(try ImportTrial(text, as: name).recognisers == [format], "\(name)")
    }
  }

  @Test func filesOfOthersAreLeftToThem() throws {
    let texts = [
      ("{\"log_history\": [{\"loss\": 1}], \"config\": {}}", "trainer_state.json"),
      ("{\"results\": [1, 2]}", "results.json"), ("step,loss\n0,1\n", "x.csv"),
      ("", "empty.json"), ("\u{0}\u{1}\u{2}", "binary"),
      ("{\"_step\": 1, \"results\": {\"a\": {\"b\": 1}}}", "wandb-summary.json"),
    ]
    let own: Set = ["lm-eval", "lm-eval-samples", "ruler-summary"]
    for (text, name) in texts {
      #expect(own.isDisjoint(with: try ImportTrial(text, as: name).recognisers), "\(name)")
    }
  }
}
