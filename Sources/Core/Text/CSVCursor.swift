/// A strict CSV reader that holds one record at a time, for files of any length.
///
/// It is a class so that its buffers serve all records: what it shows is valid until the next one.
package final class CSVCursor {
  /// The longest field, in bytes.
  package static let longestField = 1 << 20
  /// The longest record, in bytes.
  static let longestRecord = 16 << 20
  /// The most fields of a record.
  static let mostFields = 65_536

  private enum State {
    case start, plain, quoted, closing
  }

  package let path: String
  /// What stands between two fields: a comma, a semicolon or a tab.
  let separator: UInt8
  /// Whether a number with a decimal comma was read.
  package private(set) var hasDecimalComma = false
  /// The line on which the record starts.
  package private(set) var line = 1
  /// Whether the file ends in the middle of a line, with a last field whose end nothing proves.
  package private(set) var isCut = false
  private var current = 1
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var state = State.start
  private var width: Int?
  private var skipped = 0

  package init(path: String, separator: UInt8 = 0x2C) {
    self.path = path
    self.separator = separator
  }

  /// The fields of the record.
  var count: Int { ends.count }

  /// The number in a field, if it is one. Between semicolons, a single comma is a decimal comma.
  package func number(_ index: Int) -> NumberCell {
    let cell = bytes.withUnsafeBytes {
      NumberCell(UnsafeRawBufferPointer(rebasing: $0[range(index)]))
    }
    guard cell == .text, separator == 0x3B else { return cell }
    var field = Array(bytes[range(index)])
    guard !field.contains(0x2E), let comma = field.firstIndex(of: 0x2C) else { return cell }
    field[comma] = 0x2E
    let number = field.withUnsafeBytes { NumberCell($0) }
    if number != .text { hasDecimalComma = true }
    return number
  }

  /// Whether the end of a field is proven: nothing does so where the file ends in the middle of it.
  package func isWhole(_ index: Int) -> Bool { !isCut || index < count - 1 }

  /// - Throws: `Fault` where the field is not UTF-8.
  package func text(_ index: Int) throws -> String {
    guard let text = String(validating: bytes[range(index)], as: UTF8.self) else {
      throw fault("the field is not UTF-8", at: line)
    }
    return text
  }

  package func texts() throws -> [String] { try (0..<count).map(text) }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  // MARK: Feeding

  /// Takes more of the file; `body` sees each record when it is complete.
  package func feed(_ chunk: UnsafeRawBufferPointer, _ body: (CSVCursor) throws -> Void) throws {
    for byte in chunk {
      if skipped < 3, try isMark(byte, body) { continue }
      try take(byte, body)
    }
  }

  private func take(_ byte: UInt8, _ body: (CSVCursor) throws -> Void) throws {
    switch state {
    case .start, .plain: try plain(byte, body)
    case .quoted: try quoted(byte)
    case .closing: try closing(byte, body)
    }
  }

  /// Ends the file.
  package func finish(_ body: (CSVCursor) throws -> Void) throws {
    if state == .quoted { throw fault("a quote is not closed", at: line, hint: Self.cutHint) }
    guard !ends.isEmpty || !bytes.isEmpty || state != .start else { return }
    isCut = state != .closing
    try endRecord(body)
  }

  private static let cutHint = "the file was probably cut short; fetch it again"

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Skips a byte-order mark; bytes that only begin like one are taken after all.
  private func isMark(_ byte: UInt8, _ body: (CSVCursor) throws -> Void) throws -> Bool {
    if byte == Self.mark[skipped] {
      skipped += 1
      return true
    }
    let held = Self.mark.prefix(skipped)
    skipped = 3
    for byte in held { try take(byte, body) }
    return false
  }

  private func plain(_ byte: UInt8, _ body: (CSVCursor) throws -> Void) throws {
    switch byte {
    case separator: try endField()
    case 0x0A:
      if state == .plain, bytes.last == 0x0D { bytes.removeLast() }
      try endRecord(body)
    case 0x22 where state == .start: state = .quoted
    case 0x22: throw fault("a quote stands inside a field that is not quoted", at: current)
    default:
      state = .plain
      try append(byte)
    }
  }

  private func quoted(_ byte: UInt8) throws {
    guard byte != 0x22 else {
      state = .closing
      return
    }
    if byte == 0x0A { current += 1 }
    try append(byte)
  }

  private func closing(_ byte: UInt8, _ body: (CSVCursor) throws -> Void) throws {
    switch byte {
    case 0x22:
      state = .quoted
      try append(byte)
    case separator: try endField()
    case 0x0A: try endRecord(body)
    case 0x0D: break
    default: throw fault("text follows a closing quote", at: current)
    }
  }

  private func append(_ byte: UInt8) throws {
    bytes.append(byte)
    guard bytes.count - (ends.last ?? 0) <= Self.longestField, bytes.count <= Self.longestRecord
    else {
      throw fault(
        "field \(ends.count + 1) is too long", at: line,
        expected: "\(Self.longestField) bytes at most")
    }
  }

  private func endField() throws {
    guard ends.count < Self.mostFields else {
      throw fault("there are too many fields", at: line, expected: "\(Self.mostFields) at most")
    }
    ends.append(bytes.count)
    state = .start
  }

  private func endRecord(_ body: (CSVCursor) throws -> Void) throws {
    let isBlank = state != .closing && ends.isEmpty && bytes.isEmpty
    try endField()
    if !isBlank {
      try checkWidth()
      try body(self)
    }
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    current += 1
    line = current
  }

  private func checkWidth() throws {
    guard let width else {
      width = count
      return
    }
    guard count == width else {
      throw fault(
        "the record has the wrong number of fields", at: line,
        expected: "\(width), as in the header", found: "\(count)", hint: isCut ? Self.cutHint : nil)
    }
  }

  private func fault(
    _ what: String, at line: Int, expected: String? = nil, found: String? = nil,
    hint: String? = nil
  ) -> Fault {
    Fault(what, at: "\(path):\(line)", expected: expected, found: found, hint: hint)
  }
}
