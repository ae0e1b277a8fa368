import Core
import Testing

@testable import Lab

/// Numbers that no model has are faults, before anything is multiplied or allocated.
@Suite(.timeLimit(.minutes(1))) struct BoundsTests {
  private static let names = MixerRegistry.standard.mixers.map { $0.facts.modelType }

  private func refuses(_ type: String, _ options: [String: JSONValue], length: Int = 16) -> Bool {
    do {
      let config = try ModelConfig(
        json: .object(
          [
            "model_type": .string(type), "vocab_size": 16, "hidden_size": 16,
            "num_hidden_layers": 2, "num_heads": 2,
          ].merging(options) { $1 }), at: "test")
      _ = try LanguageModel(config, sequences: 1, length: length, allocates: false)
      return false
    } catch { return error is Fault }
  }

  @Test(arguments: names) func everyOptionOfEveryMixer(_ type: String) {
    let options = [
      "num_heads", "num_kv_heads", "expand_ratio", "expand_k", "expand_v", "head_dim", "conv_size",
      "gate_low_rank_dim", "window_size", "num_v_heads",
    ]
    for option in options {
      for value in [Int.max, 1 << 62, 1 << 40, -1, 0, .min] {
        let all: [String: JSONValue] = ["use_short_conv": true, option: .integer(value)]
        #expect(refuses(type, all), "\(option) \(value)")
      }
      for value in [1e300, -1e300, 1e17] {
        #expect(refuses(type, [option: .number(value)]), "\(option) \(value)")
      }
    }
  }

  /// Every number at its bound: products of them stay within an Int, and the model is too large.
  @Test(arguments: names) func allAtTheirBoundsAtOnce(_ type: String) {
    #expect(
      refuses(
        type,
        [
          "vocab_size": .integer(Bounds.vocabulary), "hidden_size": .integer(Bounds.width),
          "num_hidden_layers": .integer(Bounds.layers), "num_heads": 1,
          "intermediate_size": .integer(Bounds.intermediate),
        ], length: TaskRegistry.largest))
  }

  @Test func lengthsAreBounded() throws {
    let config = try EngineFixture.config("gla", [:])
    let pairs = [(1, Int.max), (.max, 1), (.max, .max), (0, 1), (1, 0), (1 << 20, 1 << 20)]
    for (sequences, length) in pairs {
      #expect(throws: Fault.self) {
        try LanguageModel(config, sequences: sequences, length: length, allocates: false)
      }
    }
  }

  /// A model that is only looked at takes no memory, so that one larger than the machine can be.
  @Test func aLargeModelIsCheckedWithoutItsMemory() throws {
    let config = try ModelConfig(
      json: [
        "model_type": "gla", "vocab_size": 32_000, "hidden_size": 2048, "num_hidden_layers": 8,
        "num_heads": 4,
      ], at: "test")
    let before = PeakMemory.residentMegabytes() ?? 0
    _ = try LanguageModel(config, sequences: 64, length: 4096, allocates: false)
    // Other tests run meanwhile; the model would take eight gigabytes.
    #expect((PeakMemory.residentMegabytes() ?? 0) < before + 2000)
  }

  @Test func aCommandLineIsBoundedToo() {
    func refuses(_ layout: StackLayout = .pure, _ change: (inout ModelChoice) -> Void) -> Bool {
      var choice = ModelChoice()
      change(&choice)
      do {
        _ = try choice.config(vocabularySize: 40, layout: layout)
      } catch { return error is Fault }
      return false
    }
    for mixer in MixerRegistry.standard.names {
      for value in [Int.max, 1 << 62, 0, -1, .min] {
        #expect(refuses { ($0.mixer, $0.hiddenSize) = (mixer, value) })
        #expect(refuses { ($0.mixer, $0.heads) = (mixer, value) })
        #expect(refuses { ($0.mixer, $0.layers) = (mixer, value) })
        #expect(refuses { ($0.mixer, $0.intermediateSize) = (mixer, value) })
        #expect(refuses(.linearToFull(value)) { $0.mixer = mixer } || value == 0)
        #expect(refuses(.oneIn(value)) { $0.mixer = mixer })
      }
    }
  }

  @Test func taskNumbersAreBounded() {
    for (task, option, value) in [
      ("frequent_words", "exponent", 1e300), ("frequent_words", "exponent", 101),
      ("mqar", "power", 1e300), ("mqar", "power", 1e-300),
      ("hmm", "transitionConcentration", 1e-300),
      ("hmm", "emissionConcentration", 1e300),
    ] {
      #expect(throws: Fault.self, "\(task) \(option) \(value)") {
        try TaskRegistry.make(task, options: [option: .number(value)], length: 64)
      }
    }
    let one = TaskConfig(task: "recite")
    #expect(throws: Fault.self) { try Mixture(Array(repeating: one, count: 300), length: 64) }
    #expect(throws: Fault.self) {
      try Mixture([TaskConfig(task: "recite", weight: 1e300)], length: 64)
    }
  }
}
