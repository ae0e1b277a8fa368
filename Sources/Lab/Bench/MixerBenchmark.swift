import Core
import Foundation

/// Times the training step of one mixer: forward, backward and AdamW on one thread.
public struct MixerBenchmark: Sendable {
  /// The sizes of model and batch; by default the reference configuration, 0.9 million parameters.
  public struct Size: Sendable {
    public var vocabulary = 256
    public var hidden = 128
    public var heads = 4
    public var layers = 4
    public var intermediate = 384
    public var length = 256
    public var batch = 16

    public init() {}
  }

  /// What was measured; times are the best of the repetitions.
  public struct Result: Sendable, Codable {
    public var mixer: String
    public var tokensPerSecond: Double
    /// Counted operations (products, visible pairs alone; backward twice forward) over time.
    public var gflops: Double
    /// `gflops` over the rate of a 4096 x 128 x 512 sgemm, timed between the same steps.
    public var sgemmShare: Double
    public var sgemmGflops: Double
    /// Resident before the model was made.
    public var baseRSSMegabytes: Double?
    public var peakRSSMegabytes: Double?
    /// Parameters, gradients, moments and activations as counted.
    public var countedMegabytes: Double
    public var coreType: String
    public var threads = 1
    /// Share of a step's time by part.
    public var parts: [String: Double]

    enum CodingKeys: String, CodingKey {
      case mixer, gflops, threads, parts
      case tokensPerSecond = "tokens_per_second"
      case sgemmShare = "sgemm_share"
      case sgemmGflops = "sgemm_gflops"
      case baseRSSMegabytes = "base_rss_mb"
      case peakRSSMegabytes = "peak_rss_mb"
      case countedMegabytes = "counted_mb"
      case coreType = "core_type"
    }
  }

  public var size = Size()
  /// Timed steps; one more warms up.
  public var steps: Int

  public init(size: Size = Size(), steps: Int = 8) {
    (self.size, self.steps) = (size, steps)
  }

  /// - Throws: `Fault` where there is no such mixer, or the sizes do not fit it.
  public func run(_ mixer: String) throws -> Result {
    // What the process holds without a model: libraries, and OpenBLAS's own buffers.
    _ = MachineRate.yardstick(repetitions: 1)
    PeakMemory.reset()
    let base = PeakMemory.residentMegabytes()
    var choice = ModelChoice()
    (choice.mixer, choice.hiddenSize, choice.heads) = (mixer, size.hidden, size.heads)
    (choice.layers, choice.intermediateSize) = (size.layers, size.intermediate)
    var training = TrainingConfig()
    training.batchSize = size.batch
    let timed = try TimedModel(
      choice.config(vocabularySize: size.vocabulary), training, length: size.length)
    let clock = PartClock()
    timed.model.clock = clock
    var (best, rate, parts) = (Double.infinity, 0.0, [Double]())
    for step in 0...steps {
      rate = max(rate, MachineRate.yardstick().gigaflops)
      clock.restart()
      timed.step(step)
      clock.mark(.optimiser)
      let seconds = clock.seconds.reduce(0, +)
      if step > 0, seconds < best { (best, parts) = (seconds, clock.seconds) }
    }
    let gflops = timed.flops / best / 1e9
    return Result(
      mixer: mixer, tokensPerSecond: Double(timed.ids.count) / best, gflops: gflops,
      sgemmShare: gflops / rate, sgemmGflops: rate, baseRSSMegabytes: base,
      peakRSSMegabytes: PeakMemory.peakMegabytes(),
      countedMegabytes: Double(
        timed.model.parameters.count * 16 + timed.model.activationBytes) / 1e6,
      coreType: RunEnvironment.coreType,
      parts: Dictionary(
        uniqueKeysWithValues: zip(StepPart.allCases.map(\.rawValue), parts.map { $0 / best })))
  }
}
