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
final class GatedDeltaNet: DeltaMixer {
  static let facts = MixerFacts(
    name: "gated_deltanet", modelType: "gated_deltanet", title: "Gated DeltaNet", color: "pink",
    marker: "star")

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    // Rounded down to an even number.
    let width = max(hiddenSize * 3 / 4 / heads / 2 * 2, 2)
    return ["num_heads": .integer(heads), "head_dim": .integer(width), "expand_v": 2.0]
  }

  private enum Gate: String, CaseIterable { case learned, off }

  let frame: LinearFrame
  let rule: DeltaRule

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 6)
    let headDim = try options.positive("head_dim", default: 256)
    let keys = heads * headDim
    try options.check("num_heads times head_dim", keys)
    let values = try options.width("expand_v", of: keys, times: 2, heads: heads)
    let gated = try options.flag("use_gate") ?? true
    let decays = try options.word("interleave_gate", default: Gate.learned) == .learned
    try options.fixed("num_v_heads", .integer(heads))
    try options.fixed("use_beta", true)
    try options.fixed("output_gate_activation", "swish")
    let shape = HeadShape(heads: heads, key: headDim, value: values / heads)
    let project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + (decays ? [("a_proj", heads)] : [])
        + [("b_proj", heads)],
      input: make.width, make)
    let decay =
      decays ? (column: project.output - 2 * heads, gate: HeadDecay(heads: heads, make)) : nil
    let filter = try DeltaRule.filter(shape, &options, make)
    rule = try DeltaRule(
      shape, beta: project.output - heads, decay: decay, &options, make)
    let output = OutputStage(norm: "o_norm", heads: heads, width: shape.value, make)
    frame = LinearFrame(project, filter, output, gate: gated ? 2 * keys + values : nil, make)
  }
}
