import CKernels
import Core

/// Gated linear attention (Yang et al. 2024, arXiv:2312.06635; FLA's `GatedLinearAttention`).
///
///     q, k, v, g = linear(x);  α = σ(gk_proj.1 (gk_proj.0 x) + b)^(1/16)
///     S_t = Diag(α_t) S_{t-1} + k_t v_t',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; g_norm_swish_gate, per head) silu(g) )
///
/// K = d expand_k / H, V = d expand_v / H. With `use_short_conv`, q, k and v pass through filters of
/// width 4 with silu. `interleave_gate` is one of learned, fixed and off: see `ChannelDecay`.
final class GLA: LinearMixer {
  static let facts = MixerFacts(
    name: "gla", modelType: "gla", title: "GLA", color: "green", marker: "triangleUp")

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_k": 0.5, "expand_v": 1.0]
  }

  let frame: LinearFrame
  private let shape: HeadShape
  private let decay: ChannelDecay
  private let chunks: GatedChunks

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 4)
    let choice = try ChannelDecay.Choice(&options)
    try options.refuse("num_kv_heads", "feature_map", "clamp_min")
    try options.fixed("use_gk", true)
    try options.fixed("use_gv", false)
    try options.fixed("gate_fn", "swish")
    let parts = try HeadProjection(
      heads: heads, expandK: 0.5, expandV: 1, more: choice.columns, &options, make)
    shape = parts.shape
    decay = ChannelDecay(choice, keys: shape.keys, make)
    chunks = GatedChunks(shape, make)
    frame = try parts.frame(&options, make)
  }

  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    let logA = decay.forward(p, tokens: extent.tokens)
    chunks.forward(
      HeadRows(sideBySide: f, shape, logA: logA), into: frame.output.mixed.rows, extent)
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    chunks.backward(
      frame.output.mixed.gradientRows, HeadRows(sideBySide: f, shape, logA: decay.logA.rows),
      into: HeadRows(sideBySide: df, shape, logA: decay.logA.gradientRows), extent)
    decay.backward(p, into: dp, tokens: extent.tokens)
  }

  var recurrentCount: Int { shape.stateCount }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    shape.step(
      state, decay: decay.step(p), q: f.base, k: f.base + shape.keys, v: f.base + 2 * shape.keys,
      into: frame.output.mixed.value.base)
  }

  func mixFlops(length: Int) -> Double {
    Double(length) * decay.flops + chunks.flops(length: length)
  }
}

/// GLA's decays, log α `[N, H K]`, by `interleave_gate` (ours, not FLA's):
///
///     learned:  α = σ(gk_proj.1 (gk_proj.0 x) + b)^(1/n),  n = gate_logit_normalizer
///     fixed:    α = σ(0)^(1/n), where the learned one starts before it sees any input
///     off:      α = 1, which is plain linear attention
///
/// `gk_proj.0` is the last columns of the mixer's projection. Only a learned gate has parameters.
struct ChannelDecay {
  enum Gate: String, CaseIterable { case learned, fixed, off }

  /// What the options say, before anything is declared.
  struct Choice {
    let gate: Gate
    let rank: Int
    let normalizer: Float

    init(_ options: inout JSONFields) throws {
      gate = try options.word("interleave_gate", default: .learned)
      rank = try options.positive("gate_low_rank_dim", default: 16)
      normalizer = Float(try options.number("gate_logit_normalizer") ?? 16)
    }

    /// What the gate adds to the mixer's projection.
    var columns: [(name: String, width: Int)] { gate == .learned ? [("gk_proj.0", rank)] : [] }

    /// log α of a gate without input.
    var constant: Float {
      gate == .off ? 0 : -Float(DeterministicMath.log(2)) / normalizer
    }
  }

  private let choice: Choice
  private let keys: Int
  private let project: Projection?
  private let logits: Signal
  let logA: Signal

  /// - Parameter keys: H K.
  init(_ choice: Choice, keys: Int, _ make: LayerMaker) {
    let learned = choice.gate == .learned
    (self.choice, self.keys) = (choice, keys)
    project =
      learned ? Projection([("gk_proj.1", keys)], input: choice.rank, bias: true, make) : nil
    (logits, logA) = (make.signal(learned ? keys : 0), make.signal(keys))
  }

  /// Floating-point operations for one token, forward.
  var flops: Double { project?.flops ?? 0 }

  /// The last columns of the projection.
  private func lowRank(_ p: Rows) -> Rows { p.at(0, p.stride - choice.rank) }

  /// log α `[N, H K]` from the mixer's projection `[N, columns]`.
  func forward(_ p: Rows, tokens: Int) -> Rows {
    if let project {
      project.forward(lowRank(p), into: logits.rows, rows: tokens)
      ck_log_sigmoid(logA.value.base, logits.value.base, keys, tokens, keys, choice.normalizer)
    } else {
      logA.value.base.update(repeating: choice.constant, count: tokens * keys)
    }
    return logA.rows
  }

  /// Carries the gradient of log α to the parameters and to the columns of gk_proj.0 in `dp`.
  func backward(_ p: Rows, into dp: Rows, tokens: Int) {
    guard let project else { return }
    ck_log_sigmoid_backward(
      logits.gradient.base, keys, logA.gradient.base, logits.value.base, keys, tokens, keys,
      choice.normalizer)
    project.backward(logits.gradientRows, x: lowRank(p), into: lowRank(dp), rows: tokens)
  }

  /// α `[H K]` of one token.
  func step(_ p: Rows) -> UnsafePointer<Float> {
    _ = forward(p, tokens: 1)
    ck_exp(logA.gradient.base, logA.value.base, keys)
    return UnsafePointer(logA.gradient.base)
  }
}
