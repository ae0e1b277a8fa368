import CKernels
import Core

/// What the two delta nets share: `q = l2(conv(q_proj x))`, `k = l2(conv(k_proj x))`,
/// `v = conv(v_proj x)`, all with silu inside, and `β = σ(b_proj x)` for each head.
///
/// The projection's columns are q, k, v and then whatever the mixer adds; without `use_short_conv`
/// silu alone takes the filter's place.
struct DeltaFeatures {
  let shape: HeadShape
  private let keys: Int
  private let values: Int
  private let convolution: ShortConvolution?
  /// 2 with FLA's `allow_neg_eigval`, else 1.
  private let betaScale: Float
  /// FLA's `use_beta`; without it β = 1.
  private let learnsBeta: Bool
  /// `interleave_delta_rule`: whether what a key recalls is erased before its value is written.
  let erases: Bool
  private let features: Buffer
  private let gradients: Buffer
  private let norms: Buffer
  private let unit: Buffer
  private let unitGradient: Buffer
  private let beta: Buffer
  private let betaGradient: Buffer

  init(_ shape: HeadShape, _ options: inout JSONFields, _ make: LayerMaker) throws {
    self.shape = shape
    keys = shape.heads * shape.key
    values = shape.heads * shape.value
    let convolve = try options.flag("use_short_conv") ?? true
    let width = try options.positive("conv_size", default: 4)
    betaScale = try options.flag("allow_neg_eigval") ?? false ? 2 : 1
    learnsBeta = try options.flag("use_beta") ?? true
    erases = try options.flag("interleave_delta_rule") ?? true
    try options.fixed("qk_norm", "l2")
    try options.fixed("qk_activation", "silu")
    try options.fixed("conv_bias", false)
    convolution =
      convolve
      ? ShortConvolution(
        [("q_conv1d", keys), ("k_conv1d", keys), ("v_conv1d", values)], width: width, silu: true,
        make) : nil
    let columns = 2 * keys + values
    features = make.keep(perToken: columns)
    gradients = make.scratch(perToken: columns)
    // q and k side by side, each head of unit length.
    unit = make.keep(perToken: 2 * keys)
    unitGradient = make.scratch(perToken: 2 * keys)
    norms = make.keep(perToken: 2 * shape.heads)
    beta = make.keep(perToken: shape.heads)
    betaGradient = make.scratch(perToken: shape.heads)
  }

  var columns: Int { 2 * keys + values }

  /// The recurrence's inputs from the projection's columns; `b` holds the logits of β.
  func forward(_ p: Rows, b: Rows?, logAlpha: Rows?, _ extent: Extent) -> DeltaChunks.Inputs {
    let tokens = extent.tokens
    if let convolution {
      convolution.forward(p, into: features.rows(columns), extent)
    } else {
      ck_silu(features.base, columns, p.base, p.stride, tokens, columns)
    }
    normalise(b: b, tokens: tokens)
    return inputs(logAlpha)
  }

  private func normalise(b: Rows?, tokens: Int) {
    ck_copy(unit.base, 2 * keys, features.base, columns, tokens, 2 * keys)
    ck_l2(unit.base, norms.base, tokens * 2 * shape.heads, shape.key)
    if let b, learnsBeta {
      ck_sigmoid(beta.base, shape.heads, b.base, b.stride, tokens, shape.heads)
      if betaScale != 1 { ck_scale(beta.base, betaScale, tokens * shape.heads) }
    } else {
      beta.base.update(repeating: betaScale, count: tokens * shape.heads)
    }
  }

  func inputs(_ logAlpha: Rows?) -> DeltaChunks.Inputs {
    DeltaChunks.Inputs(
      q: unit.rows(2 * keys), k: unit.rows(2 * keys).at(0, keys),
      v: features.rows(columns).at(0, 2 * keys), beta: beta.rows(shape.heads), logAlpha: logAlpha)
  }

  /// Where the recurrence is to write its gradients.
  func gradients(_ logAlpha: Rows?) -> DeltaChunks.Gradients {
    DeltaChunks.Gradients(
      q: unitGradient.rows(2 * keys), k: unitGradient.rows(2 * keys).at(0, keys),
      v: gradients.rows(columns).at(0, 2 * keys), beta: betaGradient.rows(shape.heads),
      logAlpha: logAlpha)
  }

  /// Carries them to the projection's columns and to the logits of β.
  func backward(_ p: Rows, into dp: Rows, b: Rows?, db: Rows?, _ extent: Extent) {
    let tokens = extent.tokens
    ck_l2_backward(
      unitGradient.base, unit.base, norms.base, tokens * 2 * shape.heads, shape.key)
    ck_copy(gradients.base, columns, unitGradient.base, 2 * keys, tokens, 2 * keys)
    if let convolution {
      convolution.backward(gradients.rows(columns), x: p, into: dp, extent)
    } else {
      ck_silu_backward(
        dp.base, dp.stride, gradients.base, columns, p.base, p.stride, tokens, columns)
    }
    guard let db, learnsBeta else { return }
    // β = s σ(b): dβ/db = β (1 - β / s).
    for t in 0..<tokens {
      for h in 0..<shape.heads {
        let value = beta.base[t * shape.heads + h]
        db.base[t * db.stride + h] =
          betaGradient.base[t * shape.heads + h] * value * (1 - value / betaScale)
      }
    }
  }

  var stateCount: Int { (convolution?.stateCount ?? 0) + shape.stateCount }

  /// One token by the recurrence: o `[H V]`.
  func step(
    _ p: Rows, b: Rows?, decay: (Int) -> Float, state: UnsafeMutablePointer<Float>,
    into o: UnsafeMutablePointer<Float>
  ) {
    var state = state
    if let convolution {
      convolution.step(p.base, into: features.base, state: state)
      state += convolution.stateCount
    } else {
      ck_silu(features.base, columns, p.base, p.stride, 1, columns)
    }
    normalise(b: b, tokens: 1)
    let write = erases ? ck_delta_step : ck_write_step
    for h in 0..<shape.heads {
      write(
        state + h * shape.key * shape.value, decay(h), beta.base[h],
        unit.base + keys + h * shape.key, features.base + 2 * keys + h * shape.value,
        unit.base + h * shape.key, o + h * shape.value, shape.key, shape.value, shape.scale)
    }
  }
}
