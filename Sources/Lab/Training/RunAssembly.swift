import Core

extension Mixture: DataSource {
  public func evaluationSets(sequences: Int, batchSize: Int) throws -> [EvaluationSet] {
    try parts.indices.map { index in
      let batches = try evaluationBatches(
        task: index, sequences: sequences, batchSize: batchSize)
      return EvaluationSet(
        label: parts[index].config.label, batches: batches, floor: floor(of: batches))
    }
  }
}

extension RunConfig {
  /// The same run with the tasks' options in full, so that writing a default out, or leaving it to
  /// be a default, gives one identity.
  /// - Throws: `Fault` where tasks, training and model do not fit one another.
  public func completed() throws -> RunConfig {
    try checkTraining()
    return try completed(by: MixtureFacts(Mixture(tasks, length: sequenceLength)))
  }

  /// The training's numbers, by themselves and times the sequence length.
  func checkTraining() throws {
    try training.check(at: "training")
    try Bounds.checkTokens(
      "batchSize", sequences: training.batchSize, length: sequenceLength, at: "training")
    try Bounds.checkTokens(
      "evaluationSequences", sequences: training.evaluationSequences, length: sequenceLength,
      at: "training")
  }

  /// - Parameter mixture: what the run's own tasks make.
  func completed(by mixture: MixtureFacts) throws -> RunConfig {
    guard model.vocabSize >= mixture.vocabularySize else {
      throw Fault(
        "the model's vocabulary is too small for the tasks", at: "model: vocab_size",
        expected: "at least \(mixture.vocabularySize)", found: String(model.vocabSize))
    }
    var full = self
    full.tasks = mixture.tasks
    return full
  }

  /// Makes sure that the trainer can make the model, without the memory that it needs.
  /// - Throws: `Fault` naming the option that does not fit.
  public func checkModel() throws {
    try LanguageModel.check(model, sequences: training.batchSize, length: sequenceLength)
  }
}

/// What a configuration takes from its tasks.
struct MixtureFacts {
  /// With all options, defaults included.
  let tasks: [TaskConfig]
  let vocabularySize: Int

  init(_ mixture: Mixture) {
    tasks = mixture.parts.map(\.config)
    vocabularySize = mixture.vocabularySize
  }
}

extension Trainer {
  /// Builds model and data from the configuration alone.
  /// - Throws: `Fault` where the configuration cannot be run.
  public convenience init(_ config: RunConfig) throws {
    let full = try config.completed()
    let model = try LanguageModel(
      full.model, sequences: full.training.batchSize, length: full.sequenceLength)
    try self.init(
      full, model: model, data: try Mixture(full.tasks, length: full.sequenceLength))
  }
}
