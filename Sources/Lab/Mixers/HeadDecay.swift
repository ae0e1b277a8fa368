import CKernels

/// Gated DeltaNet's decays, log α `[N, H]`: `α = exp(-exp(A_log) softplus(a + dt_bias))` for each head.
struct HeadDecay {
  private let heads: Int
  private let decayLog: Parameter
  private let timeBias: Parameter
  private let logAlpha: Buffer
  private let logAlphaGradient: Buffer

  init(heads: Int, _ make: LayerMaker) {
    self.heads = heads
    decayLog = make.declare("A_log", [heads], .logUniform16, decays: false)
    timeBias = make.declare("dt_bias", [heads], .inverseSoftplusTimeStep, decays: false)
    logAlpha = make.keep(perToken: heads)
    logAlphaGradient = make.scratch(perToken: heads)
  }

  var rows: Rows { logAlpha.rows(heads) }
  var gradientRows: Rows { logAlphaGradient.rows(heads) }

  /// log α from a `[N, H]`, the columns of a_proj.
  func forward(_ a: Rows, tokens: Int) -> Rows {
    ck_decay_gate(
      logAlpha.base, a.base, a.stride, decayLog.value, timeBias.value, tokens, heads)
    return rows
  }

  /// Carries `gradientRows` to the parameters and to a.
  func backward(_ a: Rows, into da: Rows, tokens: Int) {
    ck_decay_gate_backward(
      da.base, da.stride, decayLog.gradient, timeBias.gradient, logAlphaGradient.base,
      logAlpha.base, a.base, a.stride, decayLog.value, timeBias.value, tokens, heads)
  }

  /// α `[H]` of one token.
  func step(_ a: Rows) -> UnsafePointer<Float> {
    _ = forward(a, tokens: 1)
    ck_exp(logAlphaGradient.base, logAlpha.base, heads)
    return UnsafePointer(logAlphaGradient.base)
  }
}
