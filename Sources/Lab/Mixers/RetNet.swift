import CKernels
import Core

/// Multi-scale retention (Sun et al. 2023, arXiv:2307.08621; FLA's `MultiScaleRetention`).
///
///     q = rope(q_proj x), k = rope(k_proj x), v = v_proj x
///     S_t = γ_h S_{t-1} + k_t v_t',  o_t = S_t' q_t / sqrt K,  γ_h = 1 - 2^(-5-h)
///     y = o_proj( rms(o; g_norm_swish_gate, per head) silu(g_proj x) )
///
/// K = d expand_k / H, V = d expand_v / H; the decays are fixed. With `use_short_conv`, q, k and v pass
/// through filters of width 4 with silu, before the rotation.
final class RetNet: LinearMixer {
  static let facts = MixerFacts(
    name: "retnet", modelType: "retnet", title: "RetNet", color: "sky", marker: "square",
    hiddenRatio: 2)

  static func options(hiddenSize: Int, heads: Int) -> [String: JSONValue] {
    ["num_heads": .integer(heads), "expand_k": 1.0, "expand_v": 2.0]
  }

  let frame: LinearFrame
  private let shape: HeadShape
  private let decays: [Double]
  private let rotary: Rotary
  private let chunks: RetentionChunks
  /// γ of each key channel `[H K]`.
  private let decayRow: Buffer

  init(_ options: inout JSONFields, _ make: LayerMaker) throws {
    let heads = try options.positive("num_heads", default: 8)
    try options.refuse("num_kv_heads", "feature_map")
    let parts = try HeadProjection(heads: heads, expandK: 1, expandV: 2, &options, make)
    shape = parts.shape
    decays = (0..<heads).map { 1 - DeterministicMath.pow(2, -5 - Double($0)) }
    rotary = try Rotary(headDim: shape.key, make)
    chunks = RetentionChunks(shape, decays: decays, make)
    decayRow = make.arena.keep(shape.keys)
    frame = try parts.frame(&options, make)
  }

  func prepare() {
    rotary.prepare()
    chunks.prepare()
    for i in 0..<shape.keys { decayRow.base[i] = Float(decays[i / shape.key]) }
  }

  func mix(_ p: Rows, _ f: Rows, _ extent: Extent) {
    // q and k lie side by side: one rotation for both.
    rotary.apply(f, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length)
    chunks.forward(HeadRows(sideBySide: f, shape), into: frame.output.mixed.rows, extent)
  }

  func unmix(_ p: Rows, _ f: Rows, into dp: Rows, _ df: Rows, _ extent: Extent) {
    chunks.backward(
      frame.output.mixed.gradientRows, HeadRows(sideBySide: f, shape),
      into: HeadRows(sideBySide: df, shape), extent)
    rotary.apply(
      df, heads: 2 * shape.heads, tokens: extent.tokens, length: extent.length, back: true)
  }

  var recurrentCount: Int { shape.stateCount }

  func mixStep(_ p: Rows, _ f: Rows, state: UnsafeMutablePointer<Float>, position: Int) {
    rotary.apply(f, heads: 2 * shape.heads, tokens: 1, length: 1, start: position)
    shape.step(
      state, decay: decayRow.base, q: f.base, k: f.base + shape.keys, v: f.base + 2 * shape.keys,
      into: frame.output.mixed.value.base)
  }

  func mixFlops(length: Int) -> Double { chunks.flops(length: length) }
}

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
