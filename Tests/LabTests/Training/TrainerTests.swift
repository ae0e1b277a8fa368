import Core
import Foundation
import Testing

@testable import Lab

@Suite struct TrainerTests {
  @Test func itLearnsTheChainDownToItsFloor() throws {
    let config = try chainConfig {
      $0.training.steps = 400
      $0.training.evaluateEvery = 150
      $0.training.weightDecay = 0
      $0.training.evaluationSequences = 64
    }
    let record = try #require(try chainTrainer(config).run())
    #expect(record.outcome == .finished)
    #expect(record.evaluations.map(\.step) == [0, 150, 300, 400])
    #expect(record.evaluations.map(\.tokens) == [0, 7200, 14400, 19200])
    #expect(record.parameters == 37)

    let (first, last) = (record.evaluations[0].scores[0], record.evaluations[3].scores[0])
    #expect(abs(first.loss - DeterministicMath.log(6)) < 0.05)
    #expect(abs(last.loss - ChainData.floor) < 0.04)
    #expect(abs(last.accuracy - 0.75) < 0.06)
    #expect(last.floor == ChainData.floor)
    #expect(last.predictions == 64 * 12)
    #expect(last.sequences == 64)
    #expect(record.evaluations[3].scores.map(\.task) == ["chain", "again"])
    #expect(record.evaluations[3].scores[1].floor == nil)
  }

  @Test func theFirstEvaluationIsBeforeTrainingAndTheMeansAreOfTheStepsBetween() throws {
    let record = try #require(try chainTrainer(chainConfig()).run())
    #expect(record.evaluations.map(\.step) == [0, 10, 20, 30])
    #expect(record.evaluations[0].trainingLoss == nil)
    #expect(record.evaluations[0].learningRate == 0)

    // The same first ten steps by hand.
    let model = BigramModel(vocabulary: 6)
    let config = try chainConfig()
    model.parameters.initialise(seed: config.seed)
    let optimiser = AdamW(model.parameters, config.training)
    var (losses, norms) = (0.0, 0.0)
    for step in 1...10 {
      let batch = ChainData().trainingBatch(step: step, batchSize: 4, seed: config.seed)
      losses += model.lossAndGradients(batch)
      norms += optimiser.gradientNorm
      let rate = Schedule(config.training).rate(at: step)
      optimiser.update(step: step, rate: rate, norm: optimiser.gradientNorm)
    }
    #expect(record.evaluations[1].trainingLoss == losses / 10)
    #expect(record.evaluations[1].gradientNorm == norms / 10)
  }

  @Test func twoTrainersGiveTheSameBits() throws {
    let config = try chainConfig()
    let trainers = [try chainTrainer(config), try chainTrainer(config)]
    for trainer in trainers { _ = try trainer.run() }
    #expect(RunBits(trainers[0]) == RunBits(trainers[1]))

    let other = try chainTrainer(chainConfig { $0.seed = 4 })
    _ = try other.run()
    #expect(RunBits(other).values != RunBits(trainers[0]).values)
  }

  @Test func aLossThatIsNoNumberEndsTheRunAndIsRecorded() throws {
    let model = BigramModel(vocabulary: 6)
    (model.breaksAfter, model.lossFactor) = (12, .nan)
    var ends: [RunRecord] = []
    let record = try chainTrainer(chainConfig(), model: model).run(
      events: { if case .end(let end) = $0 { ends.append(end.record) } })
    #expect(record?.outcome == .diverged)
    #expect(record?.reason == "step 13: the loss is nan")
    #expect(record?.evaluations.map(\.step) == [0, 10])
    #expect(ends == [record])
  }

  @Test func aHighLossIsDivergenceOnlyWhenItStays() throws {
    let model = BigramModel(vocabulary: 6)
    (model.breaksAfter, model.lossFactor) = (2, 100)
    let record = try chainTrainer(chainConfig(), model: model).run()
    #expect(record?.outcome == .diverged)
    #expect(record?.reason?.hasPrefix("step 22: the loss was above 5.38") == true)

    var divergence = Divergence(vocabularySize: 6)
    for step in 1...100 {
      let loss = step.isMultiple(of: 20) ? 1.0 : 100.0
      #expect(divergence.reason(step: step, loss: loss, gradientNorm: 1) == nil)
    }
  }

  @Test func infiniteGradientsAndScoresAreDivergenceToo() throws {
    var divergence = Divergence(vocabularySize: 6)
    #expect(
      divergence.reason(step: 4, loss: 1, gradientNorm: .infinity)
        == "step 4: the gradient norm is inf")
    // One step so long that the logits overflow: the next loss, or score, is not a number.
    let config = try chainConfig {
      $0.training.learningRate = 1e38
      $0.training.warmupSteps = 0
      $0.training.evaluateEvery = 1
    }
    let record = try #require(try chainTrainer(config).run())
    #expect(record.outcome == .diverged)
    #expect(record.reason?.contains("step 1: the loss on chain is") == true)
    #expect(record.evaluations.map(\.step) == [0])
    // What is recorded can be written as JSON.
    _ = try JSONEncoder().encode(record)
  }

  @Test func eventsTellTheStartEachEvaluationAndTheEnd() throws {
    var kinds: [String] = []
    var steps: [Int] = []
    _ = try chainTrainer(chainConfig()).run(
      progress: { steps.append($0.step) },
      events: { event in
        switch event {
        case .start(let start):
          kinds.append("start \(start.identity.count) \(start.parameters) \(start.resumedAtStep)")
        case .evaluation(let point): kinds.append("evaluation \(point.evaluation.step)")
        case .end(let end): kinds.append("end \(end.record.outcome.rawValue)")
        }
      })
    #expect(
      kinds == [
        "start 16 37 0", "evaluation 0", "evaluation 10", "evaluation 20", "evaluation 30",
        "end finished",
      ])
    #expect(steps == Array(1...30))
  }

  @Test func aConfigurationThatCannotRunIsRefused() throws {
    #expect(throws: Fault.self) { try chainTrainer(chainConfig { $0.training.batchSize = 0 }) }
    #expect(throws: Fault.self) { try chainTrainer(chainConfig { $0.training.warmupSteps = 31 }) }
    struct Silent: DataSource {
      let vocabularySize = 6
      func trainingBatch(step: Int, batchSize: Int, seed: UInt64) -> Batch {
        ChainData().trainingBatch(step: step, batchSize: batchSize, seed: seed)
      }
      func evaluationSets(sequences: Int, batchSize: Int) -> [EvaluationSet] {
        [EvaluationSet(label: "silent", batches: [])]
      }
    }
    let fault = #expect(throws: Fault.self) {
      try Trainer(chainConfig(), model: BigramModel(vocabulary: 6), data: Silent())
    }
    #expect(fault?.location == "task silent")
  }
}
