import Core

/// What one should know of a task before training on it, measured on its evaluation set.
public struct TaskFacts: Sendable, Equatable {
  /// T.
  public let length: Int
  public let vocabularySize: Int
  /// Mean number of scored positions in a sequence.
  public let predictions: Double
  /// Share of answers that a blind guess gets right.
  public let guessRate: Double
  /// The least mean loss that any predictor can reach, nats; nil where unknown.
  public let floor: Double?

  /// - Parameter sequences: how many sequences of the evaluation set are looked at.
  /// - Throws: `Fault` where the task has too few sequences.
  public init(mixture: Mixture, part: Int, sequences: Int = 256) throws {
    let set = try mixture.evaluationBatches(task: part, sequences: sequences, batchSize: sequences)
    let task = mixture.parts[part].task
    length = mixture.length
    vocabularySize = task.vocabularySize
    predictions = set.reduce(0) { $0 + Double($1.predictions) } / Double(sequences)
    guessRate = 1 / Double(task.answerCount)
    floor = mixture.floor(of: set)
  }
}

extension TaskFacts: CustomStringConvertible {
  /// One line.
  public var description: String {
    let scored = NumberText.fixed(predictions, predictions == predictions.rounded() ? 0 : 1)
    let least = floor.map { "floor \(NumberText.fixed($0, 3)) nats" } ?? "floor unknown"
    return "T \(length), vocabulary \(vocabularySize), scored \(scored) a sequence, guess rate "
      + "\(NumberText.percent(guessRate, 1)), \(least)"
  }
}
