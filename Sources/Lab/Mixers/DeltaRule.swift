import CKernels
import Core

/// What the two delta nets share: `q = l2(conv(q_proj x))`, `k = l2(conv(k_proj x))`,
/// `v = conv(v_proj x)`, all with silu inside, `β = σ(b_proj x)` for each head, and the recurrence.
///
/// The projection's columns are q, k, v and then whatever the mixer adds; without `use_short_conv`
/// silu alone takes the filter's place.
struct DeltaRule {
  let shape: HeadShape
  private let chunks: DeltaChunks
  /// nil where nothing decays.
  private let decay: HeadDecay?
  /// 2 with FLA's `allow_neg_eigval`, else 1.
  private let betaScale: Float
  /// The columns of the logits of β and of the decay; nil where β = 1, and where nothing decays.
  private let columns: (beta: Int?, decay: Int?)
  /// `interleave_delta_rule`: whether what a key recalls is erased before its value is written.
  private let erases: Bool
  private let norms: Buffer
  /// q and k side by side, each head of unit length.
  private let unit: Signal
  private let beta: Signal

  /// The filters of q, k and v.
  static func filter(_ shape: HeadShape, _ options: inout JSONFields, _ make: LayerMaker) throws
    -> ShortFilter
  {
    try options.fixed("qk_norm", "l2")
    try options.fixed("qk_activation", "silu")
    try options.fixed("conv_bias", false)
    return try ShortFilter(
      [("q_conv1d", shape.keys), ("k_conv1d", shape.keys), ("v_conv1d", shape.values)],
      enabled: true, silu: true, always: true, &options, make)
  }

  init(
    _ shape: HeadShape, beta betaColumn: Int?, decay: (column: Int, gate: HeadDecay)? = nil,
    _ options: inout JSONFields, _ make: LayerMaker
  ) throws {
    (self.shape, self.decay, columns) = (shape, decay?.gate, (betaColumn, decay?.column))
    betaScale = try options.flag("allow_neg_eigval") ?? false ? 2 : 1
    erases = try options.flag("interleave_delta_rule") ?? true
    chunks = DeltaChunks(shape, gated: decay != nil, erases: erases, make)
    (unit, beta) = (make.signal(2 * shape.keys), make.signal(shape.heads))
    norms = make.keep(perToken: 2 * shape.heads)
  }

  /// From the filtered columns f `[N, 2 H K + H V]`.
  private func normalise(_ p: Rows, _ f: Rows, tokens: Int) {
    ck_copy(unit.value.base, unit.width, f.base, f.stride, tokens, unit.width)
    ck_l2(unit.value.base, norms.base, tokens * 2 * shape.heads, shape.key)
    if let column = columns.beta {
      let b = p.at(0, column)
      ck_sigmoid(beta.value.base, shape.heads, b.base, b.stride, tokens, shape.heads)
      if betaScale != 1 { ck_scale(beta.value.base, betaScale, tokens * shape.heads) }
    } else {
      beta.value.base.update(repeating: betaScale, count: tokens * shape.heads)
    }
  }

  private func rows(_ qk: Rows, _ f: Rows, _ beta: Rows, logA: Rows?) -> HeadRows {
    HeadRows(
      q: qk, k: qk.at(0, shape.keys), v: f.at(0, 2 * shape.keys), logA: logA, beta: beta)
  }

  func mix(_ p: Rows, _ f: Rows, into o: Rows, _ extent: Extent) {
    let logA = columns.decay.flatMap { decay?.forward(p.at(0, $0), tokens: extent.tokens) }
    normalise(p, f, tokens: extent.tokens)
    chunks.forward(rows(unit.rows, f, beta.rows, logA: logA), into: o, extent)
  }

