import COpenBLAS
import Core
import Foundation

/// What the trainer needs of a model.
public protocol TrainableModel: AnyObject {
  /// Every learned tensor, with its gradient.
  var parameters: ParameterSet { get }
  /// The mean loss over the scored positions, in nats; its gradients replace those in `parameters`.
  func lossAndGradients(_ batch: Batch) -> Double
  /// Loss and hit at each scored position, in order of position, without gradients.
  func score(_ batch: Batch, _ body: (_ position: Int, _ loss: Float, _ hit: Bool) -> Void)
}

extension LanguageModel: TrainableModel {}

/// Trains one model from its configuration to its last score.
///
/// The result depends on the configuration, the engine and the machine's kernels, and on nothing
/// else: a run that was stopped and resumed, however often, ends with the same bits as one that was
/// not (`RunRecord.seconds` excepted).
public final class Trainer {
  public let config: RunConfig
  /// `RunConfig.identity`.
  public let identity: String
  let model: any TrainableModel
  let data: any DataSource
  let optimiser: AdamW
  var state = TrainingState()
  var environment = RunEnvironment.current()
  private let schedule: Schedule
  private let sets: [EvaluationSet]
  private var divergence: Divergence
  private var clock = RunClock()

  /// Fills the parameters from the run's seed.
  /// - Parameters:
  ///   - model: takes batches of `config.training.batchSize` sequences.
  ///   - data: the mixture that `config.tasks` describes.
  /// - Throws: `Fault` where the training configuration cannot be run, or a set scores nothing.
  public init(_ config: RunConfig, model: any TrainableModel, data: any DataSource) throws {
    try config.training.check(at: "training")
    (self.config, self.model, self.data) = (config, model, data)
    identity = try config.identity()
    optimiser = AdamW(model.parameters, config.training)
    schedule = Schedule(config.training)
    divergence = Divergence(vocabularySize: data.vocabularySize)
    sets = try data.evaluationSets(
      sequences: config.training.evaluationSequences, batchSize: config.training.batchSize)
    for set in sets {
      try demand(
        set.batches.contains { $0.predictions > 0 }, "the evaluation set has nothing to predict",
        at: "task \(set.label)")
    }
    model.parameters.initialise(seed: config.seed)
  }

  /// Builds model and data from the configuration alone.
  /// - Throws: `Fault` where the configuration cannot be run.
  public convenience init(_ config: RunConfig) throws {
    let full = try config.completed()
    let model = try LanguageModel(
      full.model, sequences: full.training.batchSize, length: full.sequenceLength)
    try self.init(
      full, model: model, data: try Mixture(full.tasks, length: full.sequenceLength))
  }

