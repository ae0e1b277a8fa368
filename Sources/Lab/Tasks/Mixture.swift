import Core

/// Several tasks at once, with the share of the training sequences that each has.
///
/// The tasks share their ids: each counts from 0, and the vocabulary is that of the largest. A model
/// tells them apart by what it reads, not by ids of their own.
///
/// Every batch is a pure function of what it is asked for. A training sequence is named by (seed,
/// step, its place in the batch), an evaluation sequence by its task and number alone, so that runs
/// with different seeds are measured on the same set; and each is drawn from its own `Split`.
public struct Mixture: Sendable, DataSource {
  /// One task of the mixture.
  public struct Part: Sendable {
    /// With all options, defaults included.
    public let config: TaskConfig
    public let task: any SequenceTask
  }

  public let parts: [Part]
  /// T.
  public let length: Int
  /// Ids of all tasks are below this.
  public let vocabularySize: Int
  private let weights: [Double]
  private let totalWeight: Double

  /// Evaluation sequences are the same in all runs, for ever.
  private static let evaluationSeed: UInt64 = 2507_06457

  /// - Throws: `Fault` naming the task, where options, weights or labels cannot be used.
  public init(_ configs: [TaskConfig], length: Int) throws {
    try Self.check(configs)
    parts = try configs.map { config in
      let task = try TaskRegistry.make(config.task, options: config.options, length: length)
      var full = config
      full.options = task.optionValues
      return Part(config: full, task: task)
    }
    self.length = length
    vocabularySize = parts.map(\.task.vocabularySize).max() ?? 0
    weights = configs.map(\.weight)
    totalWeight = weights.reduce(0, +)
  }

  private static func check(_ configs: [TaskConfig]) throws {
    try demand(!configs.isEmpty, "a run needs at least one task", at: "tasks")
    try demand(
      configs.count <= Bounds.tasks, "there are too many tasks", at: "tasks",
      expected: "at most \(Bounds.tasks)", found: "\(configs.count)")
    for config in configs {
      try demand(
        (0...1e9).contains(config.weight), "the weight is out of range",
        at: "task \(config.label)", expected: "0 to 1000000000", found: "\(config.weight)")
    }
    try demand(
      configs.contains { $0.weight > 0 }, "no task has a weight above 0", at: "tasks")
    let twice = configs.map(\.label).firstRepeated
    try demand(
      twice == nil, "two tasks have the same label", at: "tasks", found: twice,
      hint: "give one of them another label")
  }

  /// The batch of one optimiser step.
  /// - Throws: `Fault` where a task has too few sequences to train on.
  public func trainingBatch(step: Int, batchSize: Int, seed: UInt64) throws -> Batch {
    try batch(batchSize) { number in
      var stream = RandomStream(seed: seed, named: "training step \(step) sequence \(number)")
      let part = stream.weighted(weights, total: totalWeight)
      return (part, try parts[part].task.draw(&stream, split: .training))
    }
  }

  /// The evaluation set of one task, in batches; the last may be smaller.
  /// - Parameters:
  ///   - task: index in `parts`.
  ///   - sequences: how many in all.
  /// - Throws: `Fault` where the task has too few sequences.
  public func evaluationBatches(task: Int, sequences: Int, batchSize: Int) throws -> [Batch] {
    try stride(from: 0, to: sequences, by: batchSize).map { start in
      try batch(min(batchSize, sequences - start)) { number in
        var stream = RandomStream(
          seed: Self.evaluationSeed,
          named: "evaluation \(parts[task].config.task) \(start + number)")
        return (task, try parts[task].task.draw(&stream, split: .validation))
      }
    }
  }

  public func evaluationSets(sequences: Int, batchSize: Int) throws -> [EvaluationSet] {
    try parts.indices.map { index in
      let batches = try evaluationBatches(task: index, sequences: sequences, batchSize: batchSize)
      return EvaluationSet(
        label: parts[index].config.label, batches: batches, floor: floor(of: batches))
    }
  }

  private func batch(_ count: Int, _ draw: (Int) throws -> (part: Int, example: Example)) rethrows
    -> Batch
  {
    var inputs: [Int32] = []
    var targets: [Int32] = []
    var tasks: [Int] = []
    inputs.reserveCapacity(count * length)
    targets.reserveCapacity(count * length)
    for number in 0..<count {
      let (part, example) = try draw(number)
      inputs += example.inputs
      targets += example.targets
      tasks.append(part)
    }
    return Batch(sequences: count, length: length, inputs: inputs, targets: targets, tasks: tasks)
  }

  /// The least mean loss that any predictor can reach on a batch, in nats a scored position; nil
  /// where a sequence's is not known, or nothing is scored.
  public func floor(of batch: Batch) -> Double? { floor(of: [batch]) }

  /// The same over several batches, every scored position counting alike.
  public func floor(of batches: [Batch]) -> Double? {
    var loss = 0.0
    for batch in batches {
      for (number, part) in batch.tasks.enumerated() {
        guard let least = parts[part].task.bayesLoss(of: batch.example(number)) else { return nil }
        loss += least
      }
    }
    let predictions = batches.reduce(0) { $0 + $1.predictions }
    return predictions > 0 ? loss / Double(predictions) : nil
  }
}

/// Where a run's sequences come from.
public protocol DataSource {
  /// Ids are below this.
  var vocabularySize: Int { get }
  /// The batch of a step: a pure function of (seed, step), so that runs can be resumed.
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
}
