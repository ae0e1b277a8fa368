import Core
import Foundation

/// Where a run stands, apart from parameters and moments.
///
/// Every batch is a function of (seed, step), so the step is the state of the random streams.
struct TrainingState: Sendable, Equatable {
  /// Optimiser steps done.
  var step = 0
  var evaluations: [Evaluation] = []
  /// Sums over the steps since the last evaluation, added in the order of the steps.
  var lossSum = 0.0
  var normSum = 0.0
  var stepsSinceEvaluation = 0
  /// `Divergence.stepsAbove`.
  var stepsAbove = 0
  /// Time spent so far, over all resumptions.
  var seconds = 0.0

  mutating func add(loss: Double, gradientNorm: Double) {
    step += 1
    stepsSinceEvaluation += 1
    lossSum += loss
    normSum += gradientNorm
  }

  /// Files an evaluation and begins the next stretch.
  mutating func add(_ evaluation: Evaluation) {
    evaluations.append(evaluation)
    (lossSum, normSum, stepsSinceEvaluation) = (0, 0, 0)
  }

  /// The mean of a sum over the steps since the last evaluation; nil where there was none.
  func mean(_ sum: Double) -> Double? {
    stepsSinceEvaluation > 0 ? sum / Double(stepsSinceEvaluation) : nil
  }
}

/// Detects that a run has diverged.
///
/// A loss or gradient norm that is not a finite number ends the run at once. So does a loss above three
/// times log(vocabulary), the loss of guessing evenly, at `patience` consecutive steps: single
/// bad batches pass, and a model that only fails to learn stays near log(vocabulary).
struct Divergence: Sendable {
  /// Consecutive steps at which the loss may stay above the limit.
  static let patience = 20

  /// Nats.
  let limit: Double
  /// How many consecutive steps have been above the limit; part of a checkpoint.
  var stepsAbove = 0

  init(vocabularySize: Int) {
    limit = 3 * DeterministicMath.log(Double(max(vocabularySize, 2)))
  }

  /// Looks at one step, before its update.
  /// - Returns: what went wrong, or nil.
  mutating func reason(step: Int, loss: Double, gradientNorm: Double) -> String? {
    guard loss.isFinite else { return "step \(step): the loss is \(loss)" }
    guard gradientNorm.isFinite else { return "step \(step): the gradient norm is \(gradientNorm)" }
    stepsAbove = loss > limit ? stepsAbove + 1 : 0
    guard stepsAbove >= Self.patience else { return nil }
    return "step \(step): the loss was above \(NumberText.fixed(limit, 2)), three times "
      + "log(vocabulary), for \(stepsAbove) steps"
  }

  /// Looks at one evaluation.
  func reason(_ evaluation: Evaluation) -> String? {
    guard let bad = evaluation.scores.first(where: { !$0.loss.isFinite }) else { return nil }
    return "step \(evaluation.step): the loss on \(bad.task) is \(bad.loss)"
  }
}

/// How far a run is, for a person who waits.
public struct TrainingProgress: Sendable {
  /// Optimiser steps done.
  public var step: Int
  public var steps: Int
  /// Training loss of the last step, nats.
  public var loss: Double
  /// Training tokens a second in this process, evaluations included; 0 before the first step.
  public var tokensPerSecond: Double
  /// Seconds to the end at that speed.
  public var secondsLeft: Double
  public var lastEvaluation: Evaluation?
}

/// The time that a run takes. Nothing that is computed depends on it.
struct RunClock {
  /// Seconds spent before this process.
  var earlier = 0.0
  /// Steps done before it.
  var firstStep = 0
  private let start = DispatchTime.now().uptimeNanoseconds
  private var last: (step: Int, loss: Double)?

  init(earlier: Double = 0, step: Int = 0) { (self.earlier, firstStep) = (earlier, step) }

  /// Seconds spent on the run, over all resumptions.
  var seconds: Double { earlier + sinceStart }

  private var sinceStart: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  mutating func tick(step: Int, loss: Double) { last = (step, loss) }

  func progress(of trainer: Trainer) -> TrainingProgress {
    let training = trainer.config.training
    let step = last?.step ?? firstStep
    let done = Double(step - firstStep)
    let rate = done / max(sinceStart, 1e-9)
    return TrainingProgress(
      step: step, steps: training.steps, loss: last?.loss ?? 0,
      tokensPerSecond: rate * Double(training.batchSize * trainer.config.sequenceLength),
      secondsLeft: done > 0 ? Double(training.steps - step) / rate : 0,
      lastEvaluation: trainer.state.evaluations.last)
  }
}
