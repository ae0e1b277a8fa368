import CKernels
import Core
import Testing

@testable import Lab

// MARK: - A made-up mixer in one file

/// `h_t = c ⊙ h_{t-1} + (1 - c) ⊙ x_t`, `y = out h`, with a learned c for each channel.
///
/// It brings everything of its own: name, aliases, defaults, look, a parameter that is not called
/// `attn`, and a layer without an MLP that norms after mixing.
private final class MovingAverage: TokenMixer {
  static let facts = MixerFacts(
    name: "moving_average", modelType: "ema", title: "Moving average", aliases: ["average"],
    color: "grey", marker: "plus", hiddenRatio: 1)

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] { ["start": 0.5] }

  static func block(_ options: inout JSONFields, _ make: LayerMaker) throws -> any LayerBlock {
    try PostNormBlock(&options, make)
  }

  private let keep: Parameter
  private let project: Projection
  private let width: Int
  private let state: Buffer
  private let gradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    width = make.width
    let start = Float(try options.number("start") ?? 0.5)
    keep = make.declare("keep", [make.width], .constant(start), decays: false)
    project = Projection([("out", make.width)], input: make.width, make)
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

/// `x <- x + rms(mixer(x))`, and nothing else.
private final class PostNormBlock: LayerBlock {
  let mixer: any TokenMixer
  let output: Buffer
  var clock: PartClock?
  private let norm: StreamNorm
  private let mixed: Buffer
  private let normGradient: Buffer
  private let inner: Buffer
  private let width: Int

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let make = make.under("stack.\(make.layer).")
    width = make.width
    mixer = try MovingAverage(&options, make.under("mix."))
    norm = StreamNorm("after", make)
    output = make.keep(perToken: width)
    mixed = make.keep(perToken: width)
    normGradient = make.scratch(perToken: width)
    inner = make.scratch(perToken: width)
  }

  func forward(_ x: Buffer, _ extent: Extent) {
    mixer.forward(x.rows(width), into: mixed.rows(width), extent)
    output.base.update(from: norm.forward(mixed, extent.tokens).base, count: extent.tokens * width)
    ck_add(output.base, x.base, extent.tokens * width)
  }

  func backward(_ gradient: Buffer, x: Buffer, _ extent: Extent) {
    norm.backward(gradient, x: mixed, into: normGradient, extent.tokens)
    mixer.backward(normGradient.rows(width), x: x.rows(width), into: inner.rows(width), extent)
    ck_add(gradient.base, inner.base, extent.tokens * width)
  }

  func step(
    _ stream: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>, position: Int
  ) {
    mixer.step(
      Rows(stream, stride: width), into: mixed.rows(width), state: state, position: position)
    ck_add(stream, norm.forward(mixed, 1).base, width)
  }

  func flops(length: Int) -> Double { mixer.flops(length: length) }
}

// MARK: - Tests

@Suite("A mixer is one file and one registry line") struct FixtureMixerTests {
  private static let registry = MixerRegistry(MixerRegistry.standard.mixers + [MovingAverage.self])

  private func config(_ type: String = "ema", _ more: [String: JSONValue] = [:]) throws
    -> ModelConfig
  {
    try EngineFixture.config(type, ["num_heads": nil].merging(more) { $1 })
  }

  private func model() throws -> LanguageModel {
    let config = try config("ema", ["attn": ["layers": [1], "num_heads": 2]])
    return try EngineFixture.model(
      config, sequences: 2, length: 20, registry: Self.registry, gain: 3)
  }

  @Test("its block decides about names and parts, in a hybrid with FLA's") func names() throws {
    let names = try model().parameters.all.map(\.name)
    #expect(
      names.filter { $0.hasPrefix("stack.") } == [
        "stack.0.mix.keep", "stack.0.mix.out.weight", "stack.0.after.weight",
      ])
    #expect(!names.contains { $0.hasPrefix("model.layers.0.") })
    #expect(names.contains("model.layers.1.attn.q_proj.weight"))
    #expect(names.contains("model.layers.1.mlp.down_proj.weight"))
  }

  @Test("its gradients agree with finite differences") func gradients() throws {
    let model = try model()
    let batch = EngineFixture.batch(sequences: 2, length: 20)
    for parameter in model.parameters.all {
      let found = GradientTests.directional(model, batch, parameter, step: 2e-3)
      #expect(
        abs(found.difference - found.gradient) < 0.02 * abs(found.gradient) + 2e-4,
        "\(parameter.name): \(found)")
    }
  }

  @Test("it trains, and decodes what it computes") func trains() throws {
    let model = try model()
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

  @Test("its name, aliases and defaults come from its file") func facts() throws {
    for name in ["moving_average", "ema", "average"] {
      #expect(try Self.registry.description(name).title == "Moving average")
    }
    let json: JSONValue = [
      "model_type": "ema", "vocab_size": 23, "hidden_size": 768, "num_hidden_layers": 1,
    ]
    #expect(
      try ModelConfig(json: json, at: "test", registry: Self.registry).intermediateSize == 512)
    #expect(try ModelConfig(json: json, at: "test").intermediateSize == 2048)
  }

  @Test("without its line it is refused, with what there is") func unknown() throws {
    #expect {
      try LanguageModel(config(), sequences: 1, length: 4)
    } throws: {
      "\($0)".contains("gated_deltanet") && "\($0)".contains("ema")
    }
  }
}
