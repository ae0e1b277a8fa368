import CKernels

/// The RMSNorm on a mixer's output, over each head's channels with one weight `[V]` for all heads;
/// with a gate, `rms(x; w) silu(g)` (FLA's `FusedRMSNormGated`: norm first, then gate).
struct HeadNorm {
  private let heads: Int
  private let width: Int
  private let epsilon: Float
  private let weight: Parameter
  private let inverse: Buffer

  /// - Parameters:
  ///   - heads: 1 for a norm over all channels.
  ///   - width: V, the channels of a head.
  init(_ name: String, heads: Int, width: Int, epsilon: Float? = nil, _ make: LayerMaker) {
    self.heads = heads
    self.width = width
    self.epsilon = epsilon ?? make.epsilon
    weight = make.norm("\(name).weight", width)
    inverse = make.keep(perToken: heads)
  }

  /// y `[tokens, H V]` from x of the same shape; `gate` holds g in its columns, nil for none.
  func forward(_ x: Buffer, gate: Rows?, into y: Buffer, tokens: Int) {
    if let gate {
      ck_rms_gated(
        y.base, inverse.base, x.base, weight.value, gate.base, gate.stride, tokens, heads, width,
        epsilon)
    } else {
      ck_rms(y.base, inverse.base, x.base, weight.value, tokens * heads, width, epsilon)
    }
  }

  /// dx from dy; the gate's gradient goes to `dgate`.
  func backward(
    _ dy: Buffer, x: Buffer, gate: Rows?, into dx: Buffer, dgate: Rows?, tokens: Int
  ) {
    if let gate, let dgate {
      ck_rms_gated_backward(
        dx.base, dgate.base, dgate.stride, weight.gradient, dy.base, x.base, weight.value,
        gate.base, gate.stride, inverse.base, tokens, heads, width)
    } else {
      ck_rms_backward(
        dx.base, weight.gradient, dy.base, x.base, weight.value, inverse.base, tokens * heads,
        width, 0)
    }
  }
}
