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
final class GLA: TokenMixer {
  static let name = "gla"
  static let modelType = "gla"
  static let title = "GLA"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_k": 0.5, "expand_v": 1.0]
  }

  private let shape: HeadShape
  private let keys: Int
  private let values: Int
  private let gated: Bool
  private let project: Projection
  private let decay: ChannelDecay
  private let filter: ShortFilter
  private let chunks: GatedChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 4)
    let expandK = try options.number("expand_k") ?? 0.5
    let expandV = try options.number("expand_v") ?? 1
    keys = try options.width("expand_k", make.width, times: expandK, heads: heads)
    values = try options.width("expand_v", make.width, times: expandV, heads: heads)
    let choice = try ChannelDecay.Choice(&options)
    gated = try options.flag("use_output_gate") ?? true
    let convolve = try options.flag("use_short_conv") ?? false
    let width = try options.positive("conv_size", default: 4)
    try options.refuse("num_kv_heads", "feature_map", "clamp_min")
    try options.fixed("use_gk", true)
    try options.fixed("use_gv", false)
    try options.fixed("gate_fn", "swish")
    shape = HeadShape(heads: heads, key: keys / heads, value: values / heads)
    project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + choice.columns,
      input: make.width, make)
    decay = ChannelDecay(choice, keys: keys, make)
    filter = ShortFilter(
      [("q_conv1d", keys), ("k_conv1d", keys), ("v_conv1d", values)], enabled: convolve,
      width: width, silu: true, make)
    chunks = GatedChunks(shape, make)
    output = OutputStage(
      norm: gated ? "g_norm_swish_gate" : "g_norm", heads: heads, width: values / heads, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
  }

  /// Column ranges of the projection: q, k, v, g, low-rank gate.
  private func gate(_ rows: Rows) -> Rows? { gated ? rows.at(0, 2 * keys + values) : nil }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let logA = decay.forward(p, tokens: extent.tokens)
    let f = filter.forward(p, extent)
    chunks.forward(
      q: f, k: f.at(0, keys), v: f.at(0, 2 * keys), logA: logA, into: output.rows, extent)
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    let (f, df) = (filter.output(p), filter.gradient(dp))
    chunks.backward(
      output.gradientRows, q: f, k: f.at(0, keys), v: f.at(0, 2 * keys), logA: decay.rows,
      dq: df, dk: df.at(0, keys), dv: df.at(0, 2 * keys), dLogA: decay.gradientRows, extent)
    filter.backward(into: dp, projected: p, extent)
    decay.backward(p, into: dp, tokens: extent.tokens)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { filter.stateCount + shape.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    let alpha = decay.step(p)
    var state = state
    let f = filter.step(p, state: &state)
    shape.step(
      state, decay: alpha, q: f.base, k: f.base + keys, v: f.base + 2 * keys,
      into: output.mixed.base)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + decay.flops + output.flops)
      + chunks.flops(length: length)
  }
}

extension HeadShape {
  /// One token of `S = Diag(decay) S + k v'`, `o = S' q / sqrt K` for every head.
  func step(
    _ state: UnsafeMutablePointer<Float>, decay: UnsafePointer<Float>, q: UnsafePointer<Float>,
    k: UnsafePointer<Float>, v: UnsafePointer<Float>, into o: UnsafeMutablePointer<Float>
  ) {
    for h in 0..<heads {
      ck_state_step(
        state + h * key * value, decay + h * key, k + h * key, v + h * value, q + h * key,
        o + h * value, key, value, scale)
    }
  }
}
