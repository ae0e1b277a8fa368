import Core
import Testing

@testable import Lab

@Suite("Recurrent and training form") struct RecurrentFormTests {
  /// max |a - b| / max |b| between decoding token by token and one forward pass.
  static func gap(_ model: LanguageModel, _ ids: [Int32]) -> Double {
    let whole = model.logits(ids, sequences: 1, length: ids.count)
    let decoder = TokenDecoder(model)
    return ParityCheck.difference(ids.flatMap { decoder.read($0) }, whole)
  }

  @Test("decoding equals the forward pass at lengths that are no multiples of a chunk")
  func equal() throws {
    for (type, options) in EngineFixture.variants {
      for length in [1, 2, 31, 33, 64, 65, 100, 131] {
        let model = try EngineFixture.model(
          try EngineFixture.config(type, options), length: length)
        let gap = Self.gap(model, EngineFixture.ids(length))
        #expect(gap < 1e-4, "\(type) \(options) T=\(length): \(gap)")
      }
    }
  }

  @Test("a state's bytes are constant for linear mixers, and grow with attention up to its window")
  func stateBytes() throws {
    for (type, options) in EngineFixture.variants {
      let config = try EngineFixture.config(type, options)
      let mixer = try EngineFixture.model(config, length: 8).blocks[0].mixer
      let (short, long) = (mixer.stateBytes(length: 64), mixer.stateBytes(length: 640))
      if type != "transformer" {
        #expect(short == long && short > 0)
      } else if options["window_size"] != nil {
        #expect(long == 2 * 5 * 8 * 4)
      } else {
        #expect(long == 10 * short && short == 2 * 64 * 16 * 4)
      }
    }
  }
}
