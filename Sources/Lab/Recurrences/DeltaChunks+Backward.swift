import CKernels

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
