/// Where a run stands, apart from parameters and moments.
///
/// Random streams are no part of it: every batch is a function of (seed, step), so the step is the
/// state of the streams.
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
    lossSum = 0
    normSum = 0
    stepsSinceEvaluation = 0
  }

  /// The mean of a sum over the steps since the last evaluation; nil where there was none.
  func mean(_ sum: Double) -> Double? {
    stepsSinceEvaluation > 0 ? sum / Double(stepsSinceEvaluation) : nil
  }
}