  /// Trains to the end, or until it is told to stop.
  ///
  /// - Parameters:
  ///   - checkpoint: where checkpoints go. A run resumes from the one that is there.
  ///   - progress: told of each step, before the next.
  ///   - events: told of the start, each new evaluation, and the end.
  ///   - shouldStop: asked before each step.
  /// - Returns: the run's record; nil where it was stopped before the end. The checkpoint then holds
  ///   the last step done.
  /// - Throws: `Fault` where the checkpoint is damaged or that of another run, or the disk is full;
  ///   what `events` throws. A run that diverges throws nothing: its record says so.
  public func run(
    checkpoint: URL? = nil, progress: (TrainingProgress) -> Void = { _ in },
    events: (TrainingEvent) throws -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> RunRecord? {
    try begin(checkpoint, events)
    var reason = state.evaluations.isEmpty ? try evaluate(events) : nil
    while reason == nil, state.step < config.training.steps {
      guard !shouldStop() else {
        try save(checkpoint)
        return nil
      }
      reason = try step()
      if reason == nil, evaluationIsDue { reason = try evaluate(events) }
      if reason == nil, checkpointIsDue { try save(checkpoint) }
      progress(clock.progress(of: self))
    }
    state.seconds = clock.seconds
    if reason == nil { try save(checkpoint) }
    let record = record(reason)
    try events(.end(.init(record: record)))
    return record
  }

  private func begin(_ checkpoint: URL?, _ events: (TrainingEvent) throws -> Void) throws {
    // The thread count changes the order of summation.
    openblas_set_num_threads(1)
    if let checkpoint {
      AtomicFile.removeLeftovers(of: checkpoint)
      if FileManager.default.fileExists(atPath: checkpoint.path) {
        try Checkpoint.load(checkpoint, into: self)
      }
    }
    divergence.stepsAbove = state.stepsAbove
    clock = RunClock(earlier: state.seconds, step: state.step)
    try events(
      .start(
        .init(
          identity: identity, config: config, parameters: model.parameters.count,
          environment: environment, resumedAtStep: state.step)))
  }

  private func save(_ checkpoint: URL?) throws {
    guard let checkpoint else { return }
    state.seconds = clock.seconds
    try Checkpoint.save(self, to: checkpoint)
  }

  private func record(_ reason: String?) -> RunRecord {
    RunRecord(
      identity: identity, config: config, environment: environment,
      outcome: reason == nil ? .finished : .diverged, reason: reason,
      parameters: model.parameters.count, evaluations: state.evaluations, seconds: state.seconds)
  }

  /// Writes the model as it is now in the form that other tools load: `model.safetensors` and
  /// `config.json`, in FLA's names and layouts. Makes the folder where needed.
  /// - Throws: `Fault` with the system's reason, where a file cannot be written.
  public func export(to folder: URL) throws {
    try Safetensors(tensors: model.parameters.tensors(), metadata: ["format": "pt"])
      .write(to: folder.appendingPathComponent("model.safetensors"))
    let json = try config.model.json.data(pretty: true) + Data("\n".utf8)
    try AtomicFile.write(json, to: folder.appendingPathComponent("config.json"))
  }
}

// MARK: - One step

extension Trainer {
  private var evaluationIsDue: Bool {
    state.step == config.training.steps
      || state.step.isMultiple(of: config.training.evaluateEvery)
  }

  private var checkpointIsDue: Bool {
    config.training.checkpointEvery > 0 && state.step < config.training.steps
      && state.step.isMultiple(of: config.training.checkpointEvery)
  }

  /// Makes one step.
  /// - Returns: why the run has diverged, or nil.
  private func step() throws -> String? {
    let step = state.step + 1
    let batch = try data.trainingBatch(
      step: step, batchSize: config.training.batchSize, seed: config.seed)
    let loss = model.lossAndGradients(batch)
    let norm = optimiser.gradientNorm
    if let reason = divergence.reason(step: step, loss: loss, gradientNorm: norm) { return reason }
    optimiser.update(step: step, rate: schedule.rate(at: step), norm: norm)
    state.add(loss: loss, gradientNorm: norm)
    state.stepsAbove = divergence.stepsAbove
    clock.tick(step: step, loss: loss)
    return nil
  }

  /// Scores the model on every task, and files the scores unless one of them is not a number.
  private func evaluate(_ events: (TrainingEvent) throws -> Void) throws -> String? {
    let evaluation = Evaluation(
      step: state.step,
      tokens: state.step * config.training.batchSize * config.sequenceLength,
      trainingLoss: state.mean(state.lossSum), gradientNorm: state.mean(state.normSum),
      learningRate: schedule.rate(at: state.step), scores: sets.map { model.score($0) })
    if let reason = divergence.reason(evaluation) { return reason }
    state.add(evaluation)
    try events(.evaluation(.init(identity: identity, evaluation: evaluation)))
    return nil
  }
}

extension TrainableModel {
  /// Loss and accuracy over a whole set, added up in order of position.
  func score(_ set: EvaluationSet) -> TaskScore {
    var (loss, hits, predictions) = (0.0, 0, 0)
    for batch in set.batches {
      score(batch) { _, positionLoss, hit in
        loss += Double(positionLoss)
        hits += hit ? 1 : 0
        predictions += 1
      }
    }
    return TaskScore(
      task: set.label, loss: loss / Double(predictions),
      accuracy: Double(hits) / Double(predictions), predictions: predictions,
      sequences: set.batches.reduce(0) { $0 + $1.sequences }, floor: set.floor)
  }
}
