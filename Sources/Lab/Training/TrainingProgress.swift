import Foundation

/// How far a run is, for a person who waits.
public struct TrainingProgress: Sendable {
  /// Optimiser steps done.
  public var step: Int
  public var steps: Int
  /// Training loss of the last step, nats.
  public var loss: Double
  /// Training tokens a second since this process took up the run, evaluations included; 0 before
  /// the first step.
  public var tokensPerSecond: Double
  /// Seconds to the end at that speed.
  public var secondsLeft: Double
  public var lastEvaluation: Evaluation?

  public init(
    step: Int, steps: Int, loss: Double, tokensPerSecond: Double, secondsLeft: Double,
    lastEvaluation: Evaluation? = nil
  ) {
    self.step = step
    self.steps = steps
    self.loss = loss
    self.tokensPerSecond = tokensPerSecond
    self.secondsLeft = secondsLeft
    self.lastEvaluation = lastEvaluation
  }
}

/// The time that a run takes. Nothing that is computed depends on it.
struct RunClock {
  private let earlier: Double
  private let firstStep: Int
  private let start = DispatchTime.now().uptimeNanoseconds
  private var lastStep: Int
  private var lastLoss = 0.0

  /// - Parameters:
  ///   - earlier: seconds spent before this process.
  ///   - step: steps done before it.
  init(earlier: Double = 0, step: Int = 0) {
    self.earlier = earlier
    firstStep = step
    lastStep = step
  }

  /// Seconds spent on the run, over all resumptions.
  var seconds: Double { earlier + sinceStart }

  private var sinceStart: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  mutating func tick(step: Int, loss: Double) {
    lastStep = step
    lastLoss = loss
  }

  func progress(of trainer: Trainer) -> TrainingProgress {
    let training = trainer.config.training
    let done = Double(lastStep - firstStep)
    let rate = done / max(sinceStart, 1e-9)
    return TrainingProgress(
      step: lastStep, steps: training.steps, loss: lastLoss,
      tokensPerSecond: rate * Double(training.batchSize * trainer.config.sequenceLength),
      secondsLeft: done > 0 ? Double(training.steps - lastStep) / rate : 0,
      lastEvaluation: trainer.state.evaluations.last)
  }
}
