import Core
import Testing

@testable import Importers
@testable import Results

@Suite struct LMEvalSamplesTests {
  private func read(
    _ text: String, as name: String = "org__m/samples_piqa_2025-03-05T23-46-04.249226.jsonl"
  ) throws -> (scores: [ScoreRecord], summary: ImportSummary) {
    try ImportTrial(text, as: name).scores(by: LMEvalSamplesImporter.self)
  }

  /// √(0.75 · 0.25 / 3) = 0.25, the harness's own formula for 3 of 4.
  @Test func sumsUpEachMetric() throws {
    let (scores, summary) = try read(LMEvalTexts.samples)
    #expect(
      scores == [
        ScoreRecord(
          model: "org/m", task: "piqa", metric: "acc", value: 0.75, unit: .fraction,
          standardError: 0.25, n: 4, locator: "lines 1-4/acc")
      ])
    #expect(
      summary.warnings == [
        "the lines name neither model nor task; the path's are org/m, piqa",
        "piqa, f1: 4 items have no number; it is left out",
      ])
  }

  @Test func readsTheListOfOldVersions() throws {
    let lines = LMEvalTexts.samples.split(separator: "\n")
    let (scores, _) = try read("[" + lines.joined(separator: ",\n") + "]", as: "m_piqa.jsonl")
    #expect(scores.map(\.value) == [0.75])
    #expect(scores.map(\.task) == ["m_piqa"])
  }

  @Test func keepsFiltersApart() throws {
    let text = """
      {"doc_id": 0, "doc": {}, "filter": "strict", "metrics": ["em"], "em": 0.0, "other": 5}
      {"doc_id": 0, "doc": {}, "filter": "flexible", "metrics": ["em"], "em": 1.0, "other": 5}
      {"doc_id": 1, "doc": {}, "filter": "strict", "metrics": ["em"], "em": 1.0, "other": 5}

      """
    let (scores, _) = try read(text)
    #expect(scores.map(\.filter) == ["strict", "flexible"])
    #expect(scores.map(\.value) == [0.5, 1])
    #expect(scores.map(\.n) == [2, 1])
    #expect(scores.map(\.standardError) == [0.5, nil])
  }

  @Test func refusesAnItemThatStandsTwice() throws {
    let text = LMEvalTexts.samples + LMEvalTexts.samples
    let fault = try ImportTrial(text, as: "samples_t.jsonl").fault(of: LMEvalSamplesImporter.self)
    #expect(fault.location == "samples_t.jsonl:5")
    #expect(fault.found == "doc_id 0")
  }

  @Test func neverAveragesALengthThatWasNotRun() throws {
    let text = """
      {"doc_id": 0, "doc": {}, "4096": -1.0, "1024": 1.0, "8192": -1}
      {"doc_id": 1, "doc": {}, "4096": 0.5, "8192": -1}
      {"doc_id": 2, "doc": {}, "4096": 1.0, "8192": -1}

      """
    let (scores, summary) = try read(text)
    #expect(scores.map(\.metric) == ["accuracy@4096", "accuracy@1024"])
    #expect(scores.map(\.value) == [0.75, 1])
    #expect(scores.map(\.n) == [2, 1])
    #expect(summary.warnings.last == "piqa, 8192: no item has a value; it is left out")
  }

  /// Items hold ln p = -1 and -3: the perplexity is exp(2) = 7.38905609893065.
  @Test func makesAPerplexityOfLogarithms() throws {
    let text = """
      {"doc_id": 0, "doc": {}, "perplexity": -1.0, "bypass": 999}
      {"doc_id": 1, "doc": {}, "perplexity": -3.0, "bypass": 999}

      """
    let score = try #require(try read(text).scores.first)
    #expect(abs(score.value - 7.38905609893065) < 1e-12)
    #expect(score.unit == .perplexity && score.standardError == nil && score.n == 2)
    #expect(try read(text).scores.count == 1)
    let wrong = try read(text.replacing("-", with: ""))
    #expect(wrong.scores.isEmpty)
  }

  @Test func namesTheLineOfWhatIsNoItem() throws {
    let text = "{\"doc_id\": 0, \"acc\": 1}\n\n{\"acc\": 1}\n"
    let fault = try ImportTrial(text, as: "s.jsonl").fault(of: LMEvalSamplesImporter.self)
    #expect(fault.location == "s.jsonl:3")
  }
}
