@testable import Lab

extension RunEnvironment {
  /// A machine that a test makes up.
  public static func made(coreType: String, cpu: String) -> RunEnvironment {
    RunEnvironment(engine: Engine.version, coreType: coreType, cpu: cpu)
  }
}

extension RunRecord {
  /// A record for the file of runs, whose configuration nobody looks at.
  public static func made(
    identity: String, outcome: RunOutcome = .finished, reason: String? = nil, parameters: Int,
    coreType: String, cpu: String, seconds: Double, evaluations: [Evaluation]
  ) -> RunRecord {
    let config = RunConfig(
      model: ModelConfig(), sequenceLength: 1, tasks: [], training: TrainingConfig(), seed: 0)
    return RunRecord(
      identity: identity, config: config, environment: .made(coreType: coreType, cpu: cpu),
      outcome: outcome, reason: reason, parameters: parameters, evaluations: evaluations,
      seconds: seconds)
  }
}
