import Core

/// DeltaNet (Schlag et al. 2021; Yang et al. 2024, arXiv:2406.06484; FLA's `DeltaNet`).
///
///     q = l2(conv(q_proj x)), k = l2(conv(k_proj x)), v = conv(v_proj x), β = σ(b_proj x)
///     S_t = S_{t-1} + β_t k_t (v_t - S_{t-1}' k_t)',  o_t = S_t' q_t / sqrt K
///     y = o_proj( rms(o; o_norm, per head) )
///
/// K = d expand_k / H, V = d expand_v / H. With `use_gate`, `rms(o) silu(g_proj x)`; with
/// `allow_neg_eigval`, β is doubled. With `interleave_delta_rule` false (ours, not FLA's) nothing is
/// erased before writing: `S_t = S_{t-1} + β_t k_t v_t'`.
final class DeltaNet: TokenMixer {
  static let name = "deltanet"
  static let modelType = "delta_net"
  static let title = "DeltaNet"

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads)]
  }

  private let gated: Bool
  private let values: Int
  private let project: Projection
  private let features: DeltaFeatures
  private let chunks: DeltaChunks
  private let output: OutputStage
  private let projected: Buffer
  private let projectedGradient: Buffer
  private let learnsBeta: Bool

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 16)
    let expandK = try options.number("expand_k") ?? 1
    let expandV = try options.number("expand_v") ?? 1
    let keys = try options.width("expand_k", make.width, times: expandK, heads: heads)
    values = try options.width("expand_v", make.width, times: expandV, heads: heads)
    gated = try options.flag("use_gate") ?? false
    learnsBeta = try options.flag("use_beta") ?? true
    try options.fixed("use_output_norm", true)
    let shape = HeadShape(heads: heads, key: keys / heads, value: values / heads)
    project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + (learnsBeta ? [("b_proj", heads)] : []),
      input: make.width, make)
    features = try DeltaFeatures(shape, &options, make)
    chunks = DeltaChunks(shape, gated: false, erases: features.erases, make)
    output = OutputStage(norm: "o_norm", heads: heads, width: shape.value, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
  }

  private func gate(_ rows: Rows) -> Rows? { gated ? rows.at(0, features.columns) : nil }
  private func betaLogits(_ rows: Rows) -> Rows? {
    learnsBeta ? rows.at(0, features.columns + (gated ? values : 0)) : nil
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let inputs = features.forward(p, b: betaLogits(p), logAlpha: nil, extent)
    chunks.forward(inputs, into: output.rows, extent)
    output.forward(gate: gate(p), into: y, tokens: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    output.backward(dy, gate: gate(p), dgate: gate(dp), tokens: extent.tokens)
    chunks.backward(
      output.gradientRows, features.inputs(nil), into: features.gradients(nil), extent)
    features.backward(p, into: dp, b: betaLogits(p), db: betaLogits(dp), extent)
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  func stateCount(length: Int) -> Int { features.stateCount }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    features.step(
      p, b: betaLogits(p), decay: { _ in 1 }, state: state, into: output.mixed.base)
    output.forward(gate: gate(p), into: y, tokens: 1)
  }

  func flops(length: Int) -> Double {
    Double(length) * (project.flops + output.flops) + chunks.flops(length: length)
  }
}
