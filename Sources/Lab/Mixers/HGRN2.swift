import CKernels
import Core

/// HGRN-2, a gated matrix recurrence (Qin et al. 2024, arXiv:2404.07904; FLA's `HGRN2Attention`).
///
///     f = σ(f_proj x), raised above the layer's lower bound;  q = silu(q_proj x), k = 1 - f, v = i_proj x
///     S_t = Diag(f_t) S_{t-1} + (1 - f_t) v_t',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; g_norm, over all channels, eps 1e-5) )
///
/// K = expand_ratio, V = d / H. FLA calls the fused norm without its epsilon and gets 1e-5 whatever
/// norm_eps is. With `use_short_conv`, q, f and i pass through filters of width 4 without activation.
/// `interleave_lower_bound` is one of increasing, constant and zero: see `LowerBound`.
final class HGRN2: LinearMixer {
  static let facts = MixerFacts(
    name: "hgrn2", modelType: "hgrn2", title: "HGRN-2", color: "navy", marker: "diamond")

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_ratio": .integer(hiddenSize / heads)]
  }

  let frame: LinearFrame
  private let shape: HeadShape
  private let keys: Int
  private let bound: LowerBound
  private let chunks: GatedChunks
  /// silu(q), 1 - f, log f and their gradients, `[N, H K]` each.
  private let query: Signal
  private let key: Signal
  private let logF: Signal

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let given = try options.integer("num_heads")
    let ratio = try options.integer("expand_ratio") ?? given.map { make.width / max($0, 1) } ?? 128
    let heads = given ?? make.width / max(ratio, 1)
    try demand(
      ratio > 0 && heads > 0 && make.width % max(heads, 1) == 0 && ratio <= Bounds.width,
      "num_heads and expand_ratio do not fit hidden_size", at: options.place,
      expected: "heads that divide hidden_size, and 1 to \(Bounds.width) for expand_ratio",
      found: "\(heads) heads, expand_ratio \(ratio), hidden_size \(make.width)")
    (keys, shape) = (
      heads * ratio, HeadShape(heads: heads, key: ratio, value: make.width / heads)
    )
    let (keys, values) = (keys, make.width)
    try options.check("num_heads times expand_ratio", keys)
    let project = Projection(
      [("q_proj", keys), ("f_proj", keys), ("i_proj", values)], input: make.width, make)
    let filter = try ShortFilter(
      [("q_conv1d", keys), ("f_conv1d", keys), ("i_conv1d", values)], silu: false, &options, make)
    bound = try LowerBound(width: keys, &options, make)
    chunks = GatedChunks(shape, make)
    let output = OutputStage(norm: "g_norm", heads: 1, width: values, epsilon: 1e-5, make)
    frame = LinearFrame(project, filter, output, gate: nil, make)
    (query, key, logF) = (make.signal(keys), make.signal(keys), make.signal(keys))
  }

  private func gates(_ f: Rows, tokens: Int) {
    let z = f.at(0, keys)
    ck_silu(query.value.base, keys, f.base, f.stride, tokens, keys)
    ck_lower_gate(
      logF.value.base, key.value.base, z.base, z.stride, bound.bound.base, tokens, keys)
  }

  private func rows(_ f: Rows) -> HeadRows {
    HeadRows(q: query.rows, k: key.rows, v: f.at(0, 2 * keys), logA: logF.rows)
  }

  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    bound.prepare()
    gates(f, tokens: extent.tokens)
    chunks.forward(rows(f), into: frame.output.mixed.rows, extent)
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    chunks.backward(
      frame.output.mixed.gradientRows, rows(f),
      into: HeadRows(
        q: query.gradientRows, k: key.gradientRows, v: df.at(0, 2 * keys),
        logA: logF.gradientRows), extent)
    let (z, dz, tokens) = (f.at(0, keys), df.at(0, keys), extent.tokens)
    ck_silu_backward(
      df.base, df.stride, query.gradient.base, keys, f.base, f.stride, tokens, keys)
    bound.clearGradient()
    ck_lower_gate_backward(
      dz.base, dz.stride, bound.gradient.base, logF.gradient.base, key.gradient.base,
      logF.value.base, key.value.base, z.base, z.stride, bound.bound.base, tokens, keys)
    bound.backward()
  }

  var recurrentCount: Int { shape.stateCount }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    // Parameters do not change while a sequence is read.
    if position == 0 { bound.prepare() }
    gates(f, tokens: 1)
    ck_exp(logF.gradient.base, logF.value.base, keys)
    shape.step(
      state, decay: logF.gradient.base, q: query.value.base, k: key.value.base,
      v: f.base + 2 * keys,
      into: frame.output.mixed.value.base)
  }

  func mixFlops(length: Int) -> Double { chunks.flops(length: length) }
}
