import CKernels
import Core

/// One layer of a stack: what its parts are called, and in which order they run. A mixer chooses its
/// own by `TokenMixer.block`.
protocol LayerBlock: AnyObject {
  var mixer: any TokenMixer { get }
  /// The stream after the last `forward`, `[N, d]`.
  var output: Buffer { get }
  /// Adds up where the time goes, while it is set.
  var clock: PartClock? { get set }

  func forward(_ x: Buffer, _ extent: Extent)

  /// Turns the gradient of the layer's output into that of its input x, in place.
  func backward(_ gradient: Buffer, x: Buffer, _ extent: Extent)

  /// One token of one sequence, in place on `stream` `[d]`.
  /// - Parameter state: the mixer's.
  func step(
    _ stream: UnsafeMutablePointer<Float>, state: UnsafeMutablePointer<Float>, position: Int)

  /// Operations of the forward pass over one sequence.
  func flops(length: Int) -> Double
}

/// FLA's layer: `x <- x + mixer(rms(x))`, then `x <- x + MLP(rms(x))`, with the names `attn_norm`,
/// `attn`, `mlp_norm` and `mlp` under `model.layers.<i>`.
final class ResidualBlock: LayerBlock {
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

  init(_ type: any TokenMixer.Type, _ options: inout JSONFields, _ make: LayerMaker) throws {
    let make = make.under("model.layers.\(make.layer).")
    width = make.width
    mixerNorm = StreamNorm("attn_norm", make)
    mixer = try type.init(&options, make.under("attn."))
    mlpNorm = StreamNorm("mlp_norm", make)
    mlp = GatedMLP(make.under("mlp."))
    middle = make.keep(perToken: width)
    output = make.keep(perToken: width)
    normGradient = make.scratch(perToken: width)
  }

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

  func backward(_ gradient: Buffer, x: Buffer, _ extent: Extent) {
    let tokens = extent.tokens
    let inner = normGradient.rows(width)
    mlp.backward(gradient.rows(width), x: mlpNorm.normed, into: inner, rows: tokens)
    clock?.mark(.mlp)
    mlpNorm.backward(normGradient, x: middle, into: gradient, adding: true, tokens)
    clock?.mark(.norms)
    mixer.backward(gradient.rows(width), x: mixerNorm.normed, into: inner, extent)
    clock?.mark(.mixer)
    mixerNorm.backward(normGradient, x: x, into: gradient, adding: true, tokens)
    clock?.mark(.norms)
  }

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
    (width, epsilon) = (make.width, make.epsilon)
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

  /// dx `[N, d]` from dy, or added to it.
  func backward(_ dy: Buffer, x: Buffer, into dx: Buffer, adding: Bool = false, _ tokens: Int) {
    ck_rms_backward(
      dx.base, weight.gradient, dy.base, x.base, weight.value, inverse.base, tokens, width,
      adding ? 1 : 0)
  }
}

/// SwiGLU: `down( silu(gate(x)) up(x) )`, gate and up `[m, d]`, down `[d, m]` (FLA's `GatedMLP`).
struct GatedMLP {
  private let width: Int
  private let project: Projection
  private let down: Projection
  /// gate and up `[N, 2m]`; in the backward pass their gradients.
  private let gateUp: Buffer
  private let hidden: Signal

  init(_ make: LayerMaker) {
    width = make.config.intermediateSize
    project = Projection([("gate_proj", width), ("up_proj", width)], input: make.width, make)
    down = Projection([("down_proj", make.width)], input: width, make)
    gateUp = make.keep(perToken: 2 * width)
    hidden = make.signal(width)
  }

  var flops: Double { project.flops + down.flops }

  /// y `[rows, d]` from x `[rows, d]`.
  func forward(_ x: Rows, into y: Rows, rows: Int) {
    project.forward(x, into: gateUp.rows(2 * width), rows: rows)
    ck_swiglu(hidden.value.base, gateUp.base, rows, width)
    down.forward(hidden.rows, into: y, rows: rows)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, rows: Int) {
    down.backward(dy, x: hidden.rows, into: hidden.gradientRows, rows: rows)
    ck_swiglu_backward(gateUp.base, hidden.gradient.base, rows, width)
    project.backward(gateUp.rows(2 * width), x: x, into: dx, rows: rows)
  }
}
