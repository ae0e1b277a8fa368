import Core
import Results

/// The records of a `.wandb` file: a header of 7 bytes, then blocks of 32 KiB as LevelDB's logs have
/// them. A record is one chunk (full) or several (first, middle, last); no chunk crosses a block.
///
/// Source: wandb/sdk/internal/datastore.py, which takes zlib's CRC-32 where LevelDB takes CRC-32C.
struct WandbLogReader: ~Copyable {
  private var reader: FileReader
  private let path: String
  private var bytes: [UInt8] = []

  static let mark = Array(":W&B".utf8)
  private static let blockLength = 32_768
  private static let headerLength = 7

  private enum Kind: UInt8 {
    case full = 1
    case first, middle, last

    var begins: Bool { self == .full || self == .first }
    var ends: Bool { self == .full || self == .last }
  }

  private struct Header {
    let checksum: UInt32
    let length: Int
    let kind: Kind
  }

  /// - Throws: `Fault` where the file does not begin as version 0 of the format does.
  init(_ file: ImportFile) throws {
    var reader = try FileReader(file)
    let expected = Self.mark + [0xE1, 0xBE, 0]
    var found: [UInt8] = []
    try reader.take(min(expected.count, reader.remaining)) { found += $0 }
    guard found == expected else {
      throw Fault(
        "the header is not that of a W&B run file of version 0", at: "\(file.path): byte 0",
        expected: Self.hex(expected), found: Self.hex(found))
    }
    self.reader = reader
    path = file.path
  }

  /// The next record; nil at the end.
  /// - Throws: `Fault` with the byte offset where the framing is wrong or a checksum does not match.
  mutating func next() throws -> FramedRecord? {
    bytes.removeAll(keepingCapacity: true)
    var start: Int?
    var isTooLong = false
    while true {
      guard try skipPadding(), reader.remaining >= Self.headerLength else {
        if start == nil, reader.remaining == 0 { return nil }
        return .cutShort(offset: start ?? reader.offset)
      }
      let place = reader.offset
      let header = try header()
      guard header.kind.begins == (start == nil) else { throw outOfOrder(place) }
      guard reader.remaining >= header.length else { return .cutShort(offset: start ?? place) }
      start = start ?? place
      isTooLong = isTooLong || bytes.count + header.length > FramedRecord.longestKept
      try readData(header, keeping: !isTooLong, at: place)
      guard let start, header.kind.ends else { continue }
      return isTooLong ? .tooLong(offset: start) : .data(bytes, offset: start)
    }
  }

  /// Skips the zeros at the end of a block that has no room for a header; false where the file ends
  /// inside of them.
  private mutating func skipPadding() throws -> Bool {
    let room = Self.blockLength - reader.offset % Self.blockLength
    guard room < Self.headerLength else { return true }
    guard reader.remaining >= room else {
      _ = try take(reader.remaining)
      return false
    }
    let place = reader.offset
    guard try take(room).allSatisfy({ $0 == 0 }) else {
      throw Fault(
        "the end of a block is not empty", at: "\(path): byte \(place)", expected: "zeros",
        hint: Self.damaged)
    }
    return true
  }

  private mutating func header() throws -> Header {
    let place = reader.offset
    let room = Self.blockLength - place % Self.blockLength - Self.headerLength
    let found = try take(Self.headerLength)
    let checksum = found[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let length = Int(found[4]) | Int(found[5]) << 8
    guard let kind = Kind(rawValue: found[6]), length <= room else {
      throw Fault(
        "the header of a record is not valid", at: "\(path): byte \(place)",
        expected: "a type from 1 to 4 and a length of \(room) bytes at most",
        found: "type \(found[6]), length \(length)", hint: Self.damaged)
    }
    return Header(checksum: checksum, length: length, kind: kind)
  }

  private mutating func readData(_ header: Header, keeping: Bool, at place: Int) throws {
    var crc = CRC32.zlib
    withUnsafeBytes(of: header.kind.rawValue) { crc.update($0) }
    try reader.take(header.length) {
      crc.update($0)
      if keeping { bytes += $0 }
    }
    guard crc.value != header.checksum else { return }
    throw Fault(
      "the checksum of a record is wrong", at: "\(path): byte \(place)",
      expected: String(crc.value, radix: 16), found: String(header.checksum, radix: 16),
      hint: Self.damaged)
  }

  private func outOfOrder(_ place: Int) -> Fault {
    Fault(
      "the parts of a record are out of order", at: "\(path): byte \(place)",
      expected: "first, middle..., last", hint: Self.damaged)
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    var taken: [UInt8] = []
    try reader.take(count) { taken += $0 }
    return taken
  }

  private static let damaged = "the file is damaged; copy it again"

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }
}

/// What is read of one `Record` message of a `.wandb` file.
///
/// Source: wandb/proto/wandb_internal.proto.
enum WandbFileRecord {
  /// What one call of `log` wrote, or several of one step.
  case history(History)
  case run(Run)
  /// Console output, measurements of the machine, the summary...
  case other

  struct History {
    /// `_step` as a field of its own, which newer clients write.
    var step: Int?
    var items: [Item] = []
  }

  struct Item {
    /// The keys of nested values joined by a point: `eval.acc`.
    var name = ""
    /// The value as JSON; valid as long as the record's bytes.
    var json = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  struct Run {
    var id = ""
    var displayName = ""
  }

  init(_ bytes: UnsafeRawBufferPointer) throws {
    self = .other
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (2, .bytes(let message)): self = .history(try History(message))
      case (17, .bytes(let message)): self = .run(try Run(message))
      default: break
      }
    }
  }
}

extension WandbFileRecord.History {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let message)): items.append(try WandbFileRecord.Item(message))
      case (2, .bytes(let message)): step = try Self.number(message)
      default: break
      }
    }
  }

  /// The number of a `HistoryStep`; a message without one stands for 0.
  private static func number(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    var reader = ProtoReader(bytes)
    var number = 0
    while let (field, value) = try reader.next() {
      if field == 1, case .varint(let bits) = value { number = Int(Int64(bitPattern: bits)) }
    }
    return number
  }
}

extension WandbFileRecord.Item {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    var nested: [String] = []
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): name = try text.protoText()
      case (2, .bytes(let text)): nested.append(try text.protoText())
      case (16, .bytes(let text)): json = text
      default: break
      }
    }
    if !nested.isEmpty { name = nested.joined(separator: ".") }
  }
}

extension WandbFileRecord.Run {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): id = try text.protoText()
      case (8, .bytes(let text)): displayName = try text.protoText()
      default: break
      }
    }
  }

  /// What to call the run; nil where the record names none.
  var name: String? { [displayName, id].first { !$0.isEmpty } }
}
