import CKernels

/// How a linear mixer ends: an RMSNorm over each head's channels with one weight `[V]` for all heads,
/// gated as `rms(x; w) silu(g)` where there is a gate (FLA's `FusedRMSNormGated`: norm first, then
/// gate), and the output projection.
struct OutputStage {
  private let heads: Int
  /// V, the channels of a head.
  private let width: Int
  private let epsilon: Float
  private let weight: Parameter
  private let project: Projection
  private let inverse: Buffer
  /// What the recurrence gave `[N, H V]`, and its gradient.
  let mixed: Signal
  private let normed: Signal

  /// - Parameters:
  ///   - norm: the norm's name, by FLA.
  ///   - heads: groups that are normed apart; 1 for all channels together.
  init(norm: String, heads: Int, width: Int, epsilon: Float? = nil, _ make: LayerMaker) {
    (self.heads, self.width, self.epsilon) = (heads, width, epsilon ?? make.epsilon)
    weight = make.norm("\(norm).weight", width)
    project = Projection([("o_proj", make.width)], input: heads * width, make)
    inverse = make.keep(perToken: heads)
    (mixed, normed) = (make.signal(heads * width), make.signal(heads * width))
  }

  var flops: Double { project.flops }

  /// - Parameter gate: holds g `[N, H V]` in its first columns; nil for none.
  func forward(gate: Rows?, into y: Rows, tokens: Int) {
    if let gate {
      ck_rms_gated(
        normed.value.base, inverse.base, mixed.value.base, weight.value, gate.base, gate.stride,
        tokens, heads,
        width, epsilon)
    } else {
      ck_rms(
        normed.value.base, inverse.base, mixed.value.base, weight.value, tokens * heads, width,
        epsilon)
    }
    project.forward(normed.rows, into: y, rows: tokens)
  }

  /// Leaves the gradient of the recurrence's output in `mixed.gradient`, of the gate in `dgate`.
  func backward(_ dy: Rows, gate: Rows?, dgate: Rows?, tokens: Int) {
    project.backward(
      dy, x: normed.rows, into: normed.gradientRows, rows: tokens)
    if let gate, let dgate {
      ck_rms_gated_backward(
        mixed.gradient.base, dgate.base, dgate.stride, weight.gradient, normed.gradient.base,
        mixed.value.base, weight.value, gate.base, gate.stride, inverse.base, tokens, heads, width)
    } else {
      ck_rms_backward(
        mixed.gradient.base, weight.gradient, normed.gradient.base, mixed.value.base, weight.value,
        inverse.base, tokens * heads, width, 0)
    }
  }
}
