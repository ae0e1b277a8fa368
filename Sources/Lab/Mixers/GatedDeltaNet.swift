import CKernels
import Core

/// Gated DeltaNet (Yang, Kautz and Hatamizadeh 2025, arXiv:2412.06464; FLA's `GatedDeltaNet`).
///
///     q, k, v, β as in DeltaNet;  α = exp(-exp(A_log) softplus(a_proj x + dt_bias)) for each head
///     S_t = α_t S_{t-1} + β_t k_t (v_t - α_t S_{t-1}' k_t)',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; o_norm, per head) silu(g_proj x) )
///
/// K = head_dim, V = head_dim expand_v; FLA's rule of thumb is H head_dim = 0.75 d.
final class GatedDeltaNet: TokenMixer {
  static let name = "gated_deltanet"
  static let modelType = "gated_deltanet"
  static let title = "Gated DeltaNet"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    // Rounded down to an even number.
    let width = max(hiddenSize * 3 / 4 / heads / 2 * 2, 2)
    return ["num_heads": .integer(heads), "head_dim": .integer(width), "expand_v": 2.0]
  }

  private let shape: HeadShape
  private let gated: Bool
  private let project: Projection
  private let features: DeltaFeatures
  private let chunks: DeltaChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  private let decayLog: Parameter
  private let timeBias: Parameter
  private let logAlpha: Buffer
  private let logAlphaGradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 6)
    let headDim = try options.positive("head_dim", default: 256)
    let expandV = try options.number("expand_v") ?? 2
    let values = try options.width("expand_v", heads * headDim, times: expandV, heads: heads)
    gated = try options.flag("use_gate") ?? true
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
        + (gated ? [("g_proj", values)] : []) + [("a_proj", heads), ("b_proj", heads)],
      input: make.width, make)
    decayLog = make.declare("A_log", [heads], .logUniform16, decays: false)
    timeBias = make.declare("dt_bias", [heads], .inverseSoftplusTimeStep, decays: false)
    features = try DeltaFeatures(shape, &options, make)
    chunks = DeltaChunks(shape, gated: true, make)
    output = OutputStage(norm: "o_norm", heads: heads, width: shape.value, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
    logAlpha = make.keep(perToken: heads)
    logAlphaGradient = make.scratch(perToken: heads)
  }

  private func gate(_ rows: Rows) -> Rows? { gated ? rows.at(0, features.columns) : nil }
  private func decayLogits(_ rows: Rows) -> Rows { rows.at(0, project.output - 2 * shape.heads) }
  private func betaLogits(_ rows: Rows) -> Rows { rows.at(0, project.output - shape.heads) }

  private func decays(_ p: Rows, tokens: Int) {
    let a = decayLogits(p)
    ck_decay_gate(
      logAlpha.base, a.base, a.stride, decayLog.value, timeBias.value, tokens, shape.heads)
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    decays(p, tokens: extent.tokens)
    let inputs = features.forward(
      p, b: betaLogits(p), logAlpha: logAlpha.rows(shape.heads), extent)
    chunks.forward(inputs, into: output.rows, extent)
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    chunks.backward(
      output.gradientRows, features.inputs(logAlpha.rows(shape.heads)),
      into: features.gradients(logAlphaGradient.rows(shape.heads)), extent)
    features.backward(p, into: dp, b: betaLogits(p), db: betaLogits(dp), extent)
    let (a, da) = (decayLogits(p), decayLogits(dp))
    ck_decay_gate_backward(
      da.base, da.stride, decayLog.gradient, timeBias.gradient, logAlphaGradient.base,
      logAlpha.base, a.base, a.stride, decayLog.value, timeBias.value, extent.tokens, shape.heads)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { features.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    decays(p, tokens: 1)
    ck_exp(logAlphaGradient.base, logAlpha.base, shape.heads)
    features.step(
      p, b: betaLogits(p), decay: { logAlphaGradient.base[$0] }, state: state,
      into: output.mixed.base)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + output.flops) + chunks.flops(length: length)
  }
}
