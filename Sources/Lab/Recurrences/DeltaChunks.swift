import CKernels

/// The delta rule by chunks, with or without a scalar decay for each head (Yang et al. 2024,
/// "Parallelizing Linear Transformers with the Delta Rule", and "Gated Delta Networks"; FLA's
/// `chunk_delta_rule` and `chunk_gated_delta_rule`):
///
///     S_t = α_t S_{t-1} + β_t k_t (v_t - α_t S_{t-1}' k_t)',   o_t = S_t' q_t / sqrt K
///
/// In a chunk, with G the cumulative sums of log α and E_ij = e^(G_i-G_j), what is written is the
/// solution u of a triangular system (the WY form, solved rather than inverted):
///
///     (I + A) u = β v - (β e^G k) S,   A = strict_tril(β k k' ⊙ E)
///     o = tril(q k' ⊙ E) u / sqrt K + (e^G q / sqrt K) S,   S <- e^(G_c) S + (e^(G_c-G) k)' u
///
/// Without the delta rule nothing is erased before writing: `S_t = α_t S_{t-1} + β_t k_t v_t'`, so
/// u = β v and there is no system to solve.
///
/// Here log α is `[B, T, H]`, one decay for each head.
struct DeltaChunks {
  let shape: HeadShape
  let states: ChunkStates
  let gated: Bool
  let erases: Bool
  /// u `[B, T, H V]`.
  let written: Buffer
  /// E `[C, C]`, G, e^G / sqrt K, e^G, e^(G_c-G) `[C]`.
  let pairs: Buffer
  let sums: Buffer
  let up: Buffer
  let decay: Buffer
  let down: Buffer
  let kk: Buffer
  let lower: Buffer
  let scores: Buffer
  let scoreGradients: Buffer
  let lowerGradients: Buffer
  let queries: Buffer
  let keys: Buffer
  let queryGradients: Buffer
  let keyGradients: Buffer
  let recalled: Buffer
  let residual: Buffer
  let erased: Buffer
  let sumGradients: Buffer

  /// - Parameters:
  ///   - gated: whether there is a decay; without one α = 1.
  ///   - erases: whether the delta rule holds.
  init(_ shape: HeadShape, gated: Bool, erases: Bool, chunk: Int = 32, _ make: LayerMaker) {
    self.shape = shape
    (self.gated, self.erases) = (gated, erases)
    states = ChunkStates(shape, chunk: chunk, make)
    written = make.keep(perToken: shape.heads * shape.value)
    func room(_ width: Int) -> Buffer { make.arena.scratch(chunk * width) }
    (pairs, kk, lower) = (room(chunk), room(chunk), room(chunk))
    (scores, scoreGradients, lowerGradients) = (room(chunk), room(chunk), room(chunk))
    (sums, up, decay, down, sumGradients) = (room(1), room(1), room(1), room(1), room(1))
    (queries, keys) = (room(shape.key), room(shape.key))
    (queryGradients, keyGradients) = (room(shape.key), room(shape.key))
    (recalled, residual, erased) = (room(shape.value), room(shape.value), room(shape.value))
  }

  /// Decays, k k', A and tril(q k' ⊙ E) / sqrt K of one chunk; returns e^(G_c).
  func prepare(_ x: HeadRows, count c: Int) -> Float {
    var kept: Float = 1
    if let logA = x.logA {
      ck_pair_decay(pairs.base, sums.base, logA.base, logA.stride, c)
      _ = ck_chunk_decay(decay.base, down.base, sums.base, c, 1)
      kept = ck_chunk_decay(up.base, down.base, sums.base, c, shape.scale)
    } else {
      up.base.update(repeating: shape.scale, count: c)
    }
    if erases { prepareSystem(x, count: c) }
    BLAS.nt(c, c, shape.key, x.q, x.k, scores.rows(c), alpha: shape.scale)
    maskScores(scores, c)
    ck_scale_rows(queries.base, shape.key, x.q.base, x.q.stride, up.base, c, shape.key)
    if gated {
      ck_scale_rows(keys.base, shape.key, x.k.base, x.k.stride, down.base, c, shape.key)
    } else {
      ck_copy(keys.base, shape.key, x.k.base, x.k.stride, c, shape.key)
    }
    return kept
  }

  private func prepareSystem(_ x: HeadRows, count c: Int) {
    guard let beta = x.beta else { return }
    BLAS.nt(c, c, shape.key, x.k, x.k, kk.rows(c))
    lower.base.update(from: kk.base, count: c * c)
    ck_delta_lower(lower.base, beta.base, beta.stride, gated ? pairs.base : nil, c)
  }

  func maskScores(_ a: Buffer, _ c: Int) {
    if gated { ck_tril_times(a.base, c, pairs.base, c, c) } else { ck_tril(a.base, c, c) }
  }

  /// o `[B, T, H V]`.
  func forward(_ inputs: HeadRows, into o: Rows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    let written = written.rows(shape.values)
    states.forward(extent) { at, before, after in
      let c = at.count
      let x = inputs.part(at, shape)
      let (u, o) = (at.part(written, width: V), at.part(o, width: V))
      let kept = prepare(x, count: c)
      let r = residual.rows(V)
      write(x, before, into: r, count: c)
      ck_copy(u.base, u.stride, r.base, V, c, V)
      BLAS.nn(c, V, c, scores.rows(c), r, o)
      BLAS.nn(c, V, K, queries.rows(K), before, o, beta: 1)
      after.base.update(from: before.base, count: K * V)
      BLAS.tn(K, V, c, keys.rows(K), r, after, beta: kept)
    }
  }

  /// u of one chunk.
  private func write(_ x: HeadRows, _ before: Rows, into r: Rows, count c: Int) {
    guard let beta = x.beta else { return }
    let (K, V) = (shape.key, shape.value)
    if erases {
      BLAS.nn(c, V, K, x.k, before, r)
    } else {
      r.base.update(repeating: 0, count: c * V)
    }
    ck_delta_residual(
      r.base, x.v.base, x.v.stride, beta.base, beta.stride, gated ? decay.base : nil, c, V)
    if erases { ck_unit_lower_solve(r.base, V, lower.base, c, c, V) }
  }

  func flops(length: Int) -> Double {
    guard erases else { return shape.chunkFlops(length: length, chunk: states.chunk) }
    let pairs = shape.visiblePairs(length: length, chunk: states.chunk)
    let below = pairs - Double(length)
    let system = 2 * below * Double(shape.key + shape.value)
    let recall = 2 * Double(length * shape.key * shape.value)
    return shape.chunkFlops(length: length, chunk: states.chunk)
      + Double(shape.heads) * (system + recall)
  }
}
