import Core

/// Tells when a run has left the road.
///
/// A loss or gradient norm that is no finite number ends the run at once. So does a loss above three
/// times log(vocabulary), the loss of guessing evenly, at each of `patience` steps on end: single
/// bad batches pass, and a model that only fails to learn stays near one time log(vocabulary).
struct Divergence: Sendable {
  /// Steps on end that the loss may stay above the limit.
  static let patience = 20

  /// Nats.
  let limit: Double
  /// How many steps on end have been above the limit; part of a checkpoint.
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
