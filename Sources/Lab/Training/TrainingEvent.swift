/// What a run tells while it goes: `interleave train --json` prints one event a line.
public enum TrainingEvent: Codable {
  /// The run begins, or goes on after the step that its checkpoint holds.
  case start(
    identity: String, config: RunConfig, parameters: Int, environment: RunEnvironment,
    resumedAtStep: Int)
  /// A point of the curve. A run that was killed may tell the points after its last checkpoint
  /// again, with the same numbers.
  case evaluation(identity: String, Evaluation)
  /// The run is over.
  case end(RunRecord)
}

extension TrainingEvent {
  private enum Field: String, CodingKey {
    case event, identity, config, parameters, environment, resumedAtStep, evaluation, record
  }

  private enum Kind: String, Codable {
    case start, evaluation, end
  }

  /// Flat JSON: `{"event": "start" | "evaluation" | "end", ...}`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    switch self {
    case .start(let identity, let config, let parameters, let environment, let step):
      try fields.encode(Kind.start, forKey: .event)
      try fields.encode(identity, forKey: .identity)
      try fields.encode(config, forKey: .config)
      try fields.encode(parameters, forKey: .parameters)
      try fields.encode(environment, forKey: .environment)
      try fields.encode(step, forKey: .resumedAtStep)
    case .evaluation(let identity, let evaluation):
      try fields.encode(Kind.evaluation, forKey: .event)
      try fields.encode(identity, forKey: .identity)
      try fields.encode(evaluation, forKey: .evaluation)
    case .end(let record):
      try fields.encode(Kind.end, forKey: .event)
      try fields.encode(record, forKey: .record)
    }
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    switch try fields.decode(Kind.self, forKey: .event) {
    case .start:
      self = .start(
        identity: try fields.decode(String.self, forKey: .identity),
        config: try fields.decode(RunConfig.self, forKey: .config),
        parameters: try fields.decode(Int.self, forKey: .parameters),
        environment: try fields.decode(RunEnvironment.self, forKey: .environment),
        resumedAtStep: try fields.decode(Int.self, forKey: .resumedAtStep))
    case .evaluation:
      self = .evaluation(
        identity: try fields.decode(String.self, forKey: .identity),
        try fields.decode(Evaluation.self, forKey: .evaluation))
    case .end: self = .end(try fields.decode(RunRecord.self, forKey: .record))
    }
  }
}
