import Core
import Foundation

/// Splits bytes into CSV records of a fixed number of fields (RFC 4180, strict). A record without
/// quotes, as nearly all are, is split where it lies; others go through a buffer.
struct LongCSVSplitter: ~Copyable {
  /// A record longer than this is refused: it is a quote left open, or no such file.
  static let longestRecord = 1 << 20

  private let path: String
  private let count: Int
  /// The fields of the record that was split last; valid until the next.
  private(set) var fields: [UnsafeRawBufferPointer]
  private let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: longestRecord, alignment: 16)
  /// The line on which the next record starts.
  private(set) var line = 1

  init(path: String, fields count: Int) {
    self.path = path
    self.count = count
    fields = Array(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: count)
  }

  deinit { scratch.deallocate() }

  /// Splits the record at the front of `bytes`.
  /// - Returns: its length with its end, and its line; nil where it does not end in `bytes`.
  mutating func split(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (length: Int, line: Int, isBlank: Bool)? {
    guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else {
      try checkLength(bytes.count)
      return nil
    }
    let end = UnsafeRawPointer(found) - start
    if memchr(start, 0x22, end) != nil { return try splitQuoted(bytes) }
    try checkLength(end)
    let length = end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end
    defer { line += 1 }
    guard length > 0 else { return (end + 1, line, true) }
    try splitPlain(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
    return (end + 1, line, false)
  }

  private mutating func splitPlain(_ record: UnsafeRawBufferPointer) throws {
    var field = 0
    var start = 0
    for i in 0..<record.count where record[i] == 0x2C {
      guard field < count - 1 else { throw wrongCount(field + 2, orMore: true) }
      fields[field] = UnsafeRawBufferPointer(rebasing: record[start..<i])
      field += 1
      start = i + 1
    }
    guard field == count - 1 else { throw wrongCount(field + 1) }
    fields[field] = UnsafeRawBufferPointer(rebasing: record[start...])
  }

  private mutating func splitQuoted(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (length: Int, line: Int, isBlank: Bool)? {
    var state = QuotedRecord(bytes: bytes, scratch: scratch)
    var field = 0
    while true {
      let (text, end) = try state.nextField { fault($0) }
      try checkLength(state.at)
      if end == .bytesEnd { return nil }
      guard field < count else { throw wrongCount(field + 1, orMore: true) }
      fields[field] = text
      field += 1
      if end == .record { break }
    }
    guard field == count else { throw wrongCount(field) }
    defer { line += state.lines }
    return (state.at, line, false)
  }

  private func checkLength(_ length: Int) throws {
    guard length > Self.longestRecord else { return }
    throw Fault(
      "the record is too long", at: "\(path):\(line)",
      expected: "\(Self.longestRecord) bytes at most", found: "more than that",
      hint: "a quote may be left open")
  }

  private func wrongCount(_ found: Int, orMore: Bool = false) -> Fault {
    var fault = fault("the record has the wrong number of fields")
    fault.expected = "\(count)"
    fault.found = "\(found)\(orMore ? " or more" : "")"
    return fault
  }

  private func fault(_ what: String) -> Fault { Fault(what, at: "\(path):\(line)") }
}

/// One record with quotes, field by field.
private struct QuotedRecord {
  enum End {
    case field, record, bytesEnd
  }

  let bytes: UnsafeRawBufferPointer
  let scratch: UnsafeMutableRawBufferPointer
  var at = 0
  /// Line ends so far.
  var lines = 0
  private var used = 0

  init(bytes: UnsafeRawBufferPointer, scratch: UnsafeMutableRawBufferPointer) {
    (self.bytes, self.scratch) = (bytes, scratch)
  }

  /// The next field without its quotes, and what ended it. No more than `scratch` holds is read.
  mutating func nextField(
    _ fault: (String) -> Fault
  ) throws -> (text: UnsafeRawBufferPointer, end: End) {
    let start = used
    if at < bytes.count, bytes[at] == 0x22 {
      at += 1
      guard try readQuoted(fault) else { return (text(from: start), .bytesEnd) }
    } else {
      while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, used < scratch.count {
        if bytes[at] == 0x22 { throw fault("a quote stands inside a field that is not quoted") }
        keep(bytes[at])
      }
      let isCarriage = at < bytes.count && bytes[at] == 0x0A && used > start
      if isCarriage, scratch[used - 1] == 0x0D { used -= 1 }
    }
    return (text(from: start), endOfField())
  }

  /// Reads to the closing quote and what may follow it; false where the bytes end before.
  private mutating func readQuoted(_ fault: (String) -> Fault) throws -> Bool {
    while at < bytes.count, used < scratch.count {
      guard bytes[at] == 0x22 else {
        if bytes[at] == 0x0A { lines += 1 }
        keep(bytes[at])
        continue
      }
      guard at + 1 < bytes.count else { return false }
      guard bytes[at + 1] == 0x22 else {
        at += 1
        return try skipCarriage(fault)
      }
      at += 1
      keep(0x22)
    }
    return false
  }

  /// After a closing quote comes a comma or a line end.
  private mutating func skipCarriage(_ fault: (String) -> Fault) throws -> Bool {
    if bytes[at] == 0x0D {
      guard at + 1 < bytes.count else { return false }
      if bytes[at + 1] == 0x0A { at += 1 }
    }
    guard bytes[at] == 0x2C || bytes[at] == 0x0A else {
      throw fault("text follows a closing quote")
    }
    return true
  }

  private mutating func endOfField() -> End {
    guard at < bytes.count, used < scratch.count else {
      at = used < scratch.count ? at : LongCSVSplitter.longestRecord + 1
      return .bytesEnd
    }
    at += 1
    guard bytes[at - 1] == 0x0A else { return .field }
    lines += 1
    return .record
  }

  private mutating func keep(_ byte: UInt8) {
    scratch[used] = byte
    used += 1
    at += 1
  }

  private func text(from start: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: scratch[start..<used])
  }
}
