import Core
import Foundation
import Testing

@testable import Results

/// A run of lm-evaluation-harness is its results file and the samples of the same time.
@Suite struct EvaluationsTests {
  private static let model = "m-a-p/1.3B-100B-GLA-hybrid-3-1"

  private func score(
    _ value: Double, metric: String = "acc", shots: Int? = nil, version: String? = nil,
    limit: String = "", n: Int? = nil, error: Double? = nil, samples: Bool = false,
    at evaluation: String = "2026-01-02T03-04-05.000001"
  ) -> ResultScore {
    ResultScore(
      score: ScoreRecord(
        model: Self.model, task: "piqa", metric: metric, filter: "none", shots: shots,
        taskVersion: version, settings: EvaluationSettings(["limit": limit]), value: value,
        unit: .fraction, standardError: error, n: n, locator: "line 1"),
      path: samples ? "samples.jsonl" : "results.json",
      format: samples ? "lm-eval-samples" : "lm-eval", evaluation: evaluation)
  }

  @Test func samplesGiveTheirResultItemsAndError() {
    let merged = Evaluations.merged([
      score(0.75, n: 8, error: 0.16, samples: true), score(0.75, shots: 0, version: "1.0"),
    ])
    #expect(merged.count == 1)
    #expect(merged[0].path == "results.json" && merged[0].score.shots == 0)
    #expect(merged[0].score.n == 8 && merged[0].score.standardError == 0.16)
  }

  @Test func whatTheResultSaysOfItsItemsStays() {
    let merged = Evaluations.merged([
      score(0.75, shots: 0, n: 1838, error: 0.01), score(0.75, n: 8, error: 0.16, samples: true),
    ])
    #expect(merged.map(\.score.n) == [1838] && merged[0].score.standardError == 0.01)
  }

  @Test func aMetricOfTheSamplesAloneHasTheResultsProtocol() {
    let merged = Evaluations.merged([
      score(0.75, shots: 5, version: "1.0", limit: "8"),
      score(0.5, metric: "acc_bytes", n: 8, samples: true),
    ])
    #expect(merged.count == 2)
    let alone = merged[1].score
    #expect(alone.metric == "acc_bytes" && alone.shots == 5 && alone.taskVersion == "1.0")
    #expect(alone.settings["limit"] == "8")
  }

  @Test func samplesOfAnotherTimeStandAlone() {
    let merged = Evaluations.merged([
      score(0.5, shots: 0), score(1, n: 4, samples: true, at: "2026-01-01T00-00-00.000001"),
    ])
    #expect(merged.map(\.score.value) == [0.5, 1])
    #expect(merged[0].score.n == nil && merged[1].score.shots == nil)
  }

  @Test func filesWithoutATimeAreNotJoined() {
    let merged = Evaluations.merged([
      score(0.5, shots: 0, at: ""), score(1, n: 4, samples: true, at: ""),
    ])
    #expect(merged.count == 2 && merged[0].score.n == nil)
  }
}
