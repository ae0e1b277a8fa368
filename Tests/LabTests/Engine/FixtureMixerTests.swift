import CKernels
import Core
import Testing

@testable import Lab

/// A made-up eighth mixer, in one type: `h_t = c ⊙ h_{t-1} + (1 - c) ⊙ x_t`, `y = o_proj h`, with a
/// learned c for each channel.
private final class MovingAverage: TokenMixer {
  static let name = "moving_average"
  static let modelType = "moving_average"
  static let title = "Moving average"
  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] { [:] }

  private let keep: Parameter
  private let project: Projection
  private let width: Int
  private let state: Buffer
  private let gradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    width = make.width
    keep = make.declare("keep", [make.width], .constant(0.5), decays: false)
    project = Projection([("o_proj", make.width)], input: make.width, make)
    state = make.keep(perToken: make.width)
    gradient = make.scratch(perToken: make.width)
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    for row in 0..<extent.tokens {
      for c in 0..<width {
        let before = row % extent.length == 0 ? 0 : state.base[(row - 1) * width + c]
        let k = keep.value[c]
        state.base[row * width + c] = k * before + (1 - k) * x.at(row).base[c]
      }
    }
    project.forward(state.rows(width), into: y, rows: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    project.backward(dy, x: state.rows(width), into: gradient.rows(width), rows: extent.tokens)
    for row in (0..<extent.tokens).reversed() {
      for c in 0..<width {
        let last = (row + 1) % extent.length == 0
        let k = keep.value[c]
        if !last { gradient.base[row * width + c] += k * gradient.base[(row + 1) * width + c] }
        let g = gradient.base[row * width + c]
        let before = row % extent.length == 0 ? 0 : state.base[(row - 1) * width + c]
        keep.gradient[c] += g * (before - x.at(row).base[c])
        dx.at(row).base[c] = (1 - k) * g
      }
    }
  }

  func stateCount(length: Int) -> Int { width }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    for c in 0..<width { state[c] = keep.value[c] * state[c] + (1 - keep.value[c]) * x.base[c] }
    project.forward(Rows(state, stride: width), into: y, rows: 1)
  }

  func flops(length: Int) -> Double { Double(length) * project.flops }
}

@Suite("A mixer is one file and one registry line") struct FixtureMixerTests {
  private static let registry = MixerRegistry(MixerRegistry.standard.mixers + [MovingAverage.self])

  private func model() throws -> LanguageModel {
    let config = try EngineFixture.config(
      "moving_average", ["num_heads": nil, "attn": ["layers": [1], "num_heads": 2]])
    return try EngineFixture.model(
      config, sequences: 2, length: 20, registry: Self.registry, gain: 3)
  }

  @Test("it trains in a hybrid, and decodes what it computes") func works() throws {
    let model = try model()
    #expect(model.parameters["model.layers.0.attn.keep"] != nil)
    #expect(model.parameters["model.layers.1.attn.q_proj.weight"] != nil)
    #expect(RecurrentFormTests.gap(model, EngineFixture.ids(20)) < 1e-5)
    let batch = EngineFixture.batch(sequences: 2, length: 20)
    let optimiser = AdamW(model.parameters, TrainingConfig())
    let start = model.lossAndGradients(batch)
    for step in 1...60 {
      _ = model.lossAndGradients(batch)
      optimiser.update(step: step, rate: 1e-2, norm: optimiser.gradientNorm)
    }
    #expect(model.lossAndGradients(batch) < 0.7 * start)
  }

  @Test("without its line it is refused, with what there is") func unknown() throws {
    let config = try EngineFixture.config("moving_average", ["num_heads": nil])
    #expect {
      try LanguageModel(config, sequences: 1, length: 4)
    } throws: {
      "\($0)".contains("gated_deltanet") && "\($0)".contains("moving_average")
    }
  }
}
