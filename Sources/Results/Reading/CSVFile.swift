import Core

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
