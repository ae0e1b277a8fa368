import Core
import Testing

@testable import Lab

@Suite struct ModelCostTests {
  /// The counts of a model that has memory for the whole sequence.
  @Test(arguments: EngineFixture.variants.indices)
  func countsDoNotDependOnTheMemoryThatIsThere(_ place: Int) throws {
    let (type, options) = EngineFixture.variants[place]
    let config = try EngineFixture.config(type, options)
    let model = try LanguageModel(config, sequences: 2, length: 96)
    let cost = try ModelCost(config, length: 96)
    #expect(cost.flopsPerToken == model.flops(length: 96) / 96)
    #expect(cost.stateBytes == model.stateBytes(length: 96))
    #expect(cost.mixerFlopsPerToken > 0 && cost.mixerFlopsPerToken < cost.flopsPerToken)
  }

  @Test func attentionGrowsWithTheSequenceAndStatesDoNot() throws {
    let full = try EngineFixture.config("transformer")
    // Keys and values: 2 layers, 2 x 16 numbers a token, 4 bytes each.
    #expect(try ModelCost(full, length: 1000).stateBytes == 2 * 2 * 16 * 4 * 1000)
    let linear = try EngineFixture.config("gla")
    #expect(
      try ModelCost(linear, length: 1000).stateBytes == ModelCost(linear, length: 10).stateBytes)
    // Each token sees (T + 1) / 2 others, 4 d operations each.
    let growth =
      try ModelCost(full, length: 2001).mixerFlopsPerToken
      - ModelCost(full, length: 1001).mixerFlopsPerToken
    #expect(abs(growth - 2 * 4 * 16 * 500) < 1e-6)
  }

  @Test func aSequenceHasTokens() throws {
    let config = try EngineFixture.config("gla")
    #expect(throws: Fault.self) { try ModelCost(config, length: 0) }
  }
}
