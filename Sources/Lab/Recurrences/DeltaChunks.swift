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
  private let shape: HeadShape
  private let states: ChunkStates
  private let gated: Bool
  private let erases: Bool
  /// u `[B, T, H V]`.
  private let written: Buffer
  /// E `[C, C]`, G, e^G / sqrt K, e^G, e^(G_c-G) `[C]`.
  private let pairs: Buffer
  private let sums: Buffer
  private let up: Buffer
  private let decay: Buffer
  private let down: Buffer
  private let kk: Buffer
  private let lower: Buffer
  private let scores: Buffer
  private let scoreGradients: Buffer
  private let lowerGradients: Buffer
  private let queries: Buffer
  private let keys: Buffer
  private let queryGradients: Buffer
  private let keyGradients: Buffer
  private let recalled: Buffer
  private let residual: Buffer
  private let erased: Buffer
  private let sumGradients: Buffer

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
  private func prepare(_ x: HeadRows, count c: Int) -> Float {
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

  private func maskScores(_ a: Buffer, _ c: Int) {
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

// MARK: - Backward

extension DeltaChunks {
  /// The gradients of all inputs from do, for the inputs of the last `forward`.
  func backward(_ dO: Rows, _ inputs: HeadRows, into gradients: HeadRows, _ extent: Extent) {
    let V = shape.value
    let written = written.rows(shape.values)
    states.backward(extent) { at, before, _ in
      let (x, d) = (inputs.part(at, shape), gradients.part(at, shape))
      guard let beta = x.beta, let dBeta = d.beta else { return }
      let kept = prepare(x, count: at.count)
      let chunk = Chunk(
        count: at.count, kept: kept, x: x, d: d, beta: beta, dBeta: dBeta, before: before,
        u: at.part(written, width: V), dO: at.part(dO, width: V))
      sumGradients.base.update(repeating: 0, count: at.count)
      throughOutput(chunk)
      if erases { throughSystem(chunk) } else { throughWriting(chunk) }
      if let dLogA = d.logA {
        ck_reverse_sums(dLogA.base, dLogA.stride, sumGradients.base, at.count)
      }
    }
  }

  /// One chunk in the backward pass.
  private struct Chunk {
    var count: Int
    /// e^(G_c).
    var kept: Float
    var x: HeadRows
    var d: HeadRows
    var beta: Rows
    var dBeta: Rows
    /// S before the chunk.
    var before: Rows
    var u: Rows
    var dO: Rows
  }

  /// Through o and the new state: writes dq and the first part of dk, leaves du in `residual`, and
  /// turns the state's gradient into its direct part.
  private func throughOutput(_ chunk: Chunk) {
    let (K, V, c) = (shape.key, shape.value, chunk.count)
    let (x, d, dO, u) = (chunk.x, chunk.d, chunk.dO, chunk.u)
    let (dS, du, dP) = (states.gradient.rows(V), residual.rows(V), scoreGradients.rows(c))
    let (dqHat, dkHat) = (queryGradients.rows(K), keyGradients.rows(K))
    BLAS.tn(c, V, c, scores.rows(c), dO, du)
    BLAS.nn(c, V, K, keys.rows(K), dS, du, beta: 1)
    BLAS.nt(c, c, V, dO, u, dP)
    BLAS.nt(c, K, V, u, dS, dkHat)
    BLAS.nt(c, K, V, dO, chunk.before, dqHat)
    if gated { throughDecays(chunk, dP: dP) }
    maskScores(scoreGradients, c)
    BLAS.nn(c, K, c, dP, x.k, d.q, alpha: shape.scale)
    BLAS.tn(c, K, c, dP, x.q, d.k, alpha: shape.scale)
    ck_scale_rows_in_place(dqHat.base, K, up.base, c, K)
    ck_add_rows(d.q.base, d.q.stride, dqHat.base, K, c, K)
    if gated { ck_scale_rows_in_place(dkHat.base, K, down.base, c, K) }
    ck_add_rows(d.k.base, d.k.stride, dkHat.base, K, c, K)
    BLAS.tn(K, V, c, queries.rows(K), dO, dS, beta: chunk.kept)
  }

  /// What the decays in o and in the new state contribute to dG.
  private func throughDecays(_ chunk: Chunk, dP: Rows) {
    let (K, c) = (shape.key, chunk.count)
    ck_tril(dP.base, c, c)
    ck_pair_decay_backward(sumGradients.base, dP.base, scores.base, c)
    _ = ck_decay_dots(sumGradients.base, queryGradients.base, queries.base, c, K, 1)
    let moved = ck_decay_dots(sumGradients.base, keyGradients.base, keys.base, c, K, -1)
    var carried: Float = 0
    ck_row_dots(
      &carried, states.gradient.base, K * shape.value, chunk.before.base, K * shape.value, 1,
      K * shape.value)
    sumGradients.base[c - 1] += moved + chunk.kept * carried
  }

  /// Through u = β v, where nothing is erased: dv and dβ.
  private func throughWriting(_ chunk: Chunk) {
    let (x, d) = (chunk.x, chunk.d)
    recalled.base.update(repeating: 0, count: chunk.count * shape.value)
    ck_delta_residual_backward(
      d.v.base, d.v.stride, erased.base, chunk.dBeta.base, chunk.dBeta.stride, residual.base,
      recalled.base, x.v.base, x.v.stride, chunk.beta.base, chunk.beta.stride, nil, chunk.count,
      shape.value)
  }

  /// Through the triangular system: dv, dβ, the rest of dk, of dG and of the state's gradient.
  private func throughSystem(_ chunk: Chunk) {
    let (K, V, c) = (shape.key, shape.value, chunk.count)
    let (x, d) = (chunk.x, chunk.d)
    let (dR, kS, z) = (residual.rows(V), recalled.rows(V), erased.rows(V))
    let (dS, dA) = (states.gradient.rows(V), lowerGradients.rows(c))
    ck_unit_lower_solve_transposed(dR.base, V, lower.base, c, c, V)
    BLAS.nn(c, V, K, x.k, chunk.before, kS)
    ck_delta_residual_backward(
      d.v.base, d.v.stride, z.base, chunk.dBeta.base, chunk.dBeta.stride, dR.base, kS.base,
      x.v.base,
      x.v.stride, chunk.beta.base, chunk.beta.stride, gated ? decay.base : nil, c, V)
    if gated { _ = ck_decay_dots(sumGradients.base, z.base, kS.base, c, V, 1) }
    BLAS.nt(c, K, V, z, chunk.before, d.k, beta: 1)
    BLAS.tn(K, V, c, x.k, z, dS, beta: 1)
    BLAS.nt(c, c, V, dR, chunk.u, dA)
    ck_delta_lower_backward(
      dA.base, chunk.dBeta.base, chunk.dBeta.stride, gated ? sumGradients.base : nil, kk.base,
      chunk.beta.base,
      chunk.beta.stride, gated ? pairs.base : nil, c)
    BLAS.nn(c, K, c, dA, x.k, d.k, beta: 1)
    BLAS.tn(c, K, c, dA, x.k, d.k, beta: 1)
  }
}
