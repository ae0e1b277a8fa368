import Core

/// What is known of a training run before it starts.
public struct RunDescription: Sendable, Equatable {
  /// A hash of all that the result depends on but the machine.
  public var identity: String
  /// The profile that it was first made for.
  public var profile: String
  /// The whole configuration as JSON text.
  public var config: String
  /// The mixer of the layers that are not attention, by FLA's name: `gla`.
  public var family: String
  /// Which layers are full attention, in words: `pure`, `one in 4`.
  public var layout: String
  public var attentionLayers: Int
  public var layers: Int
  /// d_model.
  public var width: Int
  public var seed: Int
  /// The version of what computes the run.
  public var engine: String

  public init(
    identity: String, profile: String, config: String, family: String, layout: String,
    attentionLayers: Int, layers: Int, width: Int, seed: Int, engine: String
  ) {
    self.identity = identity
    self.profile = profile
    self.config = config
    self.family = family
    self.layout = layout
    self.attentionLayers = attentionLayers
    self.layers = layers
    self.width = width
    self.seed = seed
    self.engine = engine
  }

  /// Attention layers over all layers.
  public var attentionFraction: Double { Double(attentionLayers) / Double(layers) }
}

/// A training run as the store has it.
public struct StoredRun: Sendable, Equatable {
  /// How far it came.
  public enum Outcome: String, Sendable {
    /// Stopped in the middle, or still at it.
    case unfinished
    case finished
    /// The loss stopped being a number or went far above that of guessing: a result, too.
    case diverged
    /// The process ended without a result.
    case crashed

    /// Whether there is nothing left to compute.
    public var isFinal: Bool { self == .finished || self == .diverged }
  }

  public var description: RunDescription
  /// How many numbers the model learns; nil before the start.
  public var parameters: Int?
  /// OpenBLAS's kernels; bits are promised for the same ones alone.
  public var coreType: String?
  public var cpu: String?
  public var outcome: Outcome
  /// What went wrong, where something did.
  public var reason: String?
  /// Time spent in training. No report shows it, since it is another one every time.
  public var seconds: Double?
  /// SHA-256 of all that the run came to, apart from the machine and the time; nil where there is
  /// no result.
  public var recordHash: String?

  public var identity: String { description.identity }
}

/// How a run ended.
public struct RunResult: Sendable, Equatable {
  public var identity: String
  /// Finished or diverged.
  public var outcome: StoredRun.Outcome
  public var reason: String?
  public var parameters: Int
  public var coreType: String
  public var cpu: String
  public var seconds: Double
  /// The whole curve.
  public var evaluations: [RunEvaluation]

  public init(
    identity: String, outcome: StoredRun.Outcome, reason: String? = nil, parameters: Int,
    coreType: String, cpu: String, seconds: Double, evaluations: [RunEvaluation]
  ) {
    self.identity = identity
    self.outcome = outcome
    self.reason = reason
    self.parameters = parameters
    self.coreType = coreType
    self.cpu = cpu
    self.seconds = seconds
    self.evaluations = evaluations
  }
}

/// One point of a run's curve.
public struct RunEvaluation: Sendable, Equatable {
  /// Optimiser steps done.
  public var step: Int
  /// Training tokens seen.
  public var tokens: Int
  /// Since the point before, nats; nil at the first.
  public var trainingLoss: Double?
  /// Before clipping; nil at the first.
  public var gradientNorm: Double?
  public var learningRate: Double
  /// In the order of the mixture.
  public var scores: [RunScore]

  public init(
    step: Int, tokens: Int, trainingLoss: Double?, gradientNorm: Double?, learningRate: Double,
    scores: [RunScore]
  ) {
    self.step = step
    self.tokens = tokens
    self.trainingLoss = trainingLoss
    self.gradientNorm = gradientNorm
    self.learningRate = learningRate
    self.scores = scores
  }
}

/// What a point of a curve measured on one task.
public struct RunScore: Sendable, Equatable {
  public var task: String
  /// Mean over the scored positions, nats.
  public var loss: Double
  /// Share of scored positions with the right token first.
  public var accuracy: Double
  /// Scored positions.
  public var predictions: Int
  /// Sequences that they came from.
  public var sequences: Int
  /// The least mean loss that any predictor could reach on them, nats; nil where unknown.
  public var floor: Double?

  public init(
    task: String, loss: Double, accuracy: Double, predictions: Int, sequences: Int, floor: Double?
  ) {
    self.task = task
    self.loss = loss
    self.accuracy = accuracy
    self.predictions = predictions
    self.sequences = sequences
    self.floor = floor
  }

  /// Loss above the least possible one, nats.
  public var excess: Double? { floor.map { loss - $0 } }
}
