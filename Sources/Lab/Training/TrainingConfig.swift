/// How a model is trained: the optimiser, its schedule, and when to evaluate.
public struct TrainingConfig: Configuration {
  @Field("Sequences in one optimiser step.", .within(1...Bounds.batch)) public var batchSize = 16
  @Field("Optimiser steps in all.", .within(0...Bounds.steps)) public var steps = 1000
  @Field("AdamW's peak learning rate.", .positive, placeholder: "rate")
  public var learningRate = 1e-3
  @Field(
    "Steps of linear warm-up from zero; at most all steps.", .within(0...Bounds.steps),
    default: "100, or all steps of a shorter run") public var warmupSteps = 100
  @Field("The cosine ends at this share of the peak.", .share, placeholder: "share")
  public var finalLearningRateFraction = 0.1
  @Field("Decay of AdamW's mean of gradients.", .belowOne, placeholder: "beta")
  public var beta1 = 0.9
  @Field("Decay of AdamW's mean of squared gradients.", .belowOne, placeholder: "beta")
  public var beta2 = 0.95
  @Field("Added to AdamW's root, outside of it.", .positive, placeholder: "number")
  public var epsilon = 1e-8
  @Field(
    "Decoupled weight decay; never on norms, biases and gates.", .notNegative, placeholder: "number"
  )
  public var weightDecay = 0.1
  @Field(
    "Scale gradients down to this global norm; 0 for no clipping.", .notNegative,
    placeholder: "norm") public var gradientClip = 1.0
  @Field(
    "Steps between two evaluations; the first is before training, the last at its end.",
    .within(1...Bounds.steps)) public var evaluateEvery = 100
  @Field(
    "Sequences in the evaluation set of each task; every seed is scored on the same ones.",
    .within(1...Bounds.evaluationSequences)) public var evaluationSequences = 256
  @Field(
    "Steps between two checkpoints; 0 for one at the end only.", .within(0...Bounds.steps))
  public var checkpointEvery = 500

  public init() {}

  public mutating func adapt(given: Set<String>) {
    if !given.contains("warmupSteps") { warmupSteps = min(warmupSteps, steps) }
  }

  public func checkTogether(at place: String) throws {
    try demand(
      warmupSteps <= steps, "warmupSteps is out of range", at: place,
      expected: "0 to steps (\(steps))", found: "\(warmupSteps)")
  }
}
