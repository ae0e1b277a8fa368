import CGLib
import Foundation

/// A CRC of 32 bits over bytes that come in pieces.
public struct CRC32: Sendable {
  private let table: CRCTable
  private var state: UInt32 = 0xFFFF_FFFF

  private init(_ table: CRCTable) { self.table = table }

  /// CRC-32C (polynomial 0x1EDC6F41, reflected). RFC 3720, appendix B.4, has the vectors that it is tested with.
  public static let castagnoli = CRC32(CRCTable(reflected: 0x82F6_3B78))
  /// CRC-32 of IEEE 802.3 (polynomial 0x04C11DB7, reflected), as zlib computes it.
  public static let zlib = CRC32(CRCTable(reflected: 0xEDB8_8320))

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// The checksum as TFRecord files store it: rotated and shifted, so that the checksum of bytes that
  /// hold checksums stays good.
  public var masked: UInt32 { ((value >> 15) | (value << 17)) &+ 0xA282_EAD8 }

  /// Takes the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state = table.advance(state, over: bytes)
  }
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

/// SHA-256 of bytes, by GLib's `GChecksum`, as 64 lower-case hexadecimal digits.
public enum Digest {
  public static func sha256(_ data: Data) -> String {
    data.withUnsafeBytes { bytes in
      let start = bytes.bindMemory(to: guchar.self).baseAddress
      guard let text = g_compute_checksum_for_data(G_CHECKSUM_SHA256, start, gsize(bytes.count))
      else { preconditionFailure("GLib was built without SHA-256") }
      defer { g_free(text) }
      return String(cString: text)
    }
  }

  public static func sha256(_ text: String) -> String { sha256(Data(text.utf8)) }
}

/// SHA-256 of bytes that come in pieces.
public struct DigestStream: ~Copyable {
  private let state: OpaquePointer

  public init() {
    guard let state = g_checksum_new(G_CHECKSUM_SHA256) else {
      preconditionFailure("GLib was built without SHA-256")
    }
    self.state = state
  }

  deinit { g_checksum_free(state) }

  /// Takes the next bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.bindMemory(to: guchar.self).baseAddress else { return }
    g_checksum_update(state, start, gssize(bytes.count))
  }

  /// Takes the bytes of a text.
  public func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// The digest as 64 lower-case hexadecimal digits; nothing can be added after it.
  public consuming func finish() -> String { String(cString: g_checksum_get_string(state)) }
}
