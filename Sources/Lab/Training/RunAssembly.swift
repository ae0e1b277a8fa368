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
    try training.check(at: "training")
    let mixture = try Mixture(tasks, length: sequenceLength)
    guard model.vocabSize >= mixture.vocabularySize else {
      throw Fault(
        "the model's vocabulary is too small for the tasks", at: "model: vocab_size",
        expected: "at least \(mixture.vocabularySize)", found: String(model.vocabSize))
    }
    var full = self
    full.tasks = mixture.parts.map(\.config)
    return full
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
