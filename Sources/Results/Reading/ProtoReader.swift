/// The fields of one protocol-buffer message, in order.
///
/// Source: protobuf.dev/programming-guides/encoding.
package struct ProtoReader {
  package enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)
  }

  /// What is wrong with the bytes.
  package struct Malformed: Error {
    package let what: String
  }

  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether all has been read.
  package var isAtEnd: Bool { at == bytes.count }

  /// The next field; nil at the end.
  package mutating func next() throws -> (number: UInt64, value: Value)? {
    guard !isAtEnd else { return nil }
    let key = try varint()
    let value: Value =
      switch key & 7 {
      case 0: .varint(try varint())
      case 1: .fixed64(UInt64(littleEndian: try fixed()))
      case 2: .bytes(try slice())
      case 5: .fixed32(UInt32(littleEndian: try fixed()))
      default: throw Malformed(what: "a field of wire type \(key & 7)")
      }
    return (key >> 3, value)
  }

  package mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard at < bytes.count else { throw Malformed(what: "a number that is cut short") }
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed(what: "a number of more than 64 bits")
  }

  package mutating func fixed<Number: FixedWidthInteger>() throws -> Number {
    let width = MemoryLayout<Number>.size
    guard bytes.count - at >= width else { throw Malformed(what: "a number that is cut short") }
    defer { at += width }
    return bytes.loadUnaligned(fromByteOffset: at, as: Number.self)
  }

  private mutating func slice() throws -> UnsafeRawBufferPointer {
    let length = try varint()
    guard length <= UInt64(bytes.count - at) else {
      throw Malformed(what: "a field that is longer than its message")
    }
    defer { at += Int(length) }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<at + Int(length)])
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes as text.
  package func protoText() throws -> String {
    guard let text = String(validating: self, as: UTF8.self) else {
      throw ProtoReader.Malformed(what: "text that is not UTF-8")
    }
    return text
  }
}
