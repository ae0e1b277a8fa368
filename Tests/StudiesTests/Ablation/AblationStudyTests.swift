import Core
import Foundation
import Lab
import Testing
import TestSupport

@testable import Published
@testable import Runs
@testable import Studies

@Suite struct AblationStudyTests {
  private static let profile = try! Profile(
    json: [
      "name": "toy", "seeds": [1, 2, 3],
      "run": [
        "model": ["vocab_size": 64, "hidden_size": 16, "num_hidden_layers": 4, "num_heads": 2],
        "sequenceLength": 32, "tasks": [["task": "recite"]], "training": ["steps": 100],
      ],
      "families": ["hgrn2"],
      "ablations": [
        [
          "id": "conv", "topic": "convolution", "family": "hgrn2", "baseline": "without",
          "variants": [["name": "with", "set": ["use_short_conv": true]]],
        ],
        [
          "id": "bounds", "topic": "bounds", "family": "hgrn2", "baseline": "increasing",
          "vary": "interleave_lower_bound", "values": ["constant", "zero"],
        ],
      ],
    ], at: "toy.json")

  /// The run of a configuration, with its curve of recall and its loss of the language at the end; nil
  /// for one that diverged.
  private func run(_ config: RunConfig, _ recall: [Double]?, language: Double = 3) throws -> ToyRun
  {
    let sweep = try SweepRun(config, profile: "toy")
    let points = (recall ?? []).enumerated().map { place, accuracy in
      Evaluation(
        step: 50 * place, tokens: 1000 * place, trainingLoss: nil, gradientNorm: nil,
        learningRate: 0.1,
        scores: [
          TaskScore(
            task: "recite", loss: 1, accuracy: accuracy, predictions: 10, sequences: 4, floor: 0),
          TaskScore(
            task: "text", loss: language, accuracy: 0.5, predictions: 10, sequences: 4, floor: 2.5),
          TaskScore(
            task: "bytes", loss: 9, accuracy: 0.9, predictions: 10, sequences: 4, floor: nil),
        ])
    }
    return ToyRun(
      config: config,
      stored: StoredRun(
        description: sweep.description, parameters: 9, coreType: "Zen", cpu: "x",
        outcome: recall == nil ? .diverged : .finished, reason: nil, seconds: 1,
        recordHash: String(repeating: "0", count: 64)),
      evaluations: points)
  }

  /// Runs of the comparison's variants by seed.
  private func runs(_ id: String, _ recall: [[[Double]?]], language: [Double] = [3, 3, 3]) throws
    -> [ToyRun]
  {
    let comparison = try #require(Self.profile.comparisons.first { $0.id == id })
    return try zip(Self.profile.runs(of: comparison), recall).enumerated().flatMap {
      place, variant in
      try zip(variant.0, variant.1).map { config, curve in
        try run(config, curve, language: language[place])
      }
    }
  }

  @Test func anEffectIsTheMeanOfTheDifferencesWithinPairs() throws {
    let study = try AblationStudy(
      Self.profile,
      runs: runs(
        "conv",
        [
          [[0, 0.1, 0.2], [0, 0.1, 0.5], [0, 0, 0.3]], [[0, 1, 0.4], [0, 1, 0.9], [0, 1, 0.5]],
        ],
        language: [3, 3.25, 0]))
    #expect(study.parts.map(\.comparison.id) == ["conv"])
    #expect(study.notRun.map(\.id) == ["bounds"])
    let recall = try #require(study.effects(on: .recall).first)
    #expect(recall.variant == "with" && recall.difference.n == 3)
    #expect(abs(recall.baselineMean - 1.0 / 3) < 1e-12 && abs(recall.variantMean - 0.6) < 1e-12)
    #expect(abs(recall.difference.mean.mean - 0.8 / 3) < 1e-12)
    #expect(recall.differences.map(\.seed) == [1, 2, 3])
    #expect(recall.corrected == recall.difference.pValue, "the only effect")
    // Over training the start does not count: 0.15, 0.3, 0.15 against 0.7, 0.95, 0.75.
    let sooner = try #require(study.effects(on: .recallOverTraining).first)
    #expect(abs(sooner.difference.mean.mean - 0.6) < 1e-12)
    let language = try #require(study.effects(on: .languageExcess).first)
    #expect(abs(language.difference.mean.mean - 0.25) < 1e-12)
    #expect(language.sources.count == 6)
  }

