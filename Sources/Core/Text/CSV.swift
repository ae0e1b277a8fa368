import Foundation

/// One record of a CSV file: its fields and the line on which it starts (the header is line 1).
public struct CSVRecord: Sendable, Equatable {
  public let line: Int
  public let fields: [String]
}

/// RFC 4180 CSV in UTF-8: strict reading, and writing for spreadsheets.
///
/// Strict because a metric that is read wrongly is worse than one that is not read: a quote left
/// open, text after a closing quote, bytes that are not UTF-8, a NUL character, a record with too few
/// or too many fields, and a last line without its newline (a file cut short) are errors that name
/// the line.
public enum CSV {
  /// The header and the records of `data`.
  /// - Parameter path: what the errors call the file.
  public static func parse(_ data: Data, path: String) throws -> (
    header: [String], records: [CSVRecord]
  ) {
    // Databases and C libraries end a text at a NUL, so that a name with one would be two names.
    if let place = data.firstIndex(of: 0) {
      throw Fault(
        "a field holds a NUL character",
        at: "\(path):\(data[..<place].count { $0 == 0x0A } + 1)", expected: "text",
        hint: "the file is damaged, or is not a CSV file in UTF-8")
    }
    var records: [CSVRecord] = []
    let cursor = CSVCursor(path: path, needsLineEnd: true)
    try data.withUnsafeBytes { bytes in
      try cursor.feed(bytes) { records.append(CSVRecord(line: $0.line, fields: try $0.texts())) }
    }
    try cursor.finish { _ in }
    guard let header = records.first else {
      throw Fault("the file is empty", at: path, expected: "a header line")
    }
    return (header.fields, Array(records.dropFirst()))
  }

  /// CSV text for people and their spreadsheets: a header and rows, `\n` after each, quoted where
  /// needed. Control characters are spelled out, and what a spreadsheet would run as a formula gets
  /// an apostrophe in front; numbers stay numbers.
  public static func text(header: [String], rows: [[String]]) -> String {
    ([header] + rows).map { $0.map { quoted(harmless($0)) }.joined(separator: ",") + "\n" }.joined()
  }

  private static func harmless(_ field: String) -> String {
    let text = VisibleText.of(field, keepingLines: true)
    guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      formulaStarts.contains(first), text.unicodeScalars.count > 1, Double(text) == nil
    else { return text }
    return "'" + text
  }

