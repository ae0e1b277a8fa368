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

  /// - Parameter decays: γ of each head, `[H]`.
  init(_ shape: HeadShape, decays: [Double], chunk: Int = 64, _ make: LayerMaker) {
    (self.shape, self.decays) = (shape, decays)
    states = ChunkStates(shape, chunk: chunk, make)
    pairs = make.arena.keep(shape.heads * chunk * chunk)
    up = make.arena.keep(shape.heads * chunk)
    down = make.arena.keep(shape.heads * chunk)
    scores = make.arena.scratch(chunk * chunk)
    scoreGradients = make.arena.scratch(chunk * chunk)
    keys = make.arena.scratch(chunk * shape.key)
    values = make.arena.scratch(chunk * shape.value)
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

  private func power(_ at: ChunkPlace) -> Float {
    Float(DeterministicMath.pow(decays[at.head], Double(at.count)))
  }

  /// Rows of a chunk times γ^(i+1) / sqrt K.
  private func raised(_ x: Rows, _ at: ChunkPlace, width: Int, _ room: Buffer) -> Rows {
    let factors = up.base + at.head * states.chunk
    ck_scale_rows(room.base, width, x.base, x.stride, factors, at.count, width)
    return room.rows(width)
  }

  /// Rows of a chunk of c tokens times γ^(c-1-j).
  private func lowered(_ x: Rows, _ at: ChunkPlace, width: Int, _ room: Buffer) -> Rows {
    let factors = down.base + at.head * states.chunk + states.chunk - at.count
    ck_scale_rows(room.base, width, x.base, x.stride, factors, at.count, width)
    return room.rows(width)
  }

  /// (a b' ⊙ D) / sqrt K `[c, c]`.
  private func score(_ a: Rows, _ b: Rows, width: Int, _ at: ChunkPlace, _ room: Buffer) -> Rows {
    let (c, product) = (at.count, room.rows(at.count))
    BLAS.nt(c, c, width, a, b, product)
    let table = pairs.base + at.head * states.chunk * states.chunk
    ck_tril_times(product.base, c, table, states.chunk, c)
    return product
  }

  /// o `[B, T, H V]`.
  func forward(_ inputs: HeadRows, into o: Rows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    states.forward(extent) { at, before, after in
      let c = at.count
      let (x, o) = (inputs.part(at, shape), at.part(o, width: V))
      BLAS.nn(c, V, c, score(x.q, x.k, width: K, at, scores), x.v, o)
      BLAS.nn(c, V, K, raised(x.q, at, width: K, keys), before, o, beta: 1)
      after.base.update(from: before.base, count: K * V)
      BLAS.tn(K, V, c, lowered(x.k, at, width: K, keys), x.v, after, beta: power(at))
    }
  }

  /// dq, dk, dv from do, for the q, k, v of the last `forward`.
  func backward(_ dO: Rows, _ inputs: HeadRows, into gradients: HeadRows, _ extent: Extent) {
    let (K, V) = (shape.key, shape.value)
    let dS = states.gradient.rows(V)
    states.backward(extent) { at, before, _ in
      let c = at.count
      let (x, d, dO) = (
        inputs.part(at, shape), gradients.part(at, shape), at.part(dO, width: V)
      )
      let a = score(x.q, x.k, width: K, at, scores)
      let dA = score(dO, x.v, width: V, at, scoreGradients)
      BLAS.tn(c, V, c, a, dO, d.v)
      BLAS.nn(c, V, K, lowered(x.k, at, width: K, keys), dS, d.v, beta: 1)
      BLAS.tn(c, K, c, dA, x.q, d.k)
      BLAS.nt(c, K, V, lowered(x.v, at, width: V, values), dS, d.k, beta: 1)
      BLAS.nn(c, K, c, dA, x.k, d.q)
      let raisedO = raised(dO, at, width: V, values)
      BLAS.nt(c, K, V, raisedO, before, d.q, beta: 1)
      BLAS.tn(K, V, c, x.q, raisedO, dS, beta: power(at))
    }
  }

  /// Products of one sequence's forward pass, visible pairs alone.
  func flops(length: Int) -> Double { shape.chunkFlops(length: length, chunk: states.chunk) }
}