  /// Carries do to the filtered columns in `df`, and to the logits of β and the decay in `dp`.
  func unmix(_ dO: Rows, _ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    let tokens = extent.tokens
    chunks.backward(
      dO, rows(unit.rows, f, beta.rows, logA: decay?.logAlpha.rows),
      into: rows(unit.gradientRows, df, beta.gradientRows, logA: decay?.logAlpha.gradientRows),
      extent)
    ck_l2_backward(
      unit.gradient.base, unit.value.base, norms.base, tokens * 2 * shape.heads, shape.key)
    ck_copy(df.base, df.stride, unit.gradient.base, unit.width, tokens, unit.width)
    if let column = columns.beta {
      let db = dp.at(0, column)
      // β = s σ(b): dβ/db = β (1 - β / s).
      for t in 0..<tokens {
        for h in 0..<shape.heads {
          let value = beta.value.base[t * shape.heads + h]
          db.base[t * db.stride + h] =
            beta.gradient.base[t * shape.heads + h] * value * (1 - value / betaScale)
        }
      }
    }
    if let column = columns.decay {
      decay?.backward(p.at(0, column), into: dp.at(0, column), tokens: tokens)
    }
  }

  /// One token by the recurrence: o `[H V]`.
  func step(
    _ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, into o: UnsafeMutablePointer<Float>
  ) {
    let alpha = columns.decay.flatMap { decay?.step(p.at(0, $0)) }
    normalise(p, f, tokens: 1)
    let write = erases ? ck_delta_step : ck_write_step
    for h in 0..<shape.heads {
      write(
        state + h * shape.key * shape.value, alpha?[h] ?? 1, beta.value.base[h],
        unit.value.base + shape.keys + h * shape.key, f.base + 2 * shape.keys + h * shape.value,
        unit.value.base + h * shape.key, o + h * shape.value, shape.key, shape.value, shape.scale)
    }
  }

  func flops(length: Int) -> Double { chunks.flops(length: length) }
}

/// A mixer whose recurrence is a delta rule.
protocol DeltaMixer: LinearMixer {
  var rule: DeltaRule { get }
}

extension DeltaMixer {
  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    rule.mix(p, f, into: frame.output.mixed.rows, extent)
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    rule.unmix(frame.output.mixed.gradientRows, p, f, into: dp, df, extent)
  }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    rule.step(p, f, state: state, into: frame.output.mixed.value.base)
  }

  var recurrentCount: Int { rule.shape.stateCount }

  func mixFlops(length: Int) -> Double { rule.flops(length: length) }
}

/// Gated DeltaNet's decays, log α `[N, H]`: `α = exp(-exp(A_log) softplus(a + dt_bias))` for each head.
struct HeadDecay {
  private let heads: Int
  private let decayLog: Parameter
  private let timeBias: Parameter
  let logAlpha: Signal

  init(heads: Int, _ make: LayerMaker) {
    self.heads = heads
    decayLog = make.declare("A_log", [heads], .logUniform16, decays: false)
    timeBias = make.declare("dt_bias", [heads], .inverseSoftplusTimeStep, decays: false)
    logAlpha = make.signal(heads)
  }

  /// log α from a `[N, H]`, the columns of a_proj.
  func forward(_ a: Rows, tokens: Int) -> Rows {
    ck_decay_gate(
      logAlpha.value.base, a.base, a.stride, decayLog.value, timeBias.value, tokens, heads)
    return logAlpha.rows
  }

  /// Carries the gradient of log α to the parameters and to a.
  func backward(_ a: Rows, into da: Rows, tokens: Int) {
    ck_decay_gate_backward(
      da.base, da.stride, decayLog.gradient, timeBias.gradient, logAlpha.gradient.base,
      logAlpha.value.base, a.base, a.stride, decayLog.value, timeBias.value, tokens, heads)
  }

  /// α `[H]` of one token.
  func step(_ a: Rows) -> UnsafePointer<Float> {
    _ = forward(a, tokens: 1)
    ck_exp(logAlpha.gradient.base, logAlpha.value.base, heads)
    return UnsafePointer(logAlpha.gradient.base)
  }
}
