import Core
import Foundation

extension ImportFile {
  /// The longest line that is read.
  public static let longestLine = 16 << 20

  /// Hands over each line without its end (`\n` or `\r\n`), with its number from 1. The last line
  /// may lack its end.
  /// - Throws: `Fault` for a line above `limit` bytes; text that is not UTF-8 is the caller's to judge.
  public func forEachLine(
    atMost limit: Int = longestLine, _ body: (UnsafeRawBufferPointer, _ line: Int) throws -> Void
  ) throws {
    var rest: [UInt8] = []
    var number = 1
    func emit(_ bytes: UnsafeRawBufferPointer) throws {
      try checkLength(bytes.count, limit, number)
      let isCarriage = bytes.last == 0x0D
      try body(UnsafeRawBufferPointer(rebasing: bytes.dropLast(isCarriage ? 1 : 0)), number)
      number += 1
    }
    try forEachChunk { chunk, _ in
      var start = 0
      while let end = chunk[start...].firstIndex(of: 0x0A) {
        if rest.isEmpty {
          try emit(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
        } else {
          rest += chunk[start..<end]
          try rest.withUnsafeBytes(emit)
          rest.removeAll(keepingCapacity: true)
        }
        start = end + 1
      }
      rest += chunk[start...]
      try checkLength(rest.count, limit, number)
    }
    if !rest.isEmpty { try rest.withUnsafeBytes(emit) }
  }

  /// Whether the last line has its end; true for an empty file.
  package func endsWithNewline() throws -> Bool {
    guard size > 0 else { return true }
    var last: UInt8?
    if isPacked {
      try forEachChunk { chunk, _ in last = chunk.last }
      return last == 0x0A
    }
    let handle = try InputFile.open(source, called: path)
    defer { try? handle.close() }
    if (try? handle.seek(toOffset: UInt64(size - 1))) != nil {
      last = (try? handle.read(upToCount: 1))?.first
    }
    return last == 0x0A
  }

  private func checkLength(_ count: Int, _ limit: Int, _ line: Int) throws {
    guard count > limit else { return }
    throw Fault(
      "the line is too long", at: "\(path):\(line)", expected: "\(limit) bytes at most",
      found: "more than that")
  }
}

/// The one door to tables of other programs: commas, semicolons or tabs between the fields, in UTF-8 or in
/// UTF-16 with a byte order mark.
extension ImportFile {
  /// Hands over each record of a CSV file, the header first; blank lines are no records.
  package func forEachCSVRecord(_ body: (CSVCursor) throws -> Void) throws {
    let cursor = CSVCursor(path: path, separator: Self.separator(textHead))
    try forEachTextChunk { try cursor.feed($0, body) }
    try cursor.finish(body)
  }

  /// The first record, if the first bytes are CSV and hold it whole; nil otherwise.
  package var csvHeader: [String]? {
    let head = textHead
    var header: [String]?
    let cursor = CSVCursor(path: path, separator: Self.separator(head))
    try? head.withUnsafeBytes { bytes in
      let end = bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      try cursor.feed(UnsafeRawBufferPointer(rebasing: bytes[..<end])) { header = try $0.texts() }
      if header == nil { try cursor.finish { header = try $0.texts() } }
    }
    return header
  }

  /// Whether its name is one that tables have, or has no ending at all.
  package var isNamedAsTable: Bool {
    ["csv", "tsv", "tab", "txt", "dat", ""].contains(url.pathExtension.lowercased())
  }

  /// What separates the fields of the first line: a comma where it has one, else a semicolon, else a tab.
  private static func separator(_ head: [UInt8]) -> UInt8 {
    var isQuoted = false
    var seen: Set<UInt8> = []
    for byte in head {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A { break }
      seen.insert(byte)
    }
    return [0x2C, 0x3B, 0x09].first(where: seen.contains) ?? 0x2C
  }

  // MARK: Text

  /// The first bytes as UTF-8.
  private var textHead: [UInt8] {
    guard var text = UTF16Text(head, path: path) else { return head }
    var out: [UInt8] = []
    // What follows an invalid character is for the reading to refuse.
    try? head.withUnsafeBytes { try text.append($0, to: &out) }
    return out
  }

  /// Hands over the file's text in UTF-8, in pieces.
  private func forEachTextChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard var text = UTF16Text(head, path: path) else {
      return try forEachChunk { chunk, _ in try body(chunk) }
    }
    var out: [UInt8] = []
    try forEachChunk { chunk, _ in
      out.removeAll(keepingCapacity: true)
      try text.append(chunk, to: &out)
      try out.withUnsafeBytes(body)
    }
    try text.finish()
  }
}
