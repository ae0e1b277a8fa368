import CKernels

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

  func forward(q: Rows, k: Rows, v: Rows, into o: Rows, _ extent: Extent) {
    let D = headDim
    visit(extent) { at in
      let s = scores.rows(at.keys)
      let (k, v) = (k.at(at.key, at.group * D), v.at(at.key, at.group * D))
      BLAS.nt(at.queries, at.keys, D, q.at(at.query, at.head * D), k, s)
      ck_softmax(
        s.base, s.stride, lse(at, extent), at.queries, at.keys, at.first, shown(extent), scale)
      BLAS.nn(at.queries, D, at.keys, s, v, o.at(at.query, at.head * D))
    }
  }

  func backward(
    _ dO: Rows, o: Rows, q: Rows, k: Rows, v: Rows, dq: Rows, dk: Rows, dv: Rows,
    _ extent: Extent
  ) {
    let D = headDim
    clear(dk, extent)
    clear(dv, extent)
    visit(extent) { at in
      let (n, m) = (at.queries, at.keys)
      let (p, dp) = (scores.rows(m), scoreGradients.rows(m))
      let (q, dq) = (q.at(at.query, at.head * D), dq.at(at.query, at.head * D))
      let (o, dO) = (o.at(at.query, at.head * D), dO.at(at.query, at.head * D))
      let (k, v) = (k.at(at.key, at.group * D), v.at(at.key, at.group * D))
      let (dk, dv) = (dk.at(at.key, at.group * D), dv.at(at.key, at.group * D))
      BLAS.nt(n, m, D, q, k, p)
      ck_softmax_again(
        p.base, p.stride, lse(at, extent), n, m, at.first, shown(extent), scale)
      BLAS.tn(m, D, n, p, dO, dv, beta: 1)
      BLAS.nt(n, m, D, dO, v, dp)
      ck_row_dots(deltas.base, dO.base, dO.stride, o.base, o.stride, n, D)
      ck_softmax_backward(dp.base, m, p.base, m, deltas.base, n, m, scale)
      BLAS.nn(n, D, m, dp, k, dq)
      BLAS.tn(m, D, n, dp, q, dk, beta: 1)
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
