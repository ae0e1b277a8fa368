import CKernels
import Core

/// `S_t = γ_h S_{t-1} + k_t v_t'`, `o_t = S_t' q_t / sqrt K` with a fixed decay for each head, by
/// chunks of C tokens (Sun et al. 2023, section 2.2; FLA's `chunk_retention`):
///
///     A = (q k' ⊙ D) / sqrt K,  D_ij = γ^(i-j) for i >= j
///     o = A v + (γ^(i+1) q / sqrt K) S,   S <- γ^c S + (γ^(c-1-j) k)' v
struct RetentionChunks {
  private let shape: HeadShape
  private let decays: [Double]
  private let states: ChunkStates
  /// For each head: D / sqrt K `[C, C]`, γ^(i+1) / sqrt K `[C]`, γ^(C-1-j) `[C]`.
  private let pairs: Buffer
  private let up: Buffer
  private let down: Buffer
  private let scores: Buffer
  private let scoreGradients: Buffer
  private let keys: Buffer
  private let values: Buffer
  private let stateGradient: Buffer

  /// - Parameter decays: γ of each head, `[H]`.
  init(_ shape: HeadShape, decays: [Double], chunk: Int = 64, _ make: LayerMaker) {
    self.shape = shape
    self.decays = decays
    states = ChunkStates(shape, chunk: chunk, make)
    pairs = make.arena.keep(shape.heads * chunk * chunk)
    up = make.arena.keep(shape.heads * chunk)
    down = make.arena.keep(shape.heads * chunk)
    scores = make.arena.scratch(chunk * chunk)
    scoreGradients = make.arena.scratch(chunk * chunk)
    keys = make.arena.scratch(chunk * shape.key)
    values = make.arena.scratch(chunk * shape.value)
    stateGradient = make.arena.scratch(shape.key * shape.value)
  }

  /// Fills the tables; the arena is sealed by then.
  func prepare() {
    let c = states.chunk
    let scale = 1 / Double(shape.key).squareRoot()
    for (h, decay) in decays.enumerated() {
      let powers = (0...c).map { DeterministicMath.pow(decay, Double($0)) }
      for i in 0..<c {
        up.base[h * c + i] = Float(powers[i + 1] * scale)
        down.base[h * c + i] = Float(powers[c - 1 - i])
        for j in 0..<c {
          pairs.base[(h * c + i) * c + j] = i >= j ? Float(powers[i - j] * scale) : 0
        }
      }
    }
  }

  private func power(_ head: Int, _ count: Int) -> Float {
    Float(DeterministicMath.pow(decays[head], Double(count)))
  }

  /// γ^(c-1-j) for a chunk of c tokens.
  private func downs(_ at: ChunkPlace) -> UnsafeMutablePointer<Float> {
    down.base + at.head * states.chunk + states.chunk - at.count
  }

  /// A `[c, c]` into `scores`.
  private func score(_ q: Rows, _ k: Rows, _ at: ChunkPlace) -> Rows {
    let c = at.count
    let a = scores.rows(c)
    BLAS.nt(c, c, shape.key, q, k, a)
    ck_tril_times(a.base, c, table(at).base, states.chunk, c)
    return a
  }

  private func table(_ at: ChunkPlace) -> Rows {
    Rows(pairs.base + at.head * states.chunk * states.chunk, stride: states.chunk)
  }

  /// o `[B, T, H V]` from q, k `[B, T, H K]` and v `[B, T, H V]`.
  func forward(q: Rows, k: Rows, v: Rows, into o: Rows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    states.visit(extent) { at in
      if at.number == 0 { states.clear(at.sequence, at.head) }
      let c = at.count
      let before = states.state(at.sequence, at.head, before: at.number)
      let after = states.state(at.sequence, at.head, before: at.number + 1)
      let (q, k, v, o) = (
        at.part(q, width: K), at.part(k, width: K), at.part(v, width: V), at.part(o, width: V)
      )
      BLAS.nn(c, V, c, score(q, k, at), v, o)
      let scaled = keys.rows(K)
      ck_scale_rows(
        scaled.base, K, q.base, q.stride, up.base + at.head * states.chunk, c, K)
      BLAS.nn(c, V, K, scaled, before, o, beta: 1)
      ck_scale_rows(scaled.base, K, k.base, k.stride, downs(at), c, K)
      after.base.update(from: before.base, count: K * V)
      BLAS.tn(K, V, c, scaled, v, after, beta: power(at.head, c))
    }
  }

  /// dq, dk, dv from do, for the q, k, v of the last `forward`.
  func backward(
    _ dO: Rows, q: Rows, k: Rows, v: Rows, dq: Rows, dk: Rows, dv: Rows, _ extent: Extent
  ) {
    let (K, V) = (shape.key, shape.value)
    let dS = stateGradient.rows(V)
    let last = states.count(extent.length) - 1
    states.visit(extent, reversed: true) { at in
      if at.number == last { dS.base.update(repeating: 0, count: K * V) }
      let c = at.count
      let before = states.state(at.sequence, at.head, before: at.number)
      let (q, k, v, dO) = (
        at.part(q, width: K), at.part(k, width: K), at.part(v, width: V), at.part(dO, width: V)
      )
      let (dq, dk, dv) = (
        at.part(dq, width: K), at.part(dk, width: K), at.part(dv, width: V)
      )
      let a = score(q, k, at)
      let dA = scoreGradients.rows(c)
      BLAS.nt(c, c, V, dO, v, dA)
      ck_tril_times(dA.base, c, table(at).base, states.chunk, c)
      let scaledK = keys.rows(K)
      ck_scale_rows(scaledK.base, K, k.base, k.stride, downs(at), c, K)
      BLAS.tn(c, V, c, a, dO, dv)
      BLAS.nn(c, V, K, scaledK, dS, dv, beta: 1)
      let scaledV = values.rows(V)
      ck_scale_rows(scaledV.base, V, v.base, v.stride, downs(at), c, V)
      BLAS.tn(c, K, c, dA, q, dk)
      BLAS.nt(c, K, V, scaledV, dS, dk, beta: 1)
      let scaledO = values.rows(V)
      ck_scale_rows(
        scaledO.base, V, dO.base, dO.stride, up.base + at.head * states.chunk, c, V)
      BLAS.nn(c, K, c, dA, k, dq)
      BLAS.nt(c, K, V, scaledO, before, dq, beta: 1)
      BLAS.tn(K, V, c, q, scaledO, dS, beta: power(at.head, c))
    }
  }

  /// Products of one sequence's forward pass, visible pairs alone.
  func flops(length: Int) -> Double { shape.chunkFlops(length: length, chunk: states.chunk) }
}

extension HeadShape {
  /// Operations of the chunkwise form: scores and their product with v over the pairs that are
  /// visible, the state read by q, and its update by k' v.
  func chunkFlops(length: Int, chunk: Int) -> Double {
    let pairs = visiblePairs(length: length, chunk: chunk)
    let inside = 2 * pairs * Double(key + value)
    let across = 4 * Double(length * key * value)
    return Double(heads) * (inside + across)
  }

  /// Pairs i >= j within one chunk, over a sequence.
  func visiblePairs(length: Int, chunk: Int) -> Double {
    let rest = length % chunk
    return Double(length / chunk * (chunk * (chunk + 1) / 2) + rest * (rest + 1) / 2)
  }
}
