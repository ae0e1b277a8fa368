import Core
import Foundation

@testable import Lab

/// The smallest model that learns: a table of logits for the next token by the present one, a scale
/// of all logits, and exact gradients of both.
final class BigramModel: TrainableModel {
  let parameters = ParameterSet()
  private let vocabulary: Int
  private let table: Parameter
  private let scale: Parameter
  /// Multiplied to the loss that is told, from the step after `breaksAfter` on.
  var lossFactor = 1.0
  var breaksAfter = Int.max
  private(set) var calls = 0

  init(vocabulary: Int) {
    self.vocabulary = vocabulary
    table = parameters.declare(
      "model.table.weight", [vocabulary, vocabulary], .normal(0.02), decays: true)
    scale = parameters.declare("model.norm.weight", [1], .constant(1), decays: false)
    parameters.seal()
  }

  func lossAndGradients(_ batch: Batch) -> Double {
    calls += 1
    parameters.zeroGradients()
    let share = 1 / Float(batch.predictions)
    var total = 0.0
    forEachPrediction(batch) { _, token, target in
      let (loss, probabilities) = predict(token, target)
      total += Double(loss)
      for j in 0..<vocabulary {
        let error = (probabilities[j] - (j == target ? 1 : 0)) * share
        table.gradient[token * vocabulary + j] += error * scale.value[0]
        scale.gradient[0] += error * table.value[token * vocabulary + j]
      }
    }
    let mean = total * Double(share)
    return calls > breaksAfter ? mean * lossFactor : mean
  }

  func score(_ batch: Batch, _ body: (_ position: Int, _ loss: Float, _ hit: Bool) -> Void) {
    forEachPrediction(batch) { position, token, target in
      let (loss, probabilities) = predict(token, target)
      let best = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
      body(position, loss, best == target)
    }
  }

  private func forEachPrediction(_ batch: Batch, _ body: (Int, Int, Int) -> Void) {
    for (i, target) in batch.targets.enumerated() where target != Batch.ignored {
      body(i, Int(batch.inputs[i]), Int(target))
    }
  }

  private func predict(_ token: Int, _ target: Int) -> (loss: Float, probabilities: [Float]) {
    let row = (0..<vocabulary).map { scale.value[0] * table.value[token * vocabulary + $0] }
    let top = row.max() ?? 0
    let powers = row.map { Float(DeterministicMath.exp(Double($0 - top))) }
    let sum = powers.reduce(0, +)
    let loss = Float(DeterministicMath.log(Double(sum))) - (row[target] - top)
    return (loss, powers.map { $0 / sum })
  }
}

/// A chain in which token t is followed by t + 1, or by t + 2 one time in four.
struct ChainData: DataSource {
  var vocabularySize = 6
  var length = 12

  /// nats: the entropy of the choice.
  static let floor = 0.25 * DeterministicMath.log(4) + 0.75 * DeterministicMath.log(4.0 / 3)

  func trainingBatch(step: Int, batchSize: Int, seed: UInt64) -> Batch {
    batch(batchSize, seed: seed, name: "training \(step)")
  }

  func evaluationSets(sequences: Int, batchSize: Int) -> [EvaluationSet] {
    let batches = (0..<(sequences / batchSize)).map {
      batch(batchSize, seed: 99, name: "evaluation \($0)")
    }
    return [
      EvaluationSet(label: "chain", batches: batches, floor: Self.floor),
      EvaluationSet(label: "again", batches: [batches[0]]),
    ]
  }

  private func batch(_ count: Int, seed: UInt64, name: String) -> Batch {
    var stream = RandomStream(seed: seed, named: name)
    var inputs: [Int32] = []
    var targets: [Int32] = []
    for _ in 0..<count {
      var token = Int32(stream.index(below: vocabularySize))
      for _ in 0..<length {
        inputs.append(token)
        token = (token + (stream.uniform() < 0.25 ? 2 : 1)) % Int32(vocabularySize)
        targets.append(token)
      }
    }
    return Batch(sequences: count, length: length, inputs: inputs, targets: targets)
  }
}

/// A short run of the bigram model on the chain.
func chainConfig(_ change: (inout RunConfig) -> Void = { _ in }) throws -> RunConfig {
  let model = try ModelConfig(
    json: [
      "model_type": "bigram", "vocab_size": 6, "hidden_size": 6, "num_hidden_layers": 1,
    ], at: "test")
  var training = TrainingConfig()
  training.steps = 30
  training.batchSize = 4
  training.learningRate = 0.05
  training.warmupSteps = 5
  training.evaluateEvery = 10
  training.evaluationSequences = 8
  training.checkpointEvery = 7
  var config = RunConfig(
    model: model, sequenceLength: 12, tasks: [TaskConfig(task: "chain")], training: training,
    seed: 3)
  change(&config)
  return config
}

func chainTrainer(_ config: RunConfig, model: BigramModel = BigramModel(vocabulary: 6)) throws
  -> Trainer
{
  try Trainer(config, model: model, data: ChainData())
}

/// Everything of a run that has to be the same bits, however it was interrupted.
struct RunBits: Equatable {
  var values: [UInt32]
  var first: [UInt32]
  var second: [UInt32]
  var evaluations: [Evaluation]

  init(_ trainer: Trainer) {
    values = trainer.model.parameters.values.map(\.bitPattern)
    first = trainer.optimiser.first.map(\.bitPattern)
    second = trainer.optimiser.second.map(\.bitPattern)
    evaluations = trainer.state.evaluations
  }
}

extension Safetensors {
  /// Makes the hash that of the content, as someone would who knows the format.
  mutating func seal() {
    metadata[CheckpointMetadata.hash] = contentHash(without: CheckpointMetadata.hash)
  }

  /// Changes the least bit of a tensor's last number.
  mutating func flipBit(of name: String) throws {
    guard let tensor = tensors[name], var values = tensor.floats, let last = values.popLast() else {
      throw Fault("there is no such tensor", found: name)
    }
    values.append(Float(bitPattern: last.bitPattern ^ 1))
    tensors[name] = Tensor(values, shape: tensor.shape)
  }
}

/// A folder for one test, removed with it.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("training-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
