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
final class DeltaNet: DeltaMixer {
  static let facts = MixerFacts(
    name: "deltanet", modelType: "delta_net", title: "DeltaNet", color: "brown",
    marker: "triangleDown")

  let frame: LinearFrame
  let rule: DeltaRule

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 16)
    let keys = try options.width("expand_k", of: make.width, times: 1, heads: heads)
    let values = try options.width("expand_v", of: make.width, times: 1, heads: heads)
    let gated = try options.flag("use_gate") ?? false
    let learnsBeta = try options.flag("use_beta") ?? true
    try options.fixed("use_output_norm", true)
    let shape = HeadShape(heads: heads, key: keys / heads, value: values / heads)
    let project = Projection(
      [("q_proj", keys), ("k_proj", keys), ("v_proj", values)]
        + (gated ? [("g_proj", values)] : []) + (learnsBeta ? [("b_proj", heads)] : []),
      input: make.width, make)
    let filter = try DeltaRule.filter(shape, &options, make)
    rule = try DeltaRule(shape, beta: learnsBeta ? project.output - heads : nil, &options, make)
    let output = OutputStage(norm: "o_norm", heads: heads, width: shape.value, make)
    frame = LinearFrame(project, filter, output, gate: gated ? 2 * keys + values : nil, make)
  }
}
