import Core

/// The records of a TFRecord file: length (8 bytes, little endian), its checksum, data, its checksum.
///
/// Source: tensorflow/core/lib/io/record_writer.h.
package struct TFRecordReader: ~Copyable {
  private var reader: FileReader
  private let path: String
  private var bytes: [UInt8] = []

  /// Records above this are checked but not kept: no scalar is that long.
  static let longestKept = 64 << 20

  package enum Record {
    /// Data with the offset of the record.
    case data([UInt8], offset: Int)
    /// A record above `longestKept`.
    case tooLong(offset: Int)
    /// The file ends inside of this record, as the file of a run that goes on does.
    case cutShort(offset: Int)
  }

  package init(_ file: ImportFile) throws {
    reader = try FileReader(file)
    path = file.path
  }

  /// The next record; nil at the end.
  /// - Throws: `Fault` with the byte offset where a checksum does not fit.
  package mutating func next() throws -> Record? {
    let start = reader.offset
    guard reader.remaining > 0 else { return nil }
    guard reader.remaining >= 12 else { return .cutShort(offset: start) }
    let length = try readLength(at: start)
    let isWhole = length <= UInt64(max(0, reader.remaining - 4))
    guard length <= UInt64(Self.longestKept) else {
      guard isWhole else { throw endsBefore(length, start) }
      try readData(Int(length), keeping: false)
      return .tooLong(offset: start)
    }
    guard isWhole else { return .cutShort(offset: start) }
    try readData(Int(length), keeping: true)
    return .data(bytes, offset: start)
  }

  private mutating func readLength(at start: Int) throws -> UInt64 {
    let length = try number(8)
    var crc = CRC32C()
    withUnsafeBytes(of: length.littleEndian) { crc.update($0) }
    try check(crc, "the length of a record", at: start + 8)
    return length
  }

  private mutating func readData(_ length: Int, keeping: Bool) throws {
    var crc = CRC32C()
    bytes.removeAll(keepingCapacity: true)
    try reader.take(length) {
      crc.update($0)
      if keeping { bytes += $0 }
    }
    try check(crc, "the data of a record", at: reader.offset)
  }

  private mutating func check(_ crc: CRC32C, _ what: String, at offset: Int) throws {
    let stored = try number(4)
    guard stored != UInt64(crc.masked) else { return }
    throw Fault(
      "the checksum of \(what) is wrong", at: "\(path): byte \(offset)",
      expected: String(crc.masked, radix: 16), found: String(stored, radix: 16),
      hint: "the file is damaged, or it is not an event file; copy it again")
  }

  private mutating func number(_ count: Int) throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    try reader.take(count) {
      for byte in $0 {
        value |= UInt64(byte) << shift
        shift += 8
      }
    }
    return value
  }

  private func endsBefore(_ length: UInt64, _ start: Int) -> Fault {
    Fault(
      "a record is longer than the file", at: "\(path): byte \(start)",
      expected: "\(reader.remaining) bytes at most", found: "\(length)")
  }
}
