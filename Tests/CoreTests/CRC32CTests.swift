import Core
import Testing

@Suite struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
  @Test(
    arguments: [
      (Array(repeating: 0, count: 32), 0x8A91_36AA),
      (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
      (Array("123456789".utf8), 0xE306_9283), ([], 0),
    ] as [([UInt8], UInt32)])
  func publishedVectors(bytes: [UInt8], expected: UInt32) {
    for split in 0...bytes.count {
      var crc = CRC32.castagnoli
      bytes[..<split].withUnsafeBytes { crc.update($0) }
      bytes[split...].withUnsafeBytes { crc.update($0) }
      #expect(crc.value == expected)
    }
  }

  /// The check value of the catalogue of CRCs, and what zlib gives.
  @Test(
    arguments: [
      (Array("123456789".utf8), 0xCBF4_3926), (Array(repeating: 0, count: 32), 0x190A_55AD),
      ([], 0),
    ] as [([UInt8], UInt32)])
  func zlibsChecksum(bytes: [UInt8], expected: UInt32) {
    for split in 0...bytes.count {
      var crc = CRC32.zlib
      bytes[..<split].withUnsafeBytes { crc.update($0) }
      bytes[split...].withUnsafeBytes { crc.update($0) }
      #expect(crc.value == expected)
    }
  }
}
