/// Where a run's sequences come from.
public protocol DataSource {
  /// Ids are below this.
  var vocabularySize: Int { get }
  /// The batch of a step: a pure function of (seed, step), so that a resumed run sees what an
  /// uninterrupted one does.
  /// - Parameter step: from 1.
  func trainingBatch(step: Int, batchSize: Int, seed: UInt64) throws -> Batch
  /// One set for each task of the mixture, in its order; the same sets for all seeds.
  func evaluationSets(sequences: Int, batchSize: Int) throws -> [EvaluationSet]
}

/// The sequences that a model is scored on, for one task.
public struct EvaluationSet: Sendable {
  /// The task's name within the mixture.
  public var label: String
  /// At most `batchSize` sequences each.
  public var batches: [Batch]
  /// The least mean loss that any predictor could reach on these positions, nats; nil where unknown.
  public var floor: Double?

  public init(label: String, batches: [Batch], floor: Double? = nil) {
    self.label = label
    self.batches = batches
    self.floor = floor
  }
}
