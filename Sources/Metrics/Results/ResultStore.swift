import Core
import Foundation
import GRDB

/// The SQLite database of results that other tools wrote.
///
/// Nothing in it is ever replaced: each value stays with the file that it came from, and values that
/// contradict one another stand side by side (`conflicts`).
public struct ResultStore: Sendable {
  let file: DatabaseFile

  /// Where the database file is.
  public var url: URL { file.url }

  /// Opens a result store for reading and writing; makes it, and the folders above it, if need be.
  /// - Throws: a `Fault` if the path holds something else, or a store of a newer version.
  public static func open(at url: URL) throws -> ResultStore {
    ResultStore(file: try DatabaseFile.open(.results, at: url))
  }

  /// Opens a result store that is there, for reading alone.
  public static func openReadOnly(at url: URL) throws -> ResultStore {
    ResultStore(file: try DatabaseFile.openReadOnly(.results, at: url))
  }

  /// Reads a file of results into the store, in one transaction: all of it or nothing.
  ///
  /// A file whose bytes the store knows is not read again.
  /// - Parameter name: what a model or run is called that the file leaves without a name; the file's
  ///   path where nil.
  /// - Throws: `Fault` where the file is of no known format, cannot be read, or is written over
  ///   meanwhile.
  @discardableResult
  public func importFile(_ file: ImportFile, naming name: String? = nil) throws -> ImportOutcome {
    try importFile(file, by: try ImporterRegistry.importer(for: file), naming: name)
  }

  /// The same with a format that the caller knows.
  func importFile(
    _ file: ImportFile, by importer: any ResultImporter.Type, naming name: String? = nil
  ) throws -> ImportOutcome {
    let digest = FileDigest(file)
    defer { digest.cancel() }
    let format = importer.format
    if let known = try self.file.read({ try $0.known(file, format, digest) }) { return known }
    return try self.file.write { db in
      // Another process may have been faster.
      if let known = try db.known(file, format, digest) { return known }
      let id = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM result_file") ?? 1
      var work = try ResultImport(db, file, id: id, unnamed: name ?? file.path)
      let summary = try importer.read(file) { try work.take($0) }
      let outcome = try work.finish(format, summary)
      let sha256 = try digest.wait()
      try file.checkUnchanged(sha256)
      try db.insert(outcome, id: id, size: file.size, sha256: sha256)
      return outcome
    }
  }
}

extension Database {
  /// What is known of a file with these bytes. The digest is waited for only where some file has
  /// this size.
  fileprivate func known(
    _ file: ImportFile, _ format: String, _ digest: FileDigest
  ) throws -> ImportOutcome? {
    let candidates = try rows(
      """
      SELECT sha256, version, records, warnings, id FROM result_file WHERE size = ? AND format = ?
      """,
      {
        $0.bind(1, file.size)
        $0.bind(2, format)
      }
    ) { ($0.text(0), $0.text(1), $0.int(2), $0.text(3), $0.int64(4)) }
    guard !candidates.isEmpty else { return nil }
    let sha256 = try digest.wait()
    guard let (_, version, records, warnings, id) = candidates.first(where: { $0.0 == sha256 })
    else {
      return nil
    }
    return ImportOutcome(
      id: id, path: file.path, format: format, version: version, isKnown: true, models: 0,
      metrics: 0,
      new: 0, same: records, conflicting: 0, warnings: try jsonList(warnings, of: String.self))
  }

  fileprivate func insert(
    _ outcome: ImportOutcome, id: Int64, size: Int, sha256: String
  ) throws {
    let statement = try RawStatement(
      self,
      """
      INSERT INTO result_file (id, path, sha256, format, version, size, records, warnings)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(1, id)
    for (index, text) in [outcome.path, sha256, outcome.format, outcome.version].enumerated() {
      statement.bind(Int32(2 + index), text)
    }
    statement.bind(6, size)
    statement.bind(7, outcome.new + outcome.same + outcome.conflicting)
    statement.bind(8, try jsonText(outcome.warnings))
    _ = try statement.insert()
  }
}
