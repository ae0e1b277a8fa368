/// How a run ended.
public enum RunOutcome: String, Sendable, Codable {
  case finished
  /// The loss or a gradient stopped being a number, or the loss went far above that of guessing.
  case diverged
  /// The process ended without a result; a sweep writes this, and the run may be tried again.
  case crashed
}

/// What one evaluation measured on one task of the mixture.
public struct TaskScore: Sendable, Codable, Hashable {
  /// The task's name within the mixture.
  public var task: String
  /// Mean loss over the scored positions, nats.
  public var loss: Double
  /// Share of scored positions where the likeliest token is the right one.
  public var accuracy: Double
  /// How many positions were scored.
  public var predictions: Int
  /// How many sequences they came from.
  public var sequences: Int
  /// The least mean loss any predictor could reach on the same set, nats; nil where unknown.
  public var floor: Double?

  public init(
    task: String, loss: Double, accuracy: Double, predictions: Int, sequences: Int,
    floor: Double? = nil
  ) {
    self.task = task
    self.loss = loss
    self.accuracy = accuracy
    self.predictions = predictions
    self.sequences = sequences
    self.floor = floor
  }
}

/// One point of a run's curve.
public struct Evaluation: Sendable, Codable, Hashable {
  /// Optimiser steps done.
  public var step: Int
  /// Training tokens seen.
  public var tokens: Int
  /// Mean training loss since the evaluation before, nats; nil before the first step.
  public var trainingLoss: Double?
  /// Mean gradient norm before clipping, over the same steps.
  public var gradientNorm: Double?
  public var learningRate: Double
  public var scores: [TaskScore]

  public init(
    step: Int, tokens: Int, trainingLoss: Double?, gradientNorm: Double?, learningRate: Double,
    scores: [TaskScore]
  ) {
    self.step = step
    self.tokens = tokens
    self.trainingLoss = trainingLoss
    self.gradientNorm = gradientNorm
    self.learningRate = learningRate
    self.scores = scores
  }
}

/// Where a run was computed. Bits are promised for the same binary and the same of these.
public struct RunEnvironment: Sendable, Codable, Hashable {
  /// `Engine.version` of the binary.
  public var engine: String
  /// OpenBLAS's kernels: `Haswell`, `Zen`, `Cooperlake`...
  public var coreType: String
  /// The CPU's own name.
  public var cpu: String

  public init(engine: String, coreType: String, cpu: String) {
    self.engine = engine
    self.coreType = coreType
    self.cpu = cpu
  }
}

/// A run from its configuration to its last score.
public struct RunRecord: Sendable, Codable, Hashable {
  /// `RunConfig.identity`.
  public var identity: String
  public var config: RunConfig
  public var environment: RunEnvironment
  public var outcome: RunOutcome
  /// What went wrong, where the run did not finish.
  public var reason: String?
  /// How many numbers the model learns.
  public var parameters: Int
  public var evaluations: [Evaluation]
  /// Time spent in training steps and evaluations, over all resumptions.
  public var seconds: Double

  public init(
    identity: String, config: RunConfig, environment: RunEnvironment, outcome: RunOutcome,
    reason: String? = nil, parameters: Int, evaluations: [Evaluation], seconds: Double
  ) {
    self.identity = identity
    self.config = config
    self.environment = environment
    self.outcome = outcome
    self.reason = reason
    self.parameters = parameters
    self.evaluations = evaluations
    self.seconds = seconds
  }
}
