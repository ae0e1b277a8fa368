import Core

/// Multi-scale retention (Sun et al. 2023, arXiv:2307.08621; FLA's `MultiScaleRetention`).
///
///     q = rope(q_proj x), k = rope(k_proj x), v = v_proj x
///     S_t = γ_h S_{t-1} + k_t v_t',  o_t = S_t' q_t / sqrt K,  γ_h = 1 - 2^(-5-h)
///     y = o_proj( rms(o; g_norm_swish_gate, per head) silu(g_proj x) )
///
/// K = d expand_k / H, V = d expand_v / H; the decays are fixed. With `use_short_conv`, q, k and v pass
/// through filters of width 4 with silu, before the rotation.
final class RetNet: LinearMixer {
  static let facts = MixerFacts(
    name: "retnet", modelType: "retnet", title: "RetNet", color: "sky", marker: "square",
    hiddenRatio: 2)

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_k": 1.0, "expand_v": 2.0]
  }

  let frame: LinearFrame
  private let shape: HeadShape
  private let decays: [Double]
  private let rotary: Rotary
  private let chunks: RetentionChunks
  /// γ of each key channel `[H K]`.
  private let decayRow: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 8)
    try options.refuse("num_kv_heads", "feature_map")
    let parts = try HeadProjection(heads: heads, expandK: 1, expandV: 2, &options, make)
    shape = parts.shape
    decays = (0..<heads).map { 1 - DeterministicMath.pow(2, -5 - Double($0)) }
    rotary = try Rotary(headDim: shape.key, make)
    chunks = RetentionChunks(shape, decays: decays, make)
    decayRow = make.arena.keep(shape.keys)
    frame = try parts.frame(&options, make)
  }

  func prepare() {
    rotary.prepare()
    chunks.prepare()
    for i in 0..<shape.keys { decayRow.base[i] = Float(decays[i / shape.key]) }
  }

  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    // q and k lie side by side: one rotation for both.
    rotary.apply(f, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length)
    chunks.forward(HeadRows(sideBySide: f, shape), into: frame.output.rows, extent)
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    chunks.backward(
      frame.output.gradientRows, HeadRows(sideBySide: f, shape),
      into: HeadRows(sideBySide: df, shape), extent)
    rotary.apply(
      df, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length, back: true)
  }

  var recurrentCount: Int { shape.stateCount }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    rotary.apply(f, heads: 2 * shape.heads, tokens: 1, length: 1, start: position)
    shape.step(
      state, decay: decayRow.base, q: f.base, k: f.base + shape.keys, v: f.base + 2 * shape.keys,
      into: frame.output.mixed.base)
  }

  func mixFlops(length: Int) -> Double { chunks.flops(length: length) }
}
