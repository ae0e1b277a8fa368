import Core
import Foundation

/// What benchmarks time: a model, its optimiser and a batch of random tokens, each predicting the next.
struct TimedModel {
  let model: LanguageModel
  let optimiser: AdamW
  let ids: [Int32]
  let batch: Batch

  init(_ config: ModelConfig, _ training: TrainingConfig, length: Int) throws {
    let sequences = training.batchSize
    model = try LanguageModel(config, sequences: sequences, length: length)
    model.initialise(seed: 1)
    optimiser = AdamW(model.parameters, training)
    var stream = RandomStream(seed: 1, named: "bench")
    ids = (0..<(sequences * length)).map { _ in Int32(stream.index(below: config.vocabSize)) }
    batch = Batch(nextTokensOf: ids, sequences: sequences, length: length)
  }

  /// Forward, backward and AdamW.
  /// - Parameter number: from 0.
  func step(_ number: Int) {
    _ = model.lossAndGradients(batch)
    optimiser.update(step: number + 1, rate: 1e-5, norm: optimiser.gradientNorm)
  }

  /// Operations of a step: products, visible pairs alone, backward twice forward.
  var flops: Double { 3 * model.flops(length: batch.length) * Double(batch.sequences) }
}

/// Times one stack as a sweep trains it, and its decoding by the recurrent step, on one thread.
public struct StackBenchmark: Sendable {
  /// The best of the repetitions.
  public struct Result: Sendable, Equatable {
    /// Forward, backward and AdamW.
    public var trainTokensPerSecond: Double
    /// Operations of that step (backward twice forward) over time, over the rate of sgemm.
    public var trainShareOfSgemm: Double
    /// One sequence, token by token.
    public var decodeTokensPerSecond: Double
    /// A 4096 x 128 x 512 sgemm, timed between the same steps.
    public var sgemmGflops: Double
    public var coreType: String
    public var cpu: String
  }

  /// Timed steps, and timed sequences; one more of each warms up.
  public var steps: Int

  public init(steps: Int = 20) { self.steps = steps }

  /// - Throws: `Fault` where the configuration asks for what is not supported.
  public func run(_ config: RunConfig) throws -> Result {
    let length = config.sequenceLength
    let stack = try TimedModel(config.model, config.training, length: length)
    var (train, decode, rate) = (Double.infinity, Double.infinity, 0.0)
    for step in 0...steps {
      rate = max(rate, MachineRate.yardstick().gigaflops)
      let trained = timed { stack.step(step) }
      let decoder = TokenDecoder(stack.model)
      let decoded = timed { for id in stack.ids.prefix(length) { _ = decoder.read(id) } }
      if step > 0 { (train, decode) = (min(train, trained), min(decode, decoded)) }
    }
    let machine = RunEnvironment.current()
    return Result(
      trainTokensPerSecond: Double(stack.ids.count) / train,
      trainShareOfSgemm: stack.flops / train / 1e9 / rate,
      decodeTokensPerSecond: Double(length) / decode, sgemmGflops: rate,
      coreType: machine.coreType, cpu: machine.cpu)
  }
}
