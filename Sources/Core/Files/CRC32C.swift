/// CRC-32C (Castagnoli; polynomial 0x1EDC6F41, reflected), over bytes that come in pieces.
///
/// RFC 3720, appendix B.4, has the vectors that it is tested with.
public struct CRC32C: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  public init() {}

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// The checksum as TFRecord files store it: rotated and shifted, so that the checksum of bytes that
  /// hold checksums stays good.
  public var masked: UInt32 { ((value >> 15) | (value << 17)) &+ 0xA282_EAD8 }

  /// Takes the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state = Self.table.advance(state, over: bytes)
  }

  private static let table = CRCTable(reflected: 0x82F6_3B78)
}

/// CRC-32 (IEEE 802.3; polynomial 0x04C11DB7, reflected), as zlib computes it.
public struct CRC32: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  public init() {}

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// Takes the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state = Self.table.advance(state, over: bytes)
  }

  private static let table = CRCTable(reflected: 0xEDB8_8320)
}

/// What a CRC of 32 bits looks up, eight bytes at a time.
private struct CRCTable: Sendable {
  /// Eight tables of 256: table k advances the checksum of a byte over k zero bytes.
  private let entries: [UInt32]

  /// - Parameter polynomial: with its bits in reverse order.
  init(reflected polynomial: UInt32) {
    var entries = (0..<256).map { Self.ofByte($0, polynomial) }
    for i in 256..<2048 {
      let earlier = entries[i - 256]
      entries.append(entries[Int(earlier & 0xFF)] ^ (earlier >> 8))
    }
    self.entries = entries
  }

  func advance(_ start: UInt32, over bytes: UnsafeRawBufferPointer) -> UInt32 {
    entries.withUnsafeBufferPointer { Self.advance(start, over: bytes, by: $0) }
  }

  private static func advance(
    _ start: UInt32, over bytes: UnsafeRawBufferPointer, by table: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var crc = start
    var i = 0
    while i + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      let mixed = word ^ UInt64(crc)
      crc = 0
      for place in 0..<8 {
        let byte = Int(truncatingIfNeeded: mixed >> UInt64(8 * place)) & 0xFF
        crc ^= table[256 * (7 - place) + byte]
      }
      i += 8
    }
    while i < bytes.count {
      crc = table[Int((crc ^ UInt32(bytes[i])) & 0xFF)] ^ (crc >> 8)
      i += 1
    }
    return crc
  }

  private static func ofByte(_ byte: Int, _ polynomial: UInt32) -> UInt32 {
    var crc = UInt32(byte)
    for _ in 0..<8 {
      let isOdd = crc & 1 == 1
      crc >>= 1
      if isOdd { crc ^= polynomial }
    }
    return crc
  }
}
