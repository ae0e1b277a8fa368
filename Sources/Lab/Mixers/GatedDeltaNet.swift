import Core

/// Gated DeltaNet (Yang, Kautz and Hatamizadeh 2025, arXiv:2412.06464; FLA's `GatedDeltaNet`).
///
///     q, k, v, β as in DeltaNet;  α = exp(-exp(A_log) softplus(a_proj x + dt_bias)) for each head
///     S_t = α_t S_{t-1} + β_t k_t (v_t - α_t S_{t-1}' k_t)',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; o_norm, per head) silu(g_proj x) )
///
/// K = head_dim, V = head_dim expand_v; FLA's rule of thumb is H head_dim = 0.75 d. Two options are
/// ours, not FLA's: `interleave_gate` is learned or off, where α = 1, which is DeltaNet in this mixer's
/// shape; with `interleave_delta_rule` false, `S_t = α_t S_{t-1} + β_t k_t v_t'`.
final class GatedDeltaNet: TokenMixer {
  static let name = "gated_deltanet"
  static let modelType = "gated_deltanet"
  static let title = "Gated DeltaNet"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    // Rounded down to an even number.
    let width = max(hiddenSize * 3 / 4 / heads / 2 * 2, 2)
    return ["num_heads": .integer(heads), "head_dim": .integer(width), "expand_v": 2.0]
  }

  private enum Gate: String, CaseIterable { case learned, off }

  private let shape: HeadShape
  private let gated: Bool
  private let project: Projection
  private let features: DeltaFeatures
  private let chunks: DeltaChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  /// nil where the gate is off.
  private let decay: HeadDecay?

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 6)
    let headDim = try options.positive("head_dim", default: 256)
    try options.check("num_heads times head_dim", heads * headDim)
    let expandV = try options.number("expand_v") ?? 2
    let values = try options.width("expand_v", heads * headDim, times: expandV, heads: heads)
    gated = try options.flag("use_gate") ?? true
    let decays = try options.word("interleave_gate", default: Gate.learned) == .learned
    if let given = try options.integer("num_v_heads"), given != heads {
      throw Fault(
        "num_v_heads is not computed here", at: options.place, expected: "null or \(heads)",
        found: String(given))
    }
    try options.fixed("output_gate_activation", "swish")
    shape = HeadShape(heads: heads, key: headDim, value: values / heads)
    let keys = heads * headDim
    project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + (decays ? [("a_proj", heads)] : [])
        + [("b_proj", heads)],
      input: make.width, make)
    decay = decays ? HeadDecay(heads: heads, make) : nil
    features = try DeltaFeatures(shape, &options, make)
    chunks = DeltaChunks(shape, gated: decays, erases: features.erases, make)
    output = OutputStage(norm: "o_norm", heads: heads, width: shape.value, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
  }

  private func gate(_ rows: Rows) -> Rows? { gated ? rows.at(0, features.columns) : nil }
  private func decayLogits(_ rows: Rows) -> Rows { rows.at(0, project.output - 2 * shape.heads) }
  private func betaLogits(_ rows: Rows) -> Rows { rows.at(0, project.output - shape.heads) }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let logAlpha = decay?.forward(decayLogits(p), tokens: extent.tokens)
    let inputs = features.forward(p, b: betaLogits(p), logAlpha: logAlpha, extent)
    chunks.forward(inputs, into: output.rows, extent)
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    chunks.backward(
      output.gradientRows, features.inputs(decay?.rows),
      into: features.gradients(decay?.gradientRows), extent)
    features.backward(p, into: dp, b: betaLogits(p), db: betaLogits(dp), extent)
    decay?.backward(decayLogits(p), into: decayLogits(dp), tokens: extent.tokens)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { features.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    let alpha = decay?.step(decayLogits(p))
    features.step(
      p, b: betaLogits(p), decay: { alpha?[$0] ?? 1 }, state: state, into: output.mixed.base)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + output.flops) + chunks.flops(length: length)
  }
}
