import Results

/// The one number of a `TensorProto`.
///
/// Source: tensorflow/core/framework/tensor.proto and types.proto.
struct TensorScalar {
  private var type: UInt64 = 0
  private var isOneElement = true
  private var numbers = 0
  private var last: Double = 0
  private var content: UnsafeRawBufferPointer?

  /// The number; nil where the tensor holds none, several, or one of another type.
  static func value(of bytes: UnsafeRawBufferPointer) throws -> Double? {
    var tensor = TensorScalar()
    try tensor.read(bytes)
    guard tensor.isOneElement else { return nil }
    if let content = tensor.content, !content.isEmpty {
      return tensor.numbers == 0 ? tensor.number(in: content) : nil
    }
    return tensor.numbers == 1 ? tensor.last : nil
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .varint(let code)): type = code
      case (2, .bytes(let shape)): isOneElement = try Self.isOneElement(shape)
      case (4, .bytes(let raw)): content = raw
      case (5...7, _), (10, _), (13, _): try take(value, of: field)
      default: break
      }
    }
  }

  /// Takes a number, or a packed list of them, from `float_val`, `double_val`, `int_val`,
  /// `int64_val` or `half_val`.
  private mutating func take(_ value: ProtoReader.Value, of field: UInt64) throws {
    guard case .bytes(let packed) = value else { return note(value, of: field) }
    var reader = ProtoReader(packed)
    while !reader.isAtEnd {
      switch field {
      case 5: note(.fixed32(UInt32(littleEndian: try reader.fixed())), of: field)
      case 6: note(.fixed64(UInt64(littleEndian: try reader.fixed())), of: field)
      default: note(.varint(try reader.varint()), of: field)
      }
    }
  }

  private mutating func note(_ value: ProtoReader.Value, of field: UInt64) {
    numbers += 1
    switch (field, value) {
    case (5, .fixed32(let bits)): last = Double(Float(bitPattern: bits))
    case (6, .fixed64(let bits)): last = Double(bitPattern: bits)
    case (7, .varint(let bits)), (10, .varint(let bits)): last = Double(Int64(bitPattern: bits))
    case (13, .varint(let bits)): last = half(UInt16(truncatingIfNeeded: bits))
    default: isOneElement = false
    }
  }

  private func number(in bytes: UnsafeRawBufferPointer) -> Double? {
    func load<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      guard bytes.count == MemoryLayout<Number>.size else { return nil }
      return Number(littleEndian: bytes.loadUnaligned(as: Number.self))
    }
    return switch type {
    case 1: load(UInt32.self).map { Double(Float(bitPattern: $0)) }
    case 2: load(UInt64.self).map { Double(bitPattern: $0) }
    case 3: load(Int32.self).map(Double.init)
    case 9: load(Int64.self).map(Double.init)
    case 14, 19: load(UInt16.self).map(half)
    default: nil
    }
  }

  /// Type 14 is bfloat16; its bits are the upper half of a float32's.
  private func half(_ bits: UInt16) -> Double {
    type == 14
      ? Double(Float(bitPattern: UInt32(bits) << 16)) : Double(Float16(bitPattern: bits))
  }

  /// Whether all dimensions of a `TensorShapeProto` are 1; a scalar has none.
  private static func isOneElement(_ shape: UnsafeRawBufferPointer) throws -> Bool {
    var reader = ProtoReader(shape)
    while let (field, value) = try reader.next() {
      guard field == 2, case .bytes(let dimension) = value else { continue }
      var size = ProtoReader(dimension)
      var length: UInt64 = 0
      while let (number, value) = try size.next() {
        if number == 1, case .varint(let count) = value { length = count }
      }
      if length != 1 { return false }
    }
    return true
  }
}
