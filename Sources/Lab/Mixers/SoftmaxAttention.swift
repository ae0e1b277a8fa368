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
  private let projected: Signal
  /// q and k after norm and rotation `[N, (H + Hkv) D]`, where there is a norm.
  private let turned: Signal
  private let mixed: Signal

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
    let normed = normsHeads ? [("q_norm.weight", 0, heads), ("k_norm.weight", d, groups)] : []
    norms = normed.map { name, first, heads in
      (make.norm(name, D), make.keep(perToken: heads), first, heads)
    }
    core = AttentionBlocks(
      heads: heads, groups: groups, headDim: headDim, window: window, make)
    (projected, mixed) = (make.signal(project.output), make.signal(d))
    turned = make.signal(normsHeads ? d + kv : 0)
  }

  func prepare() { rotary?.prepare() }

  private var width: Int { heads * headDim }
  private var keyWidth: Int { groups * headDim }

  /// q, k and v as the scores read them; q and k are side by side in `qk`.
  private func rows(_ qk: Rows, _ p: Rows) -> HeadRows {
    HeadRows(q: qk, k: qk.at(0, width), v: p.at(0, width + keyWidth))
  }

  /// q and k, normed and rotated; v as it is.
  private func turn(tokens: Int, length: Int, start: Int) -> HeadRows {
    let p = projected.rows
    let qk = normsHeads ? turned.rows : p
    for (weight, inverse, first, heads) in norms {
      let (x, y) = (p.at(0, first), qk.at(0, first))
      ck_rms_heads(
        y.base, y.stride, inverse.base, x.base, x.stride, weight.value, tokens, heads, headDim,
        1e-5)
    }
    rotary?.apply(qk, heads: heads + groups, tokens: tokens, length: length, start: start)
    return rows(qk, p)
  }

  func forward(_ x: Rows, into y: Rows, _ extent: Extent) {
    project.forward(x, into: projected.rows, rows: extent.tokens)
    let qkv = turn(tokens: extent.tokens, length: extent.length, start: 0)
    core.forward(qkv, into: mixed.rows, extent)
    outputProject.forward(mixed.rows, into: y, rows: extent.tokens)
  }

  func backward(_ dy: Rows, x: Rows, into dx: Rows, _ extent: Extent) {
    let (p, dp) = (projected.rows, projected.gradientRows)
    let (qk, dqk) = normsHeads ? (turned.rows, turned.gradientRows) : (p, dp)
    outputProject.backward(dy, x: mixed.rows, into: mixed.gradientRows, rows: extent.tokens)
    core.backward(
      mixed.gradientRows, o: mixed.rows, rows(qk, p), into: rows(dqk, dp), extent)
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
    project.forward(x, into: projected.rows, rows: 1)
    let qkv = turn(tokens: 1, length: 1, start: position)
    // A ring of token slots, each a key and a value: with a window the newest takes the oldest's.
    let slot = state + (position % window) * 2 * keyWidth
    slot.update(from: qkv.k.base, count: keyWidth)
    (slot + keyWidth).update(from: qkv.v.base, count: keyWidth)
    let seen = min(position + 1, window)
    core.step(q: qkv.q, cache: Rows(state, stride: 2 * keyWidth), seen: seen, into: mixed.rows)
    outputProject.forward(mixed.rows, into: y, rows: 1)
  }

  func flops(length: Int) -> Double {
    let full = min(length, window)
    let pairs = Double(full * (full + 1) / 2) + Double(max(length - window, 0)) * Double(window)
    return Double(length) * (project.flops + outputProject.flops)
      + 4 * pairs * Double(heads * headDim)
  }
}

/// Causal softmax attention over blocks of queries, so that scores are never held for a whole
/// sequence: `o = softmax(q k' / sqrt D) v`, with the log of each row's normaliser kept for the
/// backward pass (the FlashAttention recomputation, Dao et al. 2022, without its tiling of keys).
struct AttentionBlocks {
  private let heads: Int
  private let groups: Int
  private let headDim: Int
  private let window: Int
  private let block: Int
  private let normalisers: Buffer
  private let scores: Buffer
  private let scoreGradients: Buffer
  private let deltas: Buffer

