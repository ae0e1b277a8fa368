import Core

/// The plain long CSV, for any numbers: a line a score or a point of a curve.
///
/// A score has model, task and metric; a point has its run as model, its series as task, and a step.
/// docs/store.md describes the columns.
public enum LongCSVImporter: ResultImporter {
  public static let format = "long-csv"
  public static let title = "long CSV: a line a score or a point"

  public static var mayBeEmpty: Bool { true }

  public static func recognises(_ file: ImportFile) -> Bool {
    columns(of: file) != nil
  }

  /// How many columns the header has; nil where it is another one.
  private static func columns(of file: ImportFile) -> Int? {
    let head = file.head.dropFirst(file.head.starts(with: mark) ? mark.count : 0)
    let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
    if line.elementsEqual(LongCSVColumn.header.utf8) { return LongCSVColumn.names.count }
    return line.elementsEqual(LongCSVColumn.shortHeader.utf8) ? LongCSVColumn.fewest : nil
  }

  public static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    let columns = columns(of: file) ?? LongCSVColumn.names.count
    var splitter = LongCSVSplitter(path: file.path, fields: columns)
    var row = LongCSVRow(path: file.path)
    var isHeader = true
    var rest: [UInt8] = []
    try file.forEachChunk { chunk, offset in
      let isMarked = offset == 0 && chunk.starts(with: mark)
      rest += UnsafeRawBufferPointer(rebasing: chunk.dropFirst(isMarked ? mark.count : 0))
      let used = try rest.withUnsafeBytes { bytes in
        var at = 0
        while let record = try splitter.split(UnsafeRawBufferPointer(rebasing: bytes[at...])) {
          at += record.length
          guard !record.isBlank else { continue }
          if isHeader {
            try checkHeader(splitter.fields, file)
            isHeader = false
          } else {
            try take(try row.record(splitter.fields, line: record.line))
          }
        }
        return at
      }
      rest.removeSubrange(..<used)
    }
    guard rest.isEmpty, !isHeader else { throw cutShort(file, splitter.line, isHeader) }
    return ImportSummary(warnings: warnings(row.strangeValues))
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func checkHeader(_ fields: [UnsafeRawBufferPointer], _ file: ImportFile) throws {
    let found = fields.map { String(decoding: $0, as: UTF8.self) }
    guard found != Array(LongCSVColumn.names.prefix(found.count)) else { return }
    throw Fault(
      "the header is another one", at: "\(file.path):1", expected: LongCSVColumn.header,
      found: found.joined(separator: ","))
  }

  private static func cutShort(_ file: ImportFile, _ line: Int, _ isHeader: Bool) -> Fault {
    Fault(
      isHeader ? "the file has no header" : "the last line does not end",
      at: "\(file.path):\(line)", expected: isHeader ? LongCSVColumn.header : nil,
      hint: "the file was probably cut short; fetch it again")
  }

  private static func warnings(_ strange: (count: Int, line: Int)) -> [String] {
    guard strange.count > 0 else { return [] }
    return [
      "\(strange.count) value\(strange.count == 1 ? " is" : "s are") outside of the range of the "
        + "unit and taken as plain scores; the first is on line \(strange.line)"
    ]
  }
}
