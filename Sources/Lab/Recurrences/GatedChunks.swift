import CKernels

/// `S_t = Diag(α_t) S_{t-1} + k_t v_t'`, `o_t = S_t' q_t / sqrt K` with a decay for each key channel,
/// by chunks (Yang et al. 2024, "Gated Linear Attention", section 4; FLA's `chunk_gla`).
///
/// With G the cumulative sums of log α in a chunk and m its middle row:
///
///     q̃ = q e^(G-G_m) / sqrt K,  k̃ = k e^(G_m-G)
///     o = tril(q̃ k̃') v + q̃ (e^(G_m) ⊙ S),   S <- e^(G_c-G_m) ⊙ (e^(G_m) ⊙ S + k̃' v)
///
/// The middle row halves the range of the exponents. A chunk whose gates still leave float32's range
/// runs the recurrence itself, so gates near 0 are exact, only slower.
struct GatedChunks {
  private let shape: HeadShape
  private let states: ChunkStates
  private let qTilde: Buffer
  private let kTilde: Buffer
  private let qFactor: Buffer
  private let kFactor: Buffer
  /// e^(G_m), e^(G_c-G_m), and the last row's part of dG, `[K]` each.
  private let middle: Buffer
  private let rest: Buffer
  private let last: Buffer
  private let scores: Buffer
  private let scoreGradients: Buffer
  private let qGradient: Buffer
  private let kGradient: Buffer
  private let stateWork: Buffer
  private let stateWork2: Buffer

  /// Beyond this exponent the products of a chunk are not trusted.
  static let range: Float = 60

  init(_ shape: HeadShape, chunk: Int = 32, _ make: LayerMaker) {
    self.shape = shape
    states = ChunkStates(shape, chunk: chunk, make)
    func room(_ width: Int) -> Buffer { make.arena.scratch(chunk * width) }
    (qTilde, kTilde, qFactor, kFactor) = (
      room(shape.key), room(shape.key), room(shape.key), room(shape.key)
    )
    (qGradient, kGradient) = (room(shape.key), room(shape.key))
    (scores, scoreGradients) = (room(chunk), room(chunk))
    func row() -> Buffer { make.arena.scratch(shape.key) }
    (middle, rest, last) = (row(), row(), row())
    stateWork = make.arena.scratch(shape.key * shape.value)
    stateWork2 = make.arena.scratch(shape.key * shape.value)
  }

  /// The chunk's tilded rows and factors; false where the exponents are out of range.
  private func prepare(_ x: HeadRows, _ logA: Rows, _ at: ChunkPlace) -> Bool {
    let worst = ck_gated_prepare(
      qTilde.base, kTilde.base, qFactor.base, kFactor.base, middle.base, rest.base, logA.base,
      logA.stride, x.q.base, x.q.stride, x.k.base, x.k.stride, at.count, shape.key, shape.scale)
    return worst <= Self.range
  }

  /// o `[B, T, H V]`; log α is `[B, T, H K]`.
  func forward(_ inputs: HeadRows, into o: Rows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    states.forward(extent) { at, before, after in
      let c = at.count
      let x = inputs.part(at, shape, decays: K)
      let o = at.part(o, width: V)
      guard let logA = x.logA, prepare(x, logA, at) else {
        return exact(x, before, after, into: o, count: c)
      }
      let a = scores.rows(c)
      BLAS.nt(c, c, K, qTilde.rows(K), kTilde.rows(K), a)
      ck_tril(a.base, c, c)
      BLAS.nn(c, V, c, a, x.v, o)
      ck_scale_rows(after.base, V, before.base, V, middle.base, K, V)
      BLAS.nn(c, V, K, qTilde.rows(K), after, o, beta: 1)
      BLAS.tn(K, V, c, kTilde.rows(K), x.v, after, beta: 1)
      ck_scale_rows_in_place(after.base, V, rest.base, K, V)
    }
  }

  /// One chunk by the recurrence itself.
  private func exact(_ x: HeadRows, _ before: Rows, _ after: Rows, into o: Rows, count c: Int) {
    guard let logA = x.logA else { return }
    after.base.update(from: before.base, count: shape.key * shape.value)
    ck_gated_exact(
      after.base, logA.base, logA.stride, x.q.base, x.q.stride, x.k.base, x.k.stride, x.v.base,
      x.v.stride, o.base, o.stride, c, shape.key, shape.value, shape.scale)
  }

  /// dq, dk, dv and d log α from do, for the inputs of the last `forward`.
  func backward(_ dO: Rows, _ inputs: HeadRows, into gradients: HeadRows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    let dS = states.gradient.rows(V)
    states.backward(extent) { at, before, after in
      ck_row_dots(last.base, dS.base, V, after.base, V, K, V)
      let (x, d) = (inputs.part(at, shape, decays: K), gradients.part(at, shape, decays: K))
      let dO = at.part(dO, width: V)
      guard let logA = x.logA, let dLogA = d.logA else { return }
      if prepare(x, logA, at) {
        products(dO, x.v, before, d, count: at.count)
      } else {
        ck_gated_exact_backward(
          d.q.base, d.q.stride, d.k.base, d.k.stride, d.v.base, d.v.stride, dS.base,
          stateWork.base, before.base, dO.base, dO.stride, logA.base, logA.stride, x.q.base,
          x.q.stride, x.k.base, x.k.stride, x.v.base, x.v.stride, at.count, K, V, shape.scale)
      }
      ck_gated_gate_backward(
        dLogA.base, dLogA.stride, x.q.base, x.q.stride, d.q.base, d.q.stride, x.k.base, x.k.stride,
        d.k.base, d.k.stride, last.base, at.count, K)
    }
  }

  /// The gradients of one chunk by products, from its prepared rows.
  private func products(_ dO: Rows, _ v: Rows, _ before: Rows, _ d: HeadRows, count c: Int) {
    let (K, V) = (shape.key, shape.value)
    let (qt, kt) = (qTilde.rows(K), kTilde.rows(K))
    let (a, dA) = (scores.rows(c), scoreGradients.rows(c))
    let (dqt, dkt) = (qGradient.rows(K), kGradient.rows(K))
    let (dS, scaled, update) = (states.gradient.rows(V), stateWork.rows(V), stateWork2.rows(V))
    ck_scale_rows(scaled.base, V, before.base, V, middle.base, K, V)
    ck_scale_rows(update.base, V, dS.base, V, rest.base, K, V)
    BLAS.nt(c, c, K, qt, kt, a)
    ck_tril(a.base, c, c)
    BLAS.nt(c, c, V, dO, v, dA)
    ck_tril(dA.base, c, c)
    BLAS.nn(c, K, c, dA, kt, dqt)
    BLAS.nt(c, K, V, dO, scaled, dqt, beta: 1)
    BLAS.tn(c, K, c, dA, qt, dkt)
    BLAS.nt(c, K, V, v, update, dkt, beta: 1)
    BLAS.tn(c, V, c, a, dO, d.v)
    BLAS.nn(c, V, K, kt, update, d.v, beta: 1)
    BLAS.tn(K, V, c, qt, dO, update, beta: 1)
    ck_scale_rows(dS.base, V, update.base, V, middle.base, K, V)
    ck_times(d.q.base, d.q.stride, dqt.base, qFactor.base, c, K)
    ck_times(d.k.base, d.k.stride, dkt.base, kFactor.base, c, K)
  }

  func flops(length: Int) -> Double { shape.chunkFlops(length: length, chunk: states.chunk) }
}
