import Core
import Foundation

/// The first hundred bytes of a SQLite file, read without SQLite: opening another program's database could
/// change it, or leave files beside it.
package struct SQLiteHeader {
  private let bytes: [UInt8]

  /// What `PRAGMA application_id` would say.
  package var applicationID: Int32 {
    Int32(truncatingIfNeeded: bytes[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }

  /// Whether the first page lists no table and nobody has numbered a version: the file is just being made, here or by another process.
  private var isEmpty: Bool {
    bytes[103] == 0 && bytes[104] == 0 && bytes[60..<64].allSatisfy { $0 == 0 }
  }

  /// The header in the first bytes of a file; nil where they are not SQLite's.
  package init?(_ head: some Collection<UInt8>) {
    bytes = Array(head.prefix(108))
    guard bytes.count == 108, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
      return nil
    }
  }

  /// The header of a file; nil where there is no file, or nothing in it yet.
  /// - Throws: `Fault` where the file is not SQLite's.
  init?(of url: URL) throws {
    guard let file = try? InputFile.open(url) else { return nil }
    defer { try? file.close() }
    let head = try file.read(upToCount: 108) ?? Data()
    guard !head.isEmpty else { return nil }
    guard let header = SQLiteHeader(head) else {
      throw Fault(
        "the file is not a database", at: url.path,
        hint: "choose another path, or delete the file")
    }
    self = header
  }

  /// - Throws: `Fault` for a database of another program.
  func check(_ schema: Schema, at url: URL) throws {
    guard applicationID != schema.applicationID, !(applicationID == 0 && isEmpty) else { return }
    throw Self.foreign(schema, found: applicationID, at: url)
  }

  static func foreign(_ schema: Schema, found: Int32, at url: URL) -> Fault {
    Fault(
      "the file is a database of another program", at: url.path,
      expected: "application_id \(schema.applicationID)", found: "application_id \(found)",
      hint: "choose another path")
  }
}
