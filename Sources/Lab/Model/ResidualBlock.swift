import CKernels
import Core

/// One layer: `x <- x + Mixer(rms(x))`, then `x <- x + MLP(rms(x))`.
final class ResidualBlock {
  let mixer: any TokenMixer
  private let mlp: GatedMLP
  private let mixerNorm: StreamNorm
  private let mlpNorm: StreamNorm
  private let width: Int
  /// The stream between mixer and MLP, and after both, `[N, d]`.
  private let middle: Buffer
  let output: Buffer
  private let normGradient: Buffer
  var clock: PartClock?

  init(
    _ type: any TokenMixer.Type, _ options: inout JSONFields, mixer: LayerMaker, block: LayerMaker
  ) throws {
    width = block.width
    mixerNorm = StreamNorm("attn_norm", block)
    self.mixer = try type.init(&options, mixer)
    mlpNorm = StreamNorm("mlp_norm", block)
    mlp = GatedMLP(block)
    middle = block.keep(perToken: width)
    output = block.keep(perToken: width)
    normGradient = block.scratch(perToken: width)
  }

  /// Operations of the forward pass over one sequence.
  func flops(length: Int) -> Double {
    mixer.flops(length: length) + Double(length) * mlp.flops
  }

  func forward(_ x: Buffer, _ extent: Extent) {
    let tokens = extent.tokens
    let first = mixerNorm.forward(x, tokens)
    clock?.mark(.norms)
    mixer.forward(first, into: middle.rows(width), extent)
    clock?.mark(.mixer)
    ck_add(middle.base, x.base, tokens * width)
    let second = mlpNorm.forward(middle, tokens)
    clock?.mark(.norms)
    mlp.forward(second, into: output.rows(width), rows: tokens)
    clock?.mark(.mlp)
    ck_add(output.base, middle.base, tokens * width)
    clock?.mark(.norms)
  }

  /// Turns the gradient of the layer's output into that of its input x, in place.
  func backward(_ gradient: Buffer, x: Buffer, _ extent: Extent) {
    let tokens = extent.tokens
    let inner = normGradient.rows(width)
    mlp.backward(gradient.rows(width), x: mlpNorm.normed, into: inner, rows: tokens)
    clock?.mark(.mlp)
    mlpNorm.backward(normGradient, x: middle, addingTo: gradient, tokens)
    clock?.mark(.norms)
    mixer.backward(gradient.rows(width), x: mixerNorm.normed, into: inner, extent)
    clock?.mark(.mixer)
    mixerNorm.backward(normGradient, x: x, addingTo: gradient, tokens)
    clock?.mark(.norms)
  }

  /// One token of one sequence, in place on `stream` `[d]`.
  func step(
    _ stream: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>, position: Int
  ) {
    output.base.update(from: stream, count: width)
    mixer.step(
      mixerNorm.forward(output, 1), into: middle.rows(width), state: state, position: position)
    ck_add(middle.base, stream, width)
    mlp.forward(mlpNorm.forward(middle, 1), into: output.rows(width), rows: 1)
    ck_add(output.base, middle.base, width)
    stream.update(from: output.base, count: width)
  }
}

/// An RMSNorm on the residual stream, `x / sqrt(mean(x²) + ε) w` over all d channels.
struct StreamNorm {
  private let width: Int
  private let epsilon: Float
  private let weight: Parameter
  private let output: Buffer
  private let inverse: Buffer

  init(_ name: String, _ make: LayerMaker) {
    width = make.width
    epsilon = make.epsilon
    weight = make.norm("\(name).weight", width)
    output = make.keep(perToken: width)
    inverse = make.keep(perToken: 1)
  }

  /// What the last `forward` gave, `[N, d]`.
  var normed: Rows { output.rows(width) }

  func forward(_ x: Buffer, _ tokens: Int) -> Rows {
    ck_rms(output.base, inverse.base, x.base, weight.value, tokens, width, epsilon)
    return normed
  }

  func backward(_ dy: Buffer, x: Buffer, addingTo dx: Buffer, _ tokens: Int) {
    ck_rms_backward(
      dx.base, weight.gradient, dy.base, x.base, weight.value, inverse.base, tokens, width, 1)
  }

  func backward(_ dy: Buffer, x: Buffer, into dx: Buffer, _ tokens: Int) {
    ck_rms_backward(
      dx.base, weight.gradient, dy.base, x.base, weight.value, inverse.base, tokens, width, 0)
  }
}
