/// The keys that the beginning of a JSON text shows, for recognising a format by its first bytes. It
/// judges nothing: the text may be cut anywhere, or be no JSON at all.
package struct JSONKeyScan {
  /// The path of each key, from the outermost object: `["results", "piqa", "acc,none"]`. Lists do not
  /// count, so that a list of objects shows the keys of its objects.
  private(set) var paths: [[String]] = []

  private let bytes: [UInt8]
  private var position = 0
  /// An open object holds its last key; an open list holds nil.
  private var open: [String?] = []
  private static let deepest = 64
  private static let longestPath = 3

  package init(_ head: [UInt8]) {
    bytes = head
    while let path = next() {
      if path.count <= Self.longestPath { paths.append(path) }
    }
  }

  /// Keys of the outermost object.
  package var top: Set<String> { Set(paths.filter { $0.count == 1 }.map { $0[0] }) }

  /// Keys of the objects in the outermost object.
  package var innerKeys: [String] { paths.filter { $0.count == 2 }.map { $0[1] } }

  /// Keys of the object under the outermost key `name`.
  package func keys(of name: String) -> [String] {
    paths.filter { $0.count == 2 && $0[0] == name }.map { $0[1] }
  }

  /// Keys two levels below the outermost key `name`.
  package func rowKeys(of name: String) -> [String] {
    paths.filter { $0.count == 3 && $0[0] == name }.map { $0[2] }
  }

  /// The path of the next key; nil at the end, or where the nesting is too deep to go on.
  private mutating func next() -> [String]? {
    while position < bytes.count, open.count <= Self.deepest {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "{"): open.append("")
      case UInt8(ascii: "["): open.append(nil)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: "\""):
        guard let text = string() else { return nil }
        guard let last = open.last, last != nil, isKey else { continue }
        open[open.count - 1] = text
        return open.compactMap { $0 }
      default: break
      }
    }
    return nil
  }

  /// The rest of a string as it is written, escapes included.
  private mutating func string() -> String? {
    let start = position
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") {
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private var isKey: Bool {
    bytes[position...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ":")
  }
}
