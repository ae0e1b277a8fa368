import CKernels
import Core

/// Multi-scale retention (Sun et al. 2023, arXiv:2307.08621; FLA's `MultiScaleRetention`).
///
///     q = rope(q_proj x), k = rope(k_proj x), v = v_proj x
///     S_t = γ_h S_{t-1} + k_t v_t',  o_t = S_t' q_t / sqrt K,  γ_h = 1 - 2^(-5-h)
///     y = o_proj( rms(o; g_norm_swish_gate, per head) silu(g_proj x) )
///
/// K = d expand_k / H, V = d expand_v / H; the decays are fixed. With `use_short_conv`, q, k and v pass
/// through filters of width 4 with silu, before the rotation.
final class RetNet: TokenMixer {
  static let name = "retnet"
  static let modelType = "retnet"
  static let title = "RetNet"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_k": 1.0, "expand_v": 2.0]
  }

  private let shape: HeadShape
  private let keys: Int
  private let values: Int
  private let gated: Bool
  private let decays: [Double]
  private let project: Projection
  private let filter: ShortFilter
  private let rotary: Rotary
  private let chunks: RetentionChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  private let decayRow: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 8)
    let expandK = try options.number("expand_k") ?? 1
    let expandV = try options.number("expand_v") ?? 2
    keys = try options.width("expand_k", make.width, times: expandK, heads: heads)
    values = try options.width("expand_v", make.width, times: expandV, heads: heads)
    gated = try options.flag("use_output_gate") ?? true
    let convolve = try options.flag("use_short_conv") ?? false
    let width = try options.positive("conv_size", default: 4)
    try options.refuse("num_kv_heads", "feature_map")
    shape = HeadShape(heads: heads, key: keys / heads, value: values / heads)
    decays = (0..<heads).map { 1 - DeterministicMath.pow(2, -5 - Double($0)) }
    project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []), input: make.width, make)
    filter = ShortFilter(
      [("q_conv1d", keys), ("k_conv1d", keys), ("v_conv1d", values)], enabled: convolve,
      width: width, silu: true, make)
    rotary = try Rotary(headDim: shape.key, make)
    chunks = RetentionChunks(shape, decays: decays, make)
    output = OutputStage(
      norm: gated ? "g_norm_swish_gate" : "g_norm", heads: heads, width: shape.value, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
    decayRow = make.arena.keep(keys)
  }

  func prepare() {
    rotary.prepare()
    chunks.prepare()
    for i in 0..<keys { decayRow.base[i] = Float(decays[i / shape.key]) }
  }

  private func gate(_ rows: Rows) -> Rows? { gated ? rows.at(0, 2 * keys + values) : nil }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let f = filter.forward(p, extent)
    // q and k lie side by side: one rotation for both.
    rotary.apply(f, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length)
    chunks.forward(q: f, k: f.at(0, keys), v: f.at(0, 2 * keys), into: output.rows, extent)
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    let (f, df) = (filter.output(p), filter.gradient(dp))
    chunks.backward(
      output.gradientRows, q: f, k: f.at(0, keys), v: f.at(0, 2 * keys), dq: df,
      dk: df.at(0, keys), dv: df.at(0, 2 * keys), extent)
    rotary.apply(
      df, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length, back: true)
    filter.backward(into: dp, projected: p, extent)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { filter.stateCount + shape.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    var state = state
    let f = filter.step(p, state: &state)
    rotary.apply(f, heads: 2 * shape.heads, tokens: 1, length: 1, start: position)
    shape.step(
      state, decay: decayRow.base, q: f.base, k: f.base + keys, v: f.base + 2 * keys,
      into: output.mixed.base)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + output.flops) + chunks.flops(length: length)
  }
}