  /// - Parameters:
  ///   - groups: key/value heads.
  ///   - window: how many tokens one sees, itself included.
  init(heads: Int, groups: Int, headDim: Int, window: Int, block: Int = 64, _ make: LayerMaker) {
    (self.heads, self.groups, self.headDim) = (heads, groups, headDim)
    (self.window, self.block) = (window, block)
    normalisers = make.keep(perToken: heads)
    scores = make.arena.scratch(block * make.capacity.length)
    scoreGradients = make.arena.scratch(block * make.capacity.length)
    deltas = make.arena.scratch(block)
  }

  private var scale: Float { 1 / Float(headDim).squareRoot() }

  /// A block of queries of one head, and the keys that any of them sees.
  private struct Place {
    var head: Int
    var group: Int
    /// First query and first key, as rows of `[B T]`.
    var query: Int
    var key: Int
    var queries: Int
    var keys: Int
    /// The first query's place among the keys.
    var first: Int

    /// The block's part of q, k and v, each head D wide.
    func part(_ x: HeadRows, _ D: Int) -> HeadRows {
      HeadRows(
        q: x.q.at(query, head * D), k: x.k.at(key, group * D), v: x.v.at(key, group * D))
    }
  }

  private func visit(_ extent: Extent, _ body: (Place) -> Void) {
    for sequence in 0..<extent.sequences {
      for head in 0..<heads {
        for first in stride(from: 0, to: extent.length, by: block) {
          let low = max(0, first + 1 - window)
          let queries = min(block, extent.length - first)
          let row = sequence * extent.length
          body(
            Place(
              head: head, group: head / (heads / groups), query: row + first, key: row + low,
              queries: queries, keys: first + queries - low, first: first - low))
        }
      }
    }
  }

  private func lse(_ at: Place, _ extent: Extent) -> UnsafeMutablePointer<Float> {
    normalisers.base + at.head * extent.tokens + at.query
  }

  private func shown(_ extent: Extent) -> Int { window >= extent.length ? 0 : window }

  func forward(_ inputs: HeadRows, into o: Rows, _ extent: Extent) {
    let D = headDim
    visit(extent) { at in
      let (s, x) = (scores.rows(at.keys), at.part(inputs, D))
      BLAS.nt(at.queries, at.keys, D, x.q, x.k, s)
      ck_softmax(
        s.base, s.stride, lse(at, extent), at.queries, at.keys, at.first, shown(extent), scale)
      BLAS.nn(at.queries, D, at.keys, s, x.v, o.at(at.query, at.head * D))
    }
  }

  func backward(
    _ dO: Rows, o: Rows, _ inputs: HeadRows, into gradients: HeadRows, _ extent: Extent
  ) {
    let D = headDim
    clear(gradients.k, extent)
    clear(gradients.v, extent)
    visit(extent) { at in
      let (n, m) = (at.queries, at.keys)
      let (p, dp) = (scores.rows(m), scoreGradients.rows(m))
      let (x, d) = (at.part(inputs, D), at.part(gradients, D))
      let (o, dO) = (o.at(at.query, at.head * D), dO.at(at.query, at.head * D))
      BLAS.nt(n, m, D, x.q, x.k, p)
      ck_softmax_again(
        p.base, p.stride, lse(at, extent), n, m, at.first, shown(extent), scale)
      BLAS.tn(m, D, n, p, dO, d.v, beta: 1)
      BLAS.nt(n, m, D, dO, x.v, dp)
      ck_row_dots(deltas.base, dO.base, dO.stride, o.base, o.stride, n, D)
      ck_softmax_backward(dp.base, m, p.base, m, deltas.base, n, m, scale)
      BLAS.nn(n, D, m, dp, x.k, d.q)
      BLAS.tn(m, D, n, dp, x.q, d.k, beta: 1)
    }
  }

  private func clear(_ rows: Rows, _ extent: Extent) {
    for t in 0..<extent.tokens {
      rows.at(t).base.update(repeating: 0, count: groups * headDim)
    }
  }

  /// One query per head over the keys and values in `cache`, `seen` rows of `[K | V]`.
  func step(q: Rows, cache: Rows, seen: Int, into o: Rows) {
    let D = headDim
    for head in 0..<heads {
      let group = head / (heads / groups)
      let s = scores.rows(seen)
      BLAS.nt(1, seen, D, q.at(0, head * D), cache.at(0, group * D), s)
      ck_softmax(s.base, seen, deltas.base, 1, seen, seen - 1, 0, scale)
      BLAS.nn(1, D, seen, s, cache.at(0, (groups + group) * D), o.at(0, head * D))
    }
  }
}
