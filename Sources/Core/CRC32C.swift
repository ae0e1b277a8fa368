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
    state = Self.tables.withUnsafeBufferPointer { Self.advance(state, over: bytes, by: $0) }
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

  /// Eight tables of 256: table k advances the checksum of a byte over k zero bytes.
  private static let tables: [UInt32] = {
    var tables = (0..<256).map(ofByte)
    for i in 256..<2048 {
      let earlier = tables[i - 256]
      tables.append(tables[Int(earlier & 0xFF)] ^ (earlier >> 8))
    }
    return tables
  }()

  private static func ofByte(_ byte: Int) -> UInt32 {
    var crc = UInt32(byte)
    for _ in 0..<8 {
      let isOdd = crc & 1 == 1
      crc >>= 1
      if isOdd { crc ^= 0x82F6_3B78 }
    }
    return crc
  }
}
