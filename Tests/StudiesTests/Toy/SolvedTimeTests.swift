import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Runs
@testable import Studies

@Suite struct SolvedTimeTests {
  /// A run with an accuracy at each thousand tokens, the first before training.
  private func run(_ accuracies: [Double]) throws -> ToyRun {
    let profile = try Profile.named("smoke", in: NotebookFixture.project)
    let sweep = try #require(try profile.sweep().first)
    let evaluations = accuracies.enumerated().map { place, accuracy in
      Evaluation(
        step: place, tokens: 1000 * place, trainingLoss: nil, gradientNorm: nil, learningRate: 0,
        scores: [
          TaskScore(
            task: "recite", loss: 1, accuracy: accuracy, predictions: 10, sequences: 2, floor: 0)
        ])
    }
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("solved-\(UUID().uuidString).sqlite")
    defer { try? FileManager.default.removeItem(at: url) }
    let store = try RunStore.open(at: url)
    try store.begin(sweep.description)
    try store.finish(
      RunRecord.made(
        identity: sweep.identity, outcome: .finished, parameters: 1, coreType: "Zen", cpu: "x",
        seconds: 1, evaluations: evaluations))
    let stored = try #require(try store.run(sweep.identity))
    return ToyRun(config: sweep.config, stored: stored, evaluations: evaluations)
  }

  @Test func theFirstEvaluationAtTheLevelCounts() throws {
    let time = try #require(try run([0, 0.5, 0.9, 0.8, 1]).solved("recite", at: 0.9))
    #expect(time.time == 2000 && time.happened)
  }

  @Test func whatIsNeverSolvedIsCensoredAtTheEnd() throws {
    let time = try #require(try run([0, 0.5, 0.6]).solved("recite", at: 0.9))
    #expect(time.time == 2000 && !time.happened)
  }

  @Test func withoutTrainingThereIsNoTime() throws {
    #expect(try run([1]).solved("recite", at: 0.9) == nil)
    #expect(try run([0, 1]).solved("another", at: 0.9) == nil)
  }

  @Test func theShareSolvedHasWilsonsInterval() throws {
    let runs = try [[0, 1.0], [0, 0.2], [0, 0.95]].map { try run($0) }
    let group = try #require(ToyGroup.all(runs).first)
    let share = try #require(try group.solvedShare("recite", at: 0.9))
    #expect(share.trials == 3 && abs(share.proportion - 2.0 / 3) < 1e-12)
    #expect(share.low > 0.1 && share.high < 1)
    let curves = try [group].curves(families: ["x": "y"], task: "recite")
    #expect(curves.rowCount == 2)
  }
}
