import Core

/// Several tasks at once, with the share of the training sequences that each has.
///
/// The tasks share their ids: each counts from 0, and the vocabulary is that of the largest. A model
/// tells them apart by what it reads, not by ids of their own.
///
/// Every batch is a pure function of what it is asked for. A training sequence is named by (seed,
/// step, its place in the batch), an evaluation sequence by its task and number alone, so that runs
/// with different seeds are measured on the same set; and each is drawn from its own `Split`.
public struct Mixture: Sendable {
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
      full.options = task.options
      return Part(config: full, task: task)
    }
    self.length = length
    vocabularySize = parts.map(\.task.vocabularySize).max() ?? 0
    weights = configs.map(\.weight)
    totalWeight = weights.reduce(0, +)
  }

  private static func check(_ configs: [TaskConfig]) throws {
    guard !configs.isEmpty else { throw Fault("a run needs at least one task", at: "tasks") }
    guard configs.count <= Bounds.tasks else {
      throw Fault(
        "there are too many tasks", at: "tasks", expected: "at most \(Bounds.tasks)",
        found: "\(configs.count)")
    }
    if let bad = configs.first(where: { !(0...1e9).contains($0.weight) }) {
      throw Fault(
        "the weight cannot be used", at: "task \(bad.label)",
        expected: "a number from 0 to 1000000000",
        found: "\(bad.weight)")
    }
    guard configs.contains(where: { $0.weight > 0 }) else {
      throw Fault("no task has a weight above 0", at: "tasks")
    }
    let labels = configs.map(\.label)
    if let twice = labels.enumerated().first(where: { labels[..<$0].contains($1) }) {
      throw Fault(
        "two tasks have the same label", at: "tasks", found: twice.element,
        hint: "give one of them another label")
    }
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

extension Batch {
  /// Sequence b by itself.
  public func example(_ number: Int) -> Example {
    let range = (number * length)..<((number + 1) * length)
    return Example(inputs: Array(inputs[range]), targets: Array(targets[range]))
  }
}