  /// What spreadsheets take for the start of a formula, wide forms included.
  private static let formulaStarts = Set("=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars)

  private static func quoted(_ field: String) -> String {
    // A line that begins with `::` would be a command to a build service.
    needsQuotes(field) || field.contains("::") ? inQuotes(field) : field
  }

  /// Whether a field has a character that only stands between quotes.
  package static func needsQuotes(_ field: String) -> Bool {
    field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  }

  /// A field between quotes, those within it doubled.
  package static func inQuotes(_ field: String) -> String {
    "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

/// A strict CSV reader that holds one record at a time, for files of any length.
///
/// It is a class so that its buffers serve all records: what it shows is valid until the next one. A record
/// without quotes, as nearly all are, is split where it lies. What each field asks for is exempt from run-time
/// checks of exclusive access, which would take a fifth of the time.
package final class CSVCursor {
  /// The longest field, in bytes.
  package static let longestField = 1 << 20
  /// The most fields of a record.
  private static let mostFields = 65_536
  private static let cutHint = "the file was probably cut short; fetch it again"

  private enum State {
    case start, plain, quoted, closing
  }

  package let path: String
  /// What stands between two fields: a comma, a semicolon or a tab.
  private let separator: UInt8
  private let longestRecord: Int
  private let needsLineEnd: Bool
  /// Whether a number with a decimal comma was read.
  package private(set) var hasDecimalComma = false
  /// The line on which the record starts.
  @exclusivity(unchecked) package private(set) var line = 1
  /// Whether the file ends in the middle of a line, with a last field whose end nothing proves.
  package private(set) var isCut = false
  /// What was fed and belongs to a record that is not complete.
  private var waiting: [UInt8] = []
  private var isAtStart = true
  private var isFinishing = false
  private var width: Int?
  /// The fields of the record without their quotes, a separator behind each but the last.
  @exclusivity(unchecked) private var record = UnsafeRawBufferPointer(start: nil, count: 0)
  @exclusivity(unchecked) private var ends: [Int] = []
  private var unquoted: [UInt8] = []

  /// - Parameters:
  ///   - longestRecord: in bytes; a longer one is a quote left open, or not CSV.
  ///   - needsLineEnd: refuses a last line without its newline.
  package init(
    path: String, separator: UInt8 = 0x2C, longestRecord: Int = 16 << 20, needsLineEnd: Bool = false
  ) {
    (self.path, self.separator) = (path, separator)
    (self.longestRecord, self.needsLineEnd) = (longestRecord, needsLineEnd)
  }

  /// The number of fields.
  package var count: Int { ends.count }

  /// The bytes of a field.
  package subscript(index: Int) -> UnsafeRawBufferPointer {
    let start = index == 0 ? 0 : ends[index - 1] + 1
    return UnsafeRawBufferPointer(rebasing: record[start..<ends[index]])
  }

  /// The number in a field, if it is one. Between semicolons, a single comma is a decimal comma.
  package func number(_ index: Int) -> NumberCell {
    let cell = NumberCell(self[index])
    guard cell == .text, separator == 0x3B else { return cell }
    var field = Array(self[index])
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
    guard let text = String(validating: self[index], as: UTF8.self) else {
      throw fault("the field is not UTF-8")
    }
    return text
  }

  package func texts() throws -> [String] { try (0..<count).map(text) }

  // MARK: Feeding

  /// Whether all that was fed belongs to complete records.
  package var isAtLineEnd: Bool { waiting.isEmpty }

  /// Takes more of the file; `body` sees each record when it is complete. Blank lines are no records.
  package func feed(_ chunk: UnsafeRawBufferPointer, _ body: (CSVCursor) throws -> Void) throws {
    waiting += chunk
    if isAtStart {
      guard waiting.count >= 3 || isFinishing else { return }
      isAtStart = false
      if waiting.starts(with: [0xEF, 0xBB, 0xBF]) { waiting.removeFirst(3) }
    }
    let used = try waiting.withUnsafeBytes { bytes in
      var at = 0
      while let length = try take(UnsafeRawBufferPointer(rebasing: bytes[at...]), body) {
        at += length
      }
      return at
    }
    waiting.removeSubrange(..<used)
  }

  /// Ends the file.
  package func finish(_ body: (CSVCursor) throws -> Void) throws {
    guard !waiting.isEmpty else { return }
    isFinishing = true
    try [UInt8(0x0A)].withUnsafeBytes { try feed($0, body) }
    guard waiting.isEmpty else { throw fault("a quote is not closed", hint: Self.cutHint) }
  }

  /// Hands over the record at the front of `bytes`.
  /// - Returns: its length with its end; nil where it does not end in `bytes`.
  private func take(
    _ bytes: UnsafeRawBufferPointer, _ body: (CSVCursor) throws -> Void
  ) throws -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else {
      try checkLength(bytes.count)
      return nil
    }
    let end = UnsafeRawPointer(found) - start
    ends.removeAll(keepingCapacity: true)
    if memchr(start, 0x22, end) != nil { return try takeQuoted(bytes, body) }
    try checkLength(end)
    let length = end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end
    for i in 0..<length where bytes[i] == separator { ends.append(i) }
    ends.append(length)
    isCut = isFinishing
    if length > 0 { try hand(UnsafeRawBufferPointer(rebasing: bytes[..<length]), body) }
    line += 1
    return end + 1
  }

  private func takeQuoted(
    _ bytes: UnsafeRawBufferPointer, _ body: (CSVCursor) throws -> Void
  ) throws -> Int? {
    unquoted.removeAll(keepingCapacity: true)
    var (state, current) = (State.start, line)
    for (at, byte) in bytes.enumerated() {
      switch (state, byte) {
      case (.quoted, 0x22): state = .closing
      case (.quoted, _):
        if byte == 0x0A { current += 1 }
        unquoted.append(byte)
      case (.closing, 0x22):
        state = .quoted
        unquoted.append(byte)
      case (_, separator):
        state = .start
        ends.append(unquoted.count)
        unquoted.append(byte)
      case (_, 0x0A):
        try checkLength(at)
        if state == .plain, unquoted.last == 0x0D { unquoted.removeLast() }
        ends.append(unquoted.count)
        isCut = isFinishing && state != .closing
        try unquoted.withUnsafeBytes { try hand($0, body) }
        line = current + 1
        return at + 1
      case (.closing, 0x0D): break
      case (.closing, _): throw fault("text follows a closing quote", at: current)
      case (.start, 0x22): state = .quoted
      case (_, 0x22): throw fault("a quote stands inside a field that is not quoted", at: current)
      default:
        state = .plain
        unquoted.append(byte)
      }
    }
    try checkLength(bytes.count)
    return nil
  }

  private func hand(_ record: UnsafeRawBufferPointer, _ body: (CSVCursor) throws -> Void) throws {
    self.record = record
    if isFinishing, needsLineEnd { throw fault("the last line does not end", hint: Self.cutHint) }
    try checkFields()
    try body(self)
  }

  private func checkFields() throws {
    guard count <= Self.mostFields else {
      throw fault("there are too many fields", expected: "\(Self.mostFields) at most")
    }
    if record.count > Self.longestField,
      let long = (0..<count).first(where: { self[$0].count > Self.longestField })
    {
      throw fault("field \(long + 1) is too long", expected: "\(Self.longestField) bytes at most")
    }
    guard count != width else { return }
    guard let width else {
      width = count
      return
    }
    throw fault(
      "the record has the wrong number of fields", expected: "\(width), as in the header",
      found: "\(count)", hint: isCut ? Self.cutHint : nil)
  }

  private func checkLength(_ length: Int) throws {
    guard length > longestRecord else { return }
    throw fault(
      "the record is too long", expected: "\(longestRecord) bytes at most",
      found: "more than that", hint: "a quote may be left open")
  }

  private func fault(
    _ what: String, at line: Int? = nil, expected: String? = nil, found: String? = nil,
    hint: String? = nil
  ) -> Fault {
    Fault(what, at: "\(path):\(line ?? self.line)", expected: expected, found: found, hint: hint)
  }
}
