import Core
import Foundation

/// A record of a file whose records say how long they are.
package enum FramedRecord {
  /// Data with the offset of the record.
  case data([UInt8], offset: Int)
  /// A record above `longestKept`.
  case tooLong(offset: Int)
  /// The file ends inside of this record, as the file of a run that goes on does.
  case cutShort(offset: Int)

  /// Records above this are checked but not kept: no scalar and no row of a history is that long.
  package static let longestKept = 64 << 20

  /// Hands over the data with its offset, or what to say of a record that cannot be read.
  /// - Parameters:
  ///   - message: what the data should be
  ///   - body: may throw `ProtoReader.Malformed`
  /// - Throws: `Fault` at the record's offset where `body` finds something else.
  package func open(
    in path: String, as message: String, wrong: String,
    _ body: (UnsafeRawBufferPointer, _ offset: Int) throws -> Void, leftOut: (String) -> Void
  ) throws {
    switch self {
    case .tooLong(let offset): leftOut("left out a record of more than 64 MiB at byte \(offset)")
    case .cutShort(let offset):
      leftOut("the file ends inside the record at byte \(offset): the run may go on")
    case .data(let bytes, let offset):
      do {
        try bytes.withUnsafeBytes { try body($0, offset) }
      } catch let error as ProtoReader.Malformed {
        throw Fault(wrong, at: "\(path): byte \(offset)", expected: "\(message)", found: error.what)
      }
    }
  }

  /// Whether nothing can follow.
  package var isLast: Bool { if case .cutShort = self { true } else { false } }
}

/// The records of a TFRecord file: length (8 bytes, little endian), its checksum, data, its checksum.
///
/// Source: tensorflow/core/lib/io/record_writer.h.
package struct TFRecordReader: ~Copyable {
  private var reader: FileReader
  private let path: String
  private var bytes: [UInt8] = []

  package init(_ file: ImportFile) throws {
    reader = try FileReader(file)
    path = file.path
  }

  /// The next record; nil at the end.
  /// - Throws: `Fault` with the byte offset where a checksum does not fit.
  package mutating func next() throws -> FramedRecord? {
    let start = reader.offset
    guard reader.remaining > 0 else { return nil }
    guard reader.remaining >= 12 else { return .cutShort(offset: start) }
    let length = try readLength(at: start)
    let isWhole = length <= UInt64(max(0, reader.remaining - 4))
    guard length <= UInt64(FramedRecord.longestKept) else {
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
    var crc = CRC32.castagnoli
    withUnsafeBytes(of: length.littleEndian) { crc.update($0) }
    try check(crc, "the length of a record", at: start + 8)
    return length
  }

  private mutating func readData(_ length: Int, keeping: Bool) throws {
    var crc = CRC32.castagnoli
    bytes.removeAll(keepingCapacity: true)
    try reader.take(length) {
      crc.update($0)
      if keeping { bytes += $0 }
    }
    try check(crc, "the data of a record", at: reader.offset)
  }

  private mutating func check(_ crc: CRC32, _ what: String, at offset: Int) throws {
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

/// Reads a file from front to back through one buffer, for formats whose records say how long they
/// are.
package struct FileReader: ~Copyable {
  private let handle: FileHandle
  private let packed: GzipReader?
  private let path: String
  private let size: Int
  private var buffer = Data()
  private var position = 0
  /// Where the next byte is in the file.
  package private(set) var offset = 0

  /// - Throws: `Fault` where the file cannot be opened.
  package init(_ file: ImportFile) throws {
    handle = try InputFile.open(file.source, called: file.path)
    packed = file.isPacked ? GzipReader(handle, path: file.path) : nil
    (path, size) = (file.path, file.size)
  }

  deinit { try? handle.close() }

  /// Bytes that are left.
  package var remaining: Int { size - offset }

  /// Hands over the next `count` bytes, in pieces; there have to be as many left.
  package mutating func take(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var left = count
    while left > 0 {
      if position == buffer.count { try fill() }
      let length = min(left, buffer.count - position)
      try buffer.withUnsafeBytes {
        try body(UnsafeRawBufferPointer(rebasing: $0[position..<position + length]))
      }
      position += length
      offset += length
      left -= length
    }
  }

  /// Hands over what comes next, a piece of it at most.
  mutating func takePiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if position == buffer.count { try fill() }
    try take(buffer.count - position, body)
  }

  private mutating func fill() throws {
    let rest = max(0, min(1 << 20, size - offset))
    let next = try packed?.next().prefix(rest) ?? (try? handle.read(upToCount: rest))
    guard let piece = next, !piece.isEmpty else {
      throw Fault(
        "the file ends before its size", at: "\(path): byte \(offset)", expected: "\(size) bytes",
        hint: "it was cut while it was read; import it again")
    }
    (buffer, position) = (Data(piece), 0)
  }
}
