import Core

/// What the trainer would find wrong with the runs of a profile. Runs share tasks and models, and each of
/// those is made once.
struct RunChecks {
  private struct Tasks: Hashable {
    let tasks: [TaskConfig]
    let length: Int
  }

  private struct Shape: Hashable {
    let model: ModelConfig
    let batch: Int
    let length: Int
  }

  private var mixtures: [Tasks: MixtureFacts] = [:]
  private var models: Set<Shape> = []

  /// The run with every default written out, so that its identity is the one that the trainer gives.
  /// - Throws: `Fault` where the run cannot be trained.
  mutating func completed(_ run: RunConfig) throws -> RunConfig {
    try run.checkTraining()
    let full = try run.completed(by: facts(of: run))
    let shape = Shape(
      model: full.model, batch: full.training.batchSize, length: full.sequenceLength)
    if !models.contains(shape) {
      try full.checkModel()
      models.insert(shape)
    }
    return full
  }

  private mutating func facts(of run: RunConfig) throws -> MixtureFacts {
    let key = Tasks(tasks: run.tasks, length: run.sequenceLength)
    if let known = mixtures[key] { return known }
    let facts = MixtureFacts(try Mixture(run.tasks, length: run.sequenceLength))
    mixtures[key] = facts
    return facts
  }
}
