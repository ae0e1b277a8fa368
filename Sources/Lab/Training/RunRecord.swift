/// How far a run came.
public enum RunOutcome: String, Sendable, Codable {
  /// Stopped in the middle, or still being computed; only a file of runs has this.
  case unfinished
  case finished
  /// The loss or a gradient stopped being a number, or the loss went far above that of guessing: a
  /// result, too.
  case diverged
  /// The process ended without a result; a sweep writes this, and the run may be tried again.
  case crashed

  /// Whether there is nothing left to compute.
  public var isFinal: Bool { self == .finished || self == .diverged }
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
    task: String, loss: Double, accuracy: Double, predictions: Int, sequences: Int, floor: Double?
  ) {
    (self.task, self.loss, self.accuracy) = (task, loss, accuracy)
    (self.predictions, self.sequences, self.floor) = (predictions, sequences, floor)
  }

  /// Loss above the least possible one, nats.
  public var excess: Double? { floor.map { loss - $0 } }
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
  /// In the order of the mixture.
  public var scores: [TaskScore]

  public init(
    step: Int, tokens: Int, trainingLoss: Double?, gradientNorm: Double?, learningRate: Double,
    scores: [TaskScore]
  ) {
    (self.step, self.tokens, self.trainingLoss) = (step, tokens, trainingLoss)
    (self.gradientNorm, self.learningRate, self.scores) = (gradientNorm, learningRate, scores)
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
    (self.identity, self.config, self.environment) = (identity, config, environment)
    (self.outcome, self.reason, self.parameters) = (outcome, reason, parameters)
    (self.evaluations, self.seconds) = (evaluations, seconds)
  }
}

/// What a run reports while it trains: `interleave train --json` prints one event per line, as a flat
/// object `{"event": "start" | "evaluation" | "end", ...}` with the fields of the event's type.
public enum TrainingEvent: Sendable, Codable {
  case start(Start)
  case evaluation(Point)
  case end(End)

  /// The run begins, or resumes after the step that its checkpoint holds.
  public struct Start: Sendable, Codable {
    public var identity: String
    public var config: RunConfig
    public var parameters: Int
    public var environment: RunEnvironment
    public var resumedAtStep: Int
  }

  /// A point of the curve. A run that was killed may report the points after its last checkpoint
  /// again, with the same numbers.
  public struct Point: Sendable, Codable {
    public var identity: String
    public var evaluation: Evaluation
  }

  /// The run is over.
  public struct End: Sendable, Codable {
    public var record: RunRecord
  }

  private enum Kind: String, Codable { case start, evaluation, end }
  private enum Field: String, CodingKey { case event }

  public func encode(to encoder: any Encoder) throws {
    let (kind, fields): (Kind, any Encodable) =
      switch self {
      case .start(let start): (.start, start)
      case .evaluation(let point): (.evaluation, point)
      case .end(let end): (.end, end)
      }
    var container = encoder.container(keyedBy: Field.self)
    try container.encode(kind, forKey: .event)
    try fields.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Field.self)
    self =
      switch try container.decode(Kind.self, forKey: .event) {
      case .start: .start(try Start(from: decoder))
      case .evaluation: .evaluation(try Point(from: decoder))
      case .end: .end(try End(from: decoder))
      }
  }

  /// `RunConfig.identity` of the run that reports.
  public var identity: String {
    switch self {
    case .start(let start): start.identity
    case .evaluation(let point): point.identity
    case .end(let end): end.record.identity
    }
  }
}
