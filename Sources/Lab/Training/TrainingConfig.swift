/// How a model is trained: the optimiser, its schedule, and when to look.
public struct TrainingConfig: Sendable, Hashable, Codable {
  /// Sequences in one optimiser step, B.
  public var batchSize = 16
  /// Optimiser steps in all.
  public var steps = 1000
  /// AdamW's peak learning rate.
  public var learningRate = 1e-3
  /// Steps of linear warm-up from zero.
  public var warmupSteps = 100
  /// The cosine ends at this share of the peak.
  public var finalLearningRateFraction = 0.1
  public var beta1 = 0.9
  public var beta2 = 0.95
  public var epsilon = 1e-8
  /// Decoupled weight decay; never on norms, biases and gates.
  public var weightDecay = 0.1
  /// Gradients are scaled down to this global norm; 0 for no clipping.
  public var gradientClip = 1.0
  /// Steps between two evaluations; the last step always has one.
  public var evaluateEvery = 100
  /// Sequences in the evaluation set of each task.
  public var evaluationSequences = 256
  /// Steps between two checkpoints; 0 for none but at the end.
  public var checkpointEvery = 500

  public init() {}
}
