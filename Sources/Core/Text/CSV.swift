import Foundation

/// One record of a CSV file: its fields and the line on which it starts (the header is line 1).
public struct CSVRecord: Sendable, Equatable {
  public let line: Int
  public let fields: [String]
}

/// A strict reader for RFC 4180 CSV in UTF-8.
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
    var parser = CSVParser(path: path)
    let records = try data.withUnsafeBytes { try parser.parse($0) }
    guard let header = records.first else {
      throw Fault("the file is empty", at: path, expected: "a header line")
    }
    for record in records where record.fields.count != header.fields.count {
      throw Fault(
        "the record has the wrong number of fields", at: "\(path):\(record.line)",
        expected: "\(header.fields.count), as in the header", found: "\(record.fields.count)")
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
    let needsQuotes =
      field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) } || field.contains("::")
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

/// The state of one pass over the bytes of a CSV file.
private struct CSVParser {
  let path: String
  private var records: [CSVRecord] = []
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var line = 1
  private var recordLine = 1

  init(path: String) { self.path = path }

  mutating func parse(_ bytes: UnsafeRawBufferPointer) throws -> [CSVRecord] {
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while i < bytes.count {
      let byte = bytes[i]
      switch byte {
      case 0x22 where field.isEmpty: i = try quotedField(bytes, from: i + 1)
      case 0x22: throw fault("a quote stands inside a field that is not quoted")
      case 0x2C: try endField()
      case 0x0A: try endRecord()
      case 0x00: throw nulFault
      case 0x0D where i + 1 < bytes.count && bytes[i + 1] == 0x0A: break
      default: field.append(byte)
      }
      i += 1
    }
    guard field.isEmpty && fields.isEmpty else {
      throw fault(
        "the last line does not end", hint: "the file was probably cut short; fetch it again")
    }
    return records
  }

  /// Reads a quoted field whose opening quote is before `start`; returns the closing quote's index.
  private mutating func quotedField(_ bytes: UnsafeRawBufferPointer, from start: Int) throws -> Int
  {
    var i = start
    while i < bytes.count {
      if bytes[i] == 0x22 {
        guard i + 1 < bytes.count else { return i }
        let next = bytes[i + 1]
        if next == 0x22 {
          i += 1
        } else if [0x2C, 0x0A, 0x0D].contains(next) {
          return i
        } else {
          throw fault("text follows a closing quote")
        }
      }
      if bytes[i] == 0x0A { line += 1 }
      guard bytes[i] != 0 else { throw nulFault }
      field.append(bytes[i])
      i += 1
    }
    throw fault("a quote is not closed", hint: "the file was probably cut short; fetch it again")
  }

  private mutating func endField() throws {
    guard let text = String(validating: field, as: UTF8.self) else {
      throw fault("the field is not UTF-8")
    }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRecord() throws {
    let isBlank = field.isEmpty && fields.isEmpty
    if !isBlank {
      try endField()
      records.append(CSVRecord(line: recordLine, fields: fields))
    }
    fields.removeAll(keepingCapacity: true)
    line += 1
    recordLine = line
  }

  /// Databases and C libraries end a text at a NUL, so that a name with one would be two names.
  private var nulFault: Fault {
    Fault(
      "a field holds a NUL character", at: "\(path):\(line)", expected: "text",
      hint: "the file is damaged, or is not a CSV file in UTF-8")
  }

  private func fault(_ what: String, hint: String? = nil) -> Fault {
    Fault(what, at: "\(path):\(recordLine)", hint: hint)
  }
}
