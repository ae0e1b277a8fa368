import CKernels
import Core

/// Full softmax attention, with rotary positions (FLA's `Attention`) or without.
///
///     q = rope(q_proj x), k = rope(k_proj x), v = v_proj x
///     o = softmax(q k' / sqrt D + causal mask) v,  y = o_proj o
///
/// D = d / H; query head h reads key/value head h div (H / Hkv). With `window_size` w, token i sees
/// i-w+1...i. With `qk_norm`, each head of q and k is normed (eps 1e-5 whatever norm_eps is) before
/// the rotation. Scores exist for a block of queries at a time; the backward pass computes them again.
/// With `interleave_positions` none (ours, not FLA's; else rotary) nothing is rotated: q = q_proj x,
/// k = k_proj x, and only the causal mask tells the order.
final class SoftmaxAttention: TokenMixer {
  static let facts = MixerFacts(
    name: "attention", modelType: "transformer", title: "Transformer", color: "reference",
    marker: "circle")

  private enum Positions: String, CaseIterable { case rotary, none }

  private let heads: Int
  private let groups: Int
  private let headDim: Int
  private let window: Int
  private let normsHeads: Bool
  private let project: Projection
  private let outputProject: Projection
  /// nil where there are no positions.
  private let rotary: Rotary?
  private let core: AttentionBlocks
  /// The norms of q and of k, where there are any: weight, inverse roots, first column, heads.
  private let norms: [(weight: Parameter, inverse: Buffer, first: Int, heads: Int)]
  private let projected: Buffer
  private let projectedGradient: Buffer
  /// q and k after norm and rotation `[N, (H + Hkv) D]`, where there is a norm.
  private let turned: Buffer
  private let turnedGradient: Buffer
  private let mixed: Buffer
  private let mixedGradient: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    heads = try options.positive("num_heads", default: 32)
    groups = try options.positive("num_kv_heads", default: heads)
    window = try options.positive(
      "window_size", default: Int(Int32.max), atMost: Int(Int32.max))
    normsHeads = try options.flag("qk_norm") ?? false
    let bias = try options.flag("qkv_bias") ?? false
    let theta = try options.number("rope_theta") ?? 10000
    let positions = try options.word("interleave_positions", default: Positions.rotary)
    try demand(
      make.width % heads == 0 && heads % groups == 0,
      "num_heads and num_kv_heads do not fit hidden_size", at: options.place,
      expected: "heads that divide hidden_size, and key/value heads that divide the heads",
      found: "\(heads) heads, \(groups) key/value heads, hidden_size \(make.width)")
    headDim = make.width / heads
    let (d, kv, D) = (make.width, groups * headDim, headDim)
    project = Projection(
      [("q_proj", d), ("k_proj", kv), ("v_proj", kv)], input: d, bias: bias, make)
    outputProject = Projection([("o_proj", d)], input: d, make)
    rotary = positions == .rotary ? try Rotary(headDim: headDim, base: theta, make) : nil
    norms =
      normsHeads
      ? [("q_norm.weight", 0, heads), ("k_norm.weight", d, groups)].map { name, first, heads in
        (make.norm(name, D), make.keep(perToken: heads), first, heads)
      } : []
    core = AttentionBlocks(
      heads: heads, groups: groups, headDim: headDim, window: window, make)
    projected = make.keep(perToken: project.output)
    projectedGradient = make.scratch(perToken: project.output)
    turned = make.keep(perToken: normsHeads ? d + kv : 0)
    turnedGradient = make.scratch(perToken: normsHeads ? d + kv : 0)
    mixed = make.keep(perToken: d)
    mixedGradient = make.scratch(perToken: d)
  }

  func prepare() { rotary?.prepare() }

  private var width: Int { heads * headDim }
  private var keyWidth: Int { groups * headDim }

  /// q and k as the scores read them: side by side, normed and rotated.
  private func turn(_ p: Rows, tokens: Int, length: Int, start: Int) -> Rows {
    let qk = normsHeads ? turned.rows(width + keyWidth) : p
    for (weight, inverse, first, heads) in norms {
      let (x, y) = (p.at(0, first), qk.at(0, first))
      ck_rms_heads(
        y.base, y.stride, inverse.base, x.base, x.stride, weight.value, tokens, heads, headDim,
        1e-5)
    }
    rotary?.apply(qk, heads: heads + groups, tokens: tokens, length: length, start: start)
    return qk
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: extent.tokens)
    let qk = turn(p, tokens: extent.tokens, length: extent.length, start: 0)
    core.forward(
      q: qk, k: qk.at(0, width), v: p.at(0, width + keyWidth), into: mixed.rows(width), extent)
    outputProject.forward(mixed.rows(width), into: y, rows: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows(project.output), projectedGradient.rows(project.output))
    let qk = normsHeads ? turned.rows(width + keyWidth) : p
    let dqk = normsHeads ? turnedGradient.rows(width + keyWidth) : dp
    outputProject.backward(
      dy, x: mixed.rows(width), into: mixedGradient.rows(width), rows: extent.tokens)
    core.backward(
      mixedGradient.rows(width), o: mixed.rows(width), q: qk, k: qk.at(0, width),
      v: p.at(0, width + keyWidth), dq: dqk, dk: dqk.at(0, width),
      dv: dp.at(0, width + keyWidth), extent)
    rotary?.apply(
      dqk, heads: heads + groups, tokens: extent.tokens, length: extent.length, back: true)
    for (weight, inverse, first, heads) in norms {
      let (dy, x, dx) = (dqk.at(0, first), p.at(0, first), dp.at(0, first))
      ck_rms_heads_backward(
        dx.base, dx.stride, weight.gradient, dy.base, dy.stride, x.base, x.stride, weight.value,
        inverse.base, extent.tokens, heads, headDim)
    }
    project.backward(dp, x: x, into: dx, rows: extent.tokens)
  }

  /// Keys and values of the tokens that may still be seen.
  func stateCount(length: Int) -> Int { 2 * min(length, window) * keyWidth }

  func step(_ x: Rows, into y: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    let p = projected.rows(project.output)
    project.forward(x, into: p, rows: 1)
    let qk = turn(p, tokens: 1, length: 1, start: position)
    // A ring of token slots, each a key and a value: with a window the newest takes the oldest's.
    let slot = state + (position % window) * 2 * keyWidth
    slot.update(from: qk.base + width, count: keyWidth)
    (slot + keyWidth).update(from: p.base + width + keyWidth, count: keyWidth)
    let seen = min(position + 1, window)
    core.step(q: qk, cache: Rows(state, stride: 2 * keyWidth), seen: seen, into: mixed.rows(width))
    outputProject.forward(mixed.rows(width), into: y, rows: 1)
  }

  func flops(length: Int) -> Double {
    let full = min(length, window)
    let pairs = Double(full * (full + 1) / 2) + Double(max(length - window, 0)) * Double(window)
    return Double(length) * (project.flops + outputProject.flops)
      + 4 * pairs * Double(heads * headDim)
  }
}
