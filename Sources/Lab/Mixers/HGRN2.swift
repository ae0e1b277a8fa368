import CKernels
import Core

/// HGRN-2: gated recurrence with state expansion (Qin et al. 2024, arXiv:2404.07904; FLA's
/// `HGRN2Attention`).
///
///     f = σ(f_proj x), raised above the layer's lower bound;  q = silu(q_proj x), k = 1 - f, v = i_proj x
///     S_t = Diag(f_t) S_{t-1} + (1 - f_t) v_t',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; g_norm, over all channels, eps 1e-5) )
///
/// K = expand_ratio, V = d / H. FLA calls the fused norm without its epsilon and gets 1e-5 whatever
/// norm_eps is. With `use_short_conv`, q, f and i pass through filters of width 4 without activation.
/// `interleave_lower_bound` is one of increasing, constant and zero: see `LowerBound`.
final class HGRN2: TokenMixer {
  static let name = "hgrn2"
  static let modelType = "hgrn2"
  static let title = "HGRN-2"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_ratio": .integer(hiddenSize / heads)]
  }

  private let shape: HeadShape
  private let keys: Int
  private let values: Int
  private let project: Projection
  private let filter: ShortFilter
  private let bound: LowerBound
  private let chunks: GatedChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  /// silu(q), 1 - f, log f and their gradients, `[N, H K]` each.
  private let query: Buffer
  private let key: Buffer
  private let logF: Buffer
  private let queryGradient: Buffer
  private let keyGradient: Buffer
  private let logFGradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let given = try options.integer("num_heads")
    let ratio = try options.integer("expand_ratio") ?? given.map { make.width / max($0, 1) } ?? 128
    let heads = given ?? make.width / max(ratio, 1)
    guard ratio > 0, heads > 0, make.width % heads == 0, ratio <= Bounds.width else {
      throw Fault(
        "num_heads and expand_ratio do not fit hidden_size", at: options.place,
        expected: "heads that divide hidden_size, and 1 to \(Bounds.width) for expand_ratio",
        found: "\(heads) heads, expand_ratio \(ratio), hidden_size \(make.width)")
    }
    let convolve = try options.flag("use_short_conv") ?? false
    let width = try options.positive("conv_size", default: 4)
    keys = heads * ratio
    try options.check("num_heads times expand_ratio", keys)
    values = make.width
    shape = HeadShape(heads: heads, key: ratio, value: values / heads)
    project = Projection(
      [("q_proj", keys), ("f_proj", keys), ("i_proj", values)], input: make.width, make)
    filter = ShortFilter(
      [("q_conv1d", keys), ("f_conv1d", keys), ("i_conv1d", values)], enabled: convolve,
      width: width, silu: false, make)
    bound = try LowerBound(width: keys, &options, make)
    chunks = GatedChunks(shape, make)
    output = OutputStage(norm: "g_norm", heads: 1, width: values, epsilon: 1e-5, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
    (query, key, logF) = (
      make.keep(perToken: keys), make.keep(perToken: keys), make.keep(perToken: keys)
    )
    (queryGradient, keyGradient, logFGradient) = (
      make.scratch(perToken: keys), make.scratch(perToken: keys), make.scratch(perToken: keys)
    )
  }

  private func gates(_ f: Rows, tokens: Int) {
    ck_silu(query.base, keys, f.base, f.stride, tokens, keys)
    let z = f.at(0, keys)
    ck_lower_gate(logF.base, key.base, z.base, z.stride, bound.bound.base, tokens, keys)
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    bound.prepare()
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let f = filter.forward(p, extent)
    gates(f, tokens: extent.tokens)
    chunks.forward(
      q: query.rows(keys), k: key.rows(keys), v: f.at(0, 2 * keys), logA: logF.rows(keys),
      into: output.rows, extent)
    output.forward(gate: nil, into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    let tokens = extent.tokens
    output.backward(dy, gate: nil, dgate: nil, tokens: tokens)
    let (f, df) = (filter.output(p), filter.gradient(dp))
    chunks.backward(
      output.gradientRows, q: query.rows(keys), k: key.rows(keys), v: f.at(0, 2 * keys),
      logA: logF.rows(keys), dq: queryGradient.rows(keys), dk: keyGradient.rows(keys),
      dv: df.at(0, 2 * keys), dLogA: logFGradient.rows(keys), extent)
    ck_silu_backward(
      df.base, df.stride, queryGradient.base, keys, f.base, f.stride, tokens, keys)
    bound.clearGradient()
    let (z, dz) = (f.at(0, keys), df.at(0, keys))
    ck_lower_gate_backward(
      dz.base, dz.stride, bound.gradient.base, logFGradient.base, keyGradient.base, logF.base,
      key.base, z.base, z.stride, bound.bound.base, tokens, keys)
    bound.backward()
    filter.backward(into: dp, projected: p, extent)
    project.backward(dp, x: x, into: dx, rows: tokens)
  }

  func stateCount(length: Int) -> Int { filter.stateCount + shape.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    // Parameters do not change while a sequence is read.
    if position == 0 { bound.prepare() }
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    var state = state
    let f = filter.step(p, state: &state)
    gates(f, tokens: 1)
    ck_exp(logFGradient.base, logF.base, keys)
    shape.step(
      state, decay: logFGradient.base, q: query.base, k: key.base, v: f.base + 2 * keys,
      into: output.mixed.base)
    output.forward(gate: nil, into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + output.flops) + chunks.flops(length: length)
  }
}
