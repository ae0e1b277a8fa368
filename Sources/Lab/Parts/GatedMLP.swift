import CKernels

/// SwiGLU: `down( silu(gate(x)) up(x) )`, gate and up `[m, d]`, down `[d, m]` (FLA's `GatedMLP`).
struct GatedMLP {
  private let width: Int
  private let project: Projection
  private let down: Projection
  /// gate and up `[N, 2m]`; in the backward pass their gradients.
  private let gateUp: Buffer
  private let hidden: Buffer
  private let hiddenGradient: Buffer

  init(_ make: LayerMaker) {
    width = make.config.intermediateSize
    project = Projection(
      [("mlp.gate_proj", width), ("mlp.up_proj", width)], input: make.width, make)
    down = Projection([("mlp.down_proj", make.width)], input: width, make)
    gateUp = make.keep(perToken: 2 * width)
    hidden = make.keep(perToken: width)
    hiddenGradient = make.scratch(perToken: width)
  }

  var flops: Double { project.flops + down.flops }

  /// y `[rows, d]` from x `[rows, d]`.
  func forward(_ x: Rows, into y: Rows, rows: Int) {
    project.forward(x, into: gateUp.rows(2 * width), rows: rows)
    ck_swiglu(hidden.base, gateUp.base, rows, width)
    down.forward(hidden.rows(width), into: y, rows: rows)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, rows: Int) {
    down.backward(
      dy, x: hidden.rows(width), into: hiddenGradient.rows(width), rows: rows)
    ck_swiglu_backward(gateUp.base, hiddenGradient.base, rows, width)
    project.backward(gateUp.rows(2 * width), x: x, into: dx, rows: rows)
  }
}
