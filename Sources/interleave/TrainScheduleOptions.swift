import ArgumentParser
import Lab

/// How the model is trained. Options that are given win over those of --config.
struct TrainScheduleOptions: ParsableArguments {
  private static let standard = TrainingConfig()

  @Option(
    help: ArgumentHelp("Optimiser steps in all. (default: \(standard.steps))", valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Sequences in one optimiser step. (default: \(standard.batchSize))", valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "AdamW's peak learning rate. (default: \(standard.learningRate))", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "Steps of linear warm-up from zero. (default: \(standard.warmupSteps), or all steps of a "
        + "shorter run)", valueName: "n"))
  var warmupSteps: Int?

  @Option(
    help: ArgumentHelp(
      "The cosine ends at this share of the peak. (default: \(standard.finalLearningRateFraction))",
      valueName: "share"))
  var finalLearningRateFraction: Double?

  @Option(
    help: ArgumentHelp(
      "Decay of AdamW's mean of gradients. (default: \(standard.beta1))", valueName: "beta"))
  var beta1: Double?

  @Option(
    help: ArgumentHelp(
      "Decay of AdamW's mean of squared gradients. (default: \(standard.beta2))", valueName: "beta")
  )
  var beta2: Double?

  @Option(
    help: ArgumentHelp(
      "Added to AdamW's root, outside of it. (default: \(standard.epsilon))", valueName: "number"))
  var epsilon: Double?

  @Option(
    help: ArgumentHelp(
      """
      Decoupled weight decay; never on norms, biases and gates. (default: \(standard.weightDecay))
      """, valueName: "number"))
  var weightDecay: Double?

  @Option(
    help: ArgumentHelp(
      "Scale gradients down to this global norm; 0 for no clipping. (default: "
        + "\(standard.gradientClip))", valueName: "norm"))
  var gradientClip: Double?

  @Option(
    help: ArgumentHelp(
      """
      Steps between two evaluations; the first is before training, the last at its end. (default: \
      \(standard.evaluateEvery))
      """, valueName: "n"))
  var evaluateEvery: Int?

  @Option(
    help: ArgumentHelp(
      """
      Sequences that each task is scored on; the same ones for every seed. (default: \
      \(standard.evaluationSequences))
      """, valueName: "n"))
  var evaluationSequences: Int?

  @Option(
    help: ArgumentHelp(
      """
      Steps between two checkpoints; 0 for one at the end only. (default: \
      \(standard.checkpointEvery))
      """, valueName: "n"))
  var checkpointEvery: Int?

  /// Puts what was given into `config`, and checks the whole.
  func apply(to config: inout TrainingConfig) throws {
    config.steps = steps ?? config.steps
    config.batchSize = batchSize ?? config.batchSize
    config.learningRate = learningRate ?? config.learningRate
    config.warmupSteps = warmupSteps ?? min(config.warmupSteps, config.steps)
    config.finalLearningRateFraction =
      finalLearningRateFraction ?? config.finalLearningRateFraction
    config.beta1 = beta1 ?? config.beta1
    config.beta2 = beta2 ?? config.beta2
    config.epsilon = epsilon ?? config.epsilon
    config.weightDecay = weightDecay ?? config.weightDecay
    config.gradientClip = gradientClip ?? config.gradientClip
    config.evaluateEvery = evaluateEvery ?? config.evaluateEvery
    config.evaluationSequences = evaluationSequences ?? config.evaluationSequences
    config.checkpointEvery = checkpointEvery ?? config.checkpointEvery
    try config.check(at: "training")
  }
}