  @Test func onlySeedsThatBothFinishedArePairs() throws {
    let study = try AblationStudy(
      Self.profile,
      runs: runs("conv", [[[0, 0.1], nil, [0, 0.3]], [[0, 0.2], [0, 0.9], nil]]))
    let effect = try #require(study.effects(on: .recall).first)
    #expect(effect.differences.map(\.seed) == [1])
    #expect(effect.difference.mean.kind == .singleValue && effect.corrected == nil)
    #expect(!effect.isSeparated)
  }

  @Test func variantsThatWereNotRunAreNamed() throws {
    let study = try AblationStudy(
      Self.profile, runs: runs("bounds", [[[0, 0.1]], [[0, 0.2]]]))
    #expect(study.parts.map(\.missing) == [["zero"]])
    #expect(study.effects(on: .recall).map(\.variant) == ["constant"])
    #expect(try AblationStudy(Self.profile, runs: []).parts.isEmpty)
  }

  /// Two effects on one measure: the smaller p doubles.
  @Test func pIsCorrectedForAllEffectsOnAMeasure() throws {
    let base: [[Double]?] = [[0, 0.1], [0, 0.2], [0, 0.3]]
    let strong: [[Double]?] = [[0, 0.6], [0, 0.72], [0, 0.81]]
    let weak: [[Double]?] = [[0, 0.2], [0, 0.1], [0, 0.31]]
    let study = try AblationStudy(Self.profile, runs: runs("bounds", [base, strong, weak]))
    let effects = study.effects(on: .recall)
    #expect(effects[0].isSeparated && !effects[1].isSeparated)
    let (p, corrected) = (try #require(effects[0].difference.pValue), effects[0].corrected)
    #expect(abs((corrected ?? 0) - 2 * p) < 1e-12)
    #expect(effects[1].corrected == effects[1].difference.pValue)
    #expect(study.csv.split(separator: "\n").count == 1 + 2 * ToyMeasure.allCases.count)
  }

  @Test func whenRecallIsSolvedIsCensoredWhereItIsNot() throws {
    let config = try #require(Self.profile.runs().first)
    let solved = try #require(run(config, [0, 0.5, 0.95, 0.8]).recallSolved(at: 0.9))
    #expect(solved.time == 2000 && solved.happened)
    let never = try #require(run(config, [0, 0.5, 0.8]).recallSolved(at: 0.9))
    #expect(never.time == 2000 && !never.happened)
    #expect(try run(config, [0.99]).recallSolved(at: 0.9) == nil)
  }

  @Test func titlesSayWhatMovesMost() throws {
    let base: [[Double]?] = [[0, 0.9], [0, 0.8], [0, 0.9]]
    let low: [[Double]?] = [[0, 0.1], [0, 0.1], [0, 0.12]]
    let store = try Store.open(
      at: FileManager.default.temporaryDirectory
        .appendingPathComponent("ablation-\(UUID().uuidString).sqlite"))
    try store.importData(DataFolder(NotebookFixture.project.data).load())
    let names = try FamilyNames(Self.profile, in: store)
    let study = try AblationStudy(Self.profile, runs: runs("bounds", [base, low]))
    #expect(
      study.takeaway(.recall, names) == "What lowers recall most: HGRN-2 pure, bounds: constant")
    #expect(study.takeaway(.languageExcess, names).hasPrefix("No single change moves"))
    let chart = try study.chart(.recall, names, styles: [], subtitle: "")
    #expect(chart.panels.count == 1)
  }
}
