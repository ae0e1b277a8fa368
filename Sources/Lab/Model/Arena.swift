/// Room for floats. It has an address once its arena is sealed.
final class Buffer {
  /// The numbers; valid from `Arena.seal` on.
  fileprivate(set) var base: UnsafeMutablePointer<Float>
  fileprivate(set) var count: Int

  fileprivate init(count: Int) {
    self.count = count
    base = UnsafeMutablePointer(bitPattern: 64)!
  }

  /// The numbers as a matrix with `columns` in a row.
  func rows(_ columns: Int) -> Rows { Rows(base, stride: columns) }
}

/// All the memory that a model's passes need, planned before the first of them.
///
/// A *kept* buffer carries something from the forward to the backward pass. A *scratch* buffer lives
/// within one pass of one layer, and all layers share it: the i-th request of each layer gets the
/// same room, as large as the largest asks. Nothing is allocated after `seal`.
final class Arena {
  private var kept: [Buffer] = []
  private var slots: [Buffer] = []
  private var nextSlot = 0
  private var memory: UnsafeMutablePointer<Float>?

  /// Bytes in all.
  private(set) var bytes = 0

  deinit { memory?.deallocate() }

  func keep(_ count: Int) -> Buffer {
    let buffer = Buffer(count: count)
    kept.append(buffer)
    return buffer
  }

  func scratch(_ count: Int) -> Buffer {
    if nextSlot == slots.count { slots.append(Buffer(count: 0)) }
    let slot = slots[nextSlot]
    slot.count = max(slot.count, count)
    nextSlot += 1
    return slot
  }

  /// Bytes that `seal` will allocate, as far as buffers have been asked for.
  var plannedBytes: Int {
    (kept + slots).reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride
  }

  /// From here on scratch is shared with what came before.
  func beginLayer() { nextSlot = 0 }

  /// Allocates everything, zeroed, each buffer on a cache line of its own.
  func seal() {
    let line = 16
    let sizes = (kept + slots).map { ($0.count + line - 1) / line * line }
    let total = max(sizes.reduce(0, +), line)
    bytes = total * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    let start = raw.bindMemory(to: Float.self, capacity: total)
    start.initialize(repeating: 0, count: total)
    memory = start
    var offset = 0
    for (buffer, size) in zip(kept + slots, sizes) {
      buffer.base = start + offset
      offset += size
    }
  }
}

/// A matrix by its first number and the distance between two rows.
struct Rows {
  var base: UnsafeMutablePointer<Float>
  var stride: Int

  init(_ base: UnsafeMutablePointer<Float>, stride: Int) {
    (self.base, self.stride) = (base, stride)
  }

  /// The part that starts at a row and a column.
  func at(_ row: Int, _ column: Int = 0) -> Rows {
    Rows(base + row * stride + column, stride: stride)
  }
}

/// A matrix `[N, width]` that the forward pass keeps for the backward pass, and its gradient.
struct Signal {
  let width: Int
  let value: Buffer
  let gradient: Buffer

  var rows: Rows { value.rows(width) }
  var gradientRows: Rows { gradient.rows(width) }
}

/// How much of a model's capacity a pass uses: B sequences of T tokens.
struct Extent: Equatable {
  var sequences: Int
  var length: Int

  /// B T.
  var tokens: Int { sequences * length }

  /// The first row of each sequence in `[B T]`.
  var starts: StrideTo<Int> { stride(from: 0, to: tokens, by: length) }
}
