import Foundation

/// Cairo 1.16 reserves an object for each link and never writes it, but lists it in the file's
/// table of objects. Readers then call the file damaged, and some show the wrong page for a
/// destination. The table's lines that lead to no object are marked as free instead; they keep
/// their length, so nothing moves.
enum PDFXref {
  static func repaired(_ pdf: Data) -> Data {
    var bytes = [UInt8](pdf)
    guard let table = tableStart(bytes), var cursor = Cursor(bytes, at: table, after: "xref\n")
    else { return pdf }
    while let (first, count) = cursor.header(bytes) {
      for number in first..<(first + count) {
        let line = cursor.position..<(cursor.position + 20)
        guard line.upperBound <= bytes.count else { return pdf }
        if isDangling(bytes, line, number: number) {
          bytes.replaceSubrange(line, with: "0000000000 65535 f \n".utf8)
        }
        cursor.position = line.upperBound
      }
    }
    return Data(bytes)
  }

  /// Where the file says that its table starts.
  static func tableStart(_ bytes: [UInt8]) -> Int? {
    let tail = String(decoding: bytes.suffix(64), as: UTF8.self)
    guard let range = tail.range(of: "startxref\n", options: .backwards) else { return nil }
    return Int(tail[range.upperBound...].prefix(while: \.isNumber))
  }

  /// Where each object starts, by number; `nil` for free ones, and where there is no table.
  static func offsets(_ bytes: [UInt8], at table: Int) -> [Int?]? {
    guard var cursor = Cursor(bytes, at: table, after: "xref\n") else { return nil }
    var offsets: [Int?] = []
    while let (first, count) = cursor.header(bytes) {
      guard first == offsets.count, cursor.position + 20 * count <= bytes.count else { return nil }
      for _ in 0..<count {
        let line = String(decoding: bytes[cursor.position..<(cursor.position + 20)], as: UTF8.self)
        let parts = line.split(whereSeparator: \.isWhitespace)
        offsets.append(parts.count == 3 && parts[2] == "n" ? Int(parts[0]) : nil)
        cursor.position += 20
      }
    }
    return offsets
  }

  /// Whether a line claims an object that is not at the place it names.
  private static func isDangling(_ bytes: [UInt8], _ line: Range<Int>, number: Int) -> Bool {
    let text = String(decoding: bytes[line], as: UTF8.self)
    let parts = text.split(whereSeparator: \.isWhitespace)
    guard parts.count == 3, parts[2] == "n", let offset = Int(parts[0]),
      let generation = Int(parts[1])
    else { return false }
    let expected = Array("\(number) \(generation) obj".utf8)
    let end = offset + expected.count
    return end > bytes.count || Array(bytes[offset..<end]) != expected
  }
}

/// A place in the table of objects.
private struct Cursor {
  var position: Int

  init?(_ bytes: [UInt8], at start: Int, after keyword: String) {
    let end = start + keyword.utf8.count
    guard end <= bytes.count, bytes[start..<end].elementsEqual(keyword.utf8) else { return nil }
    position = end
  }

  /// Reads the head of a section, `first count`, and moves behind it; `nil` at the table's end.
  mutating func header(_ bytes: [UInt8]) -> (first: Int, count: Int)? {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
    let parts = String(decoding: bytes[position..<end], as: UTF8.self).split(separator: " ")
    guard parts.count == 2, let first = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    position = end + 1
    return (first, count)
  }
}
