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
  /// Numbers in all states of one sequence.
  var stateCount: Int { heads * key * value }
}

/// The states that a chunkwise pass keeps: the one before each chunk, and the last.
struct ChunkStates {
  let chunk: Int
  private let shape: HeadShape
  private let slots: Int
  private let memory: Buffer

  init(_ shape: HeadShape, chunk: Int, _ make: LayerMaker) {
    self.shape = shape
    self.chunk = chunk
    slots = (make.capacity.length + chunk - 1) / chunk + 1
    memory = make.arena.keep(make.capacity.sequences * shape.stateCount * slots)
  }

  /// Chunks in a sequence of T tokens.
  func count(_ length: Int) -> Int { (length + chunk - 1) / chunk }

  /// S `[K, V]` of a sequence and head before chunk n.
  func state(_ sequence: Int, _ head: Int, before n: Int) -> Rows {
    let size = shape.key * shape.value
    return Rows(
      memory.base + ((sequence * shape.heads + head) * slots + n) * size, stride: shape.value)
  }

  /// Empties the state before the first chunk.
  func clear(_ sequence: Int, _ head: Int) {
    state(sequence, head, before: 0).base.update(repeating: 0, count: shape.key * shape.value)
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

extension ChunkStates {
  /// Visits every chunk of every head, from first to last or back.
  func visit(_ extent: Extent, reversed: Bool = false, _ body: (ChunkPlace) -> Void) {
    let chunks = count(extent.length)
    for sequence in 0..<extent.sequences {
      for head in 0..<shape.heads {
        for step in 0..<chunks {
          let n = reversed ? chunks - 1 - step : step
          body(
            ChunkPlace(
              sequence: sequence, head: head, number: n,
              row: sequence * extent.length + n * chunk,
              count: min(chunk, extent.length - n * chunk)))
        }
      }
    }
  }
}
