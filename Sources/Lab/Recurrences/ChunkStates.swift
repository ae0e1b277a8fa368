import CKernels

/// Heads of a matrix-state mixer: H states `S [K, V]`.
struct HeadShape: Equatable {
  /// H.
  var heads: Int
  /// K, key channels of a head.
  var key: Int
  /// V, value channels of a head.
  var value: Int

  /// 1 / sqrt K.
  var scale: Float { 1 / Float(key).squareRoot() }
  /// H K and H V.
  var keys: Int { heads * key }
  var values: Int { heads * value }
  /// Numbers in all states of one sequence.
  var stateCount: Int { heads * key * value }

  /// One token of `S = Diag(decay) S + k v'`, `o = S' q / sqrt K` for every head.
  func step(
    _ state: UnsafeMutablePointer<Float>, decay: UnsafePointer<Float>, q: UnsafePointer<Float>,
    k: UnsafePointer<Float>, v: UnsafePointer<Float>, into o: UnsafeMutablePointer<Float>
  ) {
    for h in 0..<heads {
      ck_state_step(
        state + h * key * value, decay + h * key, k + h * key, v + h * value, q + h * key,
        o + h * value, key, value, scale)
    }
  }

  /// Operations of the chunkwise form: scores and their product with v over the pairs that are
  /// visible, the state read by q, and its update by k' v.
  func chunkFlops(length: Int, chunk: Int) -> Double {
    let inside = 2 * visiblePairs(length: length, chunk: chunk) * Double(key + value)
    let across = 4 * Double(length * key * value)
    return Double(heads) * (inside + across)
  }

  /// Pairs i >= j within one chunk, over a sequence.
  func visiblePairs(length: Int, chunk: Int) -> Double {
    let rest = length % chunk
    return Double(length / chunk * (chunk * (chunk + 1) / 2) + rest * (rest + 1) / 2)
  }
}

/// What a recurrence reads: q, k `[B, T, H K]`, v `[B, T, H V]` and, where it has them, log α
/// `[B, T, H K]` or `[B, T, H]` and β `[B, T, H]`. Also where the gradients of these go.
struct HeadRows {
  var q: Rows
  var k: Rows
  var v: Rows
  var logA: Rows?
  var beta: Rows?

  /// Of one chunk of one head.
  /// - Parameter decays: channels of log α for each head.
  func part(_ at: ChunkPlace, _ shape: HeadShape, decays: Int = 1) -> HeadRows {
    HeadRows(
      q: at.part(q, width: shape.key), k: at.part(k, width: shape.key),
      v: at.part(v, width: shape.value), logA: logA.map { at.part($0, width: decays) },
      beta: beta.map { at.part($0, width: 1) })
  }
}

extension HeadRows {
  /// q, k and v side by side.
  init(sideBySide f: Rows, _ shape: HeadShape, logA: Rows? = nil) {
    self.init(q: f, k: f.at(0, shape.keys), v: f.at(0, 2 * shape.keys), logA: logA)
  }
}

/// Where one chunk of one head lies.
struct ChunkPlace {
  var sequence: Int
  var head: Int
  /// n, the chunk's number in its sequence.
  var number: Int
  /// The chunk's first row of `[B T]`.
  var row: Int
  /// c, tokens in the chunk: fewer in the last.
  var count: Int

  /// The chunk's part of a matrix `[B T, H width]`.
  func part(_ rows: Rows, width: Int) -> Rows { rows.at(row, head * width) }
}

/// The states that a chunkwise pass keeps: the one before each chunk, and the last.
struct ChunkStates {
  let chunk: Int
  private let shape: HeadShape
  private let slots: Int
  private let memory: Buffer
  /// d loss / d S `[K, V]` in a backward pass.
  let gradient: Buffer

  init(_ shape: HeadShape, chunk: Int, _ make: LayerMaker) {
    (self.shape, self.chunk) = (shape, chunk)
    slots = (make.capacity.length + chunk - 1) / chunk + 1
    memory = make.arena.keep(make.capacity.sequences * shape.stateCount * slots)
    gradient = make.arena.scratch(shape.key * shape.value)
  }

  private var size: Int { shape.key * shape.value }

  /// Visits every chunk of every head with the states S `[K, V]` before and after it, from first to
  /// last; the state before the first is empty.
  func forward(_ extent: Extent, _ body: (_ at: ChunkPlace, _ before: Rows, _ after: Rows) -> Void)
  {
    visit(extent, reversed: false) { at, before, after in
      if at.number == 0 { before.base.update(repeating: 0, count: size) }
      body(at, before, after)
    }
  }

  /// The same from last to first; the state's `gradient` after the last chunk is zero.
  func backward(_ extent: Extent, _ body: (_ at: ChunkPlace, _ before: Rows, _ after: Rows) -> Void)
  {
    let last = (extent.length + chunk - 1) / chunk - 1
    visit(extent, reversed: true) { at, before, after in
      if at.number == last { gradient.base.update(repeating: 0, count: size) }
      body(at, before, after)
    }
  }

  private func visit(_ extent: Extent, reversed: Bool, _ body: (ChunkPlace, Rows, Rows) -> Void) {
    let chunks = (extent.length + chunk - 1) / chunk
    for sequence in 0..<extent.sequences {
      for head in 0..<shape.heads {
        for step in 0..<chunks {
          let n = reversed ? chunks - 1 - step : step
          let at = ChunkPlace(
            sequence: sequence, head: head, number: n, row: sequence * extent.length + n * chunk,
            count: min(chunk, extent.length - n * chunk))
          let before = memory.base + ((sequence * shape.heads + head) * slots + n) * size
          body(
            at, Rows(before, stride: shape.value), Rows(before + size, stride: shape.value))
        }
      }
    }
  }
}
