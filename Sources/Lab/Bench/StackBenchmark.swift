import Core
import Foundation

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

  /// - Throws: `Fault` where the configuration asks for what is not computed here.
  public func run(_ config: RunConfig) throws -> Result {
    let (batchSize, length) = (config.training.batchSize, config.sequenceLength)
    let model = try LanguageModel(config.model, sequences: batchSize, length: length)
    model.initialise(seed: 1)
    var stream = RandomStream(seed: 1, named: "bench/stack")
    let ids = (0..<(batchSize * length)).map { _ in
      Int32(stream.index(below: config.model.vocabSize))
    }
    let optimiser = AdamW(model.parameters, config.training)
    let batch = ParityCheck.nextTokenBatch(ids, [batchSize, length])
    var (train, decode, rate) = (Double.infinity, Double.infinity, 0.0)
    for step in 0...steps {
      rate = max(rate, MachineRate.measure(m: 4096, n: 512, k: 128, repetitions: 3).gigaflops)
      let trained = Self.seconds {
        _ = model.lossAndGradients(batch)
        optimiser.update(step: step + 1, rate: 1e-5, norm: optimiser.gradientNorm)
      }
      let decoder = TokenDecoder(model)
      let decoded = Self.seconds { for id in ids.prefix(length) { _ = decoder.read(id) } }
      if step > 0 { (train, decode) = (min(train, trained), min(decode, decoded)) }
    }
    let operations = 3 * model.flops(length: length) * Double(batchSize)
    let machine = RunEnvironment.current()
    return Result(
      trainTokensPerSecond: Double(batchSize * length) / train,
      trainShareOfSgemm: operations / train / 1e9 / rate,
      decodeTokensPerSecond: Double(length) / decode, sgemmGflops: rate,
      coreType: machine.coreType, cpu: machine.cpu)
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    work()
    return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }
}
