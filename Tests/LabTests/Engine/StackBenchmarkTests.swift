import Core
import Testing

@testable import Lab

@Suite struct StackBenchmarkTests {
  @Test func aStackIsTimedAsItIsTrained() throws {
    let model = try EngineFixture.config("gla")
    var training = TrainingConfig()
    training.batchSize = 2
    let config = RunConfig(
      model: model, sequenceLength: 8, tasks: [], training: training, seed: 1)
    let result = try StackBenchmark(steps: 2).run(config)
    #expect(result.trainTokensPerSecond > 0 && result.decodeTokensPerSecond > 0)
    #expect(result.sgemmGflops > 0 && result.trainShareOfSgemm > 0)
    #expect(result.trainShareOfSgemm < 2)
    #expect(!result.coreType.isEmpty && !result.cpu.isEmpty)
  }
}
