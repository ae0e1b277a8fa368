import Core
import Foundation

/// Adds to a finished PDF what Cairo 1.16 cannot say, as an incremental update (ISO 32000,
/// section 7.5.6): changed objects and a table of them stand behind the file as it was.
struct PDFUpdate {
  private let original: [UInt8]
  /// Where each object starts, by number; `nil` for those that are free.
  private let offsets: [Int?]
  private let tableStart: Int
  private let root: Int
  private let trailer: String
  private var added: [(number: Int, body: String)] = []

  /// - Throws: `Fault` where the file is not built as Cairo builds files.
  init(of pdf: Data) throws {
    let bytes = [UInt8](pdf)
    guard let table = PDFXref.tableStart(bytes), let entries = PDFXref.offsets(bytes, at: table),
      let trailer = Self.trailer(bytes, from: table),
      let root = Self.number(after: "/Root ", in: trailer)
    else { throw Fault("the PDF's table of objects cannot be read", at: "PDF") }
    original = bytes
    (offsets, tableStart, self.trailer, self.root) = (entries, table, trailer, root)
  }

  /// The entries of the trailer, without its brackets and size.
  private static func trailer(_ bytes: [UInt8], from table: Int) -> String? {
    let text = String(decoding: bytes[table...], as: UTF8.self)
    guard let start = text.range(of: "trailer\n<<"),
      let end = text.range(of: ">>\nstartxref", range: start.upperBound..<text.endIndex)
    else { return nil }
    return text[start.upperBound..<end.lowerBound]
      .replacing(/\/Size [0-9]+/, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func number(after key: String, in text: String) -> Int? {
    text.range(of: key).flatMap { Int(text[$0.upperBound...].prefix(while: \.isNumber)) }
  }

  /// The text of a dictionary object, without its outer brackets; `nil` for anything else.
  private func dictionary(_ number: Int) -> String? {
    guard offsets.indices.contains(number), let start = offsets[number], start < original.count
    else { return nil }
    let line = Array("\nendobj".utf8)
    let end = original[start...].indices.first { original[$0...].starts(with: line) }
    let text = String(decoding: original[start..<(end ?? start)], as: UTF8.self)
    let head = "\(number) 0 obj\n<<"
    guard text.hasPrefix(head), text.hasSuffix(">>") else { return nil }
    return text.dropFirst(head.count).dropLast(2).trimmingCharacters(in: .newlines)
  }

  /// Whether an object is a figure of the structure, by how Cairo begins one.
  private func isFigure(_ number: Int) -> Bool {
    guard let start = offsets[number], start < original.count else { return false }
    return original[start...]
      .starts(with: "\(number) 0 obj\n<< /Type /StructElem\n   /S /Figure\n".utf8)
  }

  private mutating func extend(_ number: Int, _ entries: String) throws {
    guard let old = dictionary(number) else {
      throw Fault("an object of the PDF cannot be read", at: "PDF", found: "object \(number)")
    }
    added.append((number, "<<\(old)\n\(entries)\n>>"))
  }
}

// MARK: - What is added

extension PDFUpdate {
  /// The language, the title in the window's bar, and the metadata once more as XMP.
  mutating func describe(_ metadata: PDFMetadata) throws {
    let packet = XMPPacket(metadata).text
    let stream = offsets.count
    try extend(
      root,
      """
         /Lang (en)
         /ViewerPreferences << /DisplayDocTitle true >>
         /Metadata \(stream) 0 R
      """)
    added.append(
      (
        stream,
        "<< /Type /Metadata /Subtype /XML /Length \(packet.utf8.count) >>\nstream\n\(packet)\nendstream"
      ))
  }

  /// Words in place of each figure, in the order in which figures were drawn.
  mutating func describeFigures(_ alternatives: [String]) throws {
    let figures = offsets.indices.filter(isFigure)
    guard figures.count == alternatives.count else {
      throw Fault(
        "the PDF has not the figures that were drawn", at: "PDF",
        expected: "\(alternatives.count)", found: "\(figures.count)")
    }
    for (figure, text) in zip(figures, alternatives) where !text.isEmpty {
      try extend(figure, "   /Alt \(Self.string(text))")
    }
  }

  /// A text string in UTF-16, as hexadecimal digits.
  private static func string(_ text: String) -> String {
    let digits = text.utf16.map { unit in
      let hex = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - hex.count) + hex
    }
    return "<FEFF\(digits.joined())>"
  }

  /// The file with the update.
  var data: Data {
    guard !added.isEmpty else { return Data(original) }
    var bytes = original
    if bytes.last != 0x0A { bytes.append(0x0A) }
    var table = "xref\n"
    for (number, body) in added.sorted(by: { $0.number < $1.number }) {
      let place = String(bytes.count)
      table += "\(number) 1\n\(String(repeating: "0", count: 10 - place.count))\(place) 00000 n \n"
      bytes += "\(number) 0 obj\n\(body)\nendobj\n".utf8
    }
    let size = max(offsets.count, (added.map(\.number).max() ?? 0) + 1)
    let start = bytes.count
    bytes +=
      """
      \(table)trailer
      << /Size \(size)
         \(trailer)
         /Prev \(tableStart)
      >>
      startxref
      \(start)
      %%EOF

      """.utf8
    return Data(bytes)
  }
}
