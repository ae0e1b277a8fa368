import Core
import Dispatch
import Foundation
import GRDB
import Storage
import Synchronization

/// The SQLite database of results that other tools wrote.
///
/// Nothing in it is ever replaced: each value stays with the file that it came from, and values that
/// contradict one another stand side by side (`conflicts`).
public struct ResultStore: Sendable {
  package let file: DatabaseFile

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
  /// A file whose bytes the store knows is not read again, unless its path tells the importer other things.
  /// - Parameter name: what a model or run is called that the file leaves without a name; the file's
  ///   path where nil.
  /// - Throws: `Fault` where the file cannot be read, or is written over meanwhile.
  @discardableResult
  public func importFile(
    _ file: ImportFile, by importer: any ResultImporter.Type, naming name: String? = nil
  ) throws -> ImportOutcome {
    let file = try file.joined(by: importer)
    let digest = FileDigest(file)
    defer { digest.cancel() }
    let reading = FileReading(
      format: importer.format, context: importer.context(of: file), size: file.wholeSize)
    if let known = try self.file.read({ try $0.known(file, reading, digest) }) { return known }
    return try self.file.write { db in
      // Another process may have been faster.
      if let known = try db.known(file, reading, digest) { return known }
      let sha256 = try digest.wait()
      try db.forgetEarlierReadings(of: file, reading, sha256)
      let id = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM result_file") ?? 1
      var work = try ImportWriter(db, file, id: id, unnamed: name ?? file.path)
      let summary = try importer.read(file) { try work.take($0) }
      let outcome = try work.finish(reading.format, summary)
      guard !work.isEmpty || importer.mayBeEmpty else {
        throw Fault.nothingTaken(
          at: file.path, expected: "values in the format \(reading.format)",
          because: summary.warnings)
      }
      try file.checkUnchanged(sha256)
      try db.insert(outcome, summary.evaluation, id: id, reading, sha256: sha256)
      return outcome
    }
  }
}

/// How a file is read: what makes its results its own beside its bytes.
private struct FileReading {
  let format: String
  /// What the importer takes from the path.
  let context: String
  /// Bytes of all its members.
  let size: Int
}

extension Database {
  /// What is known of a file with these bytes, read in this way. The digest is waited for only where some
  /// file has this size.
  fileprivate func known(
    _ file: ImportFile, _ reading: FileReading, _ digest: FileDigest
  ) throws -> ImportOutcome? {
    let candidates = try rows(
      """
      SELECT sha256, version, records, warnings, id FROM result_file
      WHERE size = ? AND format = ? AND context = ?
      """,
      {
        $0.bind(1, reading.size)
        $0.bind(2, reading.format)
        $0.bind(3, reading.context)
      }
    ) { ($0.text(0), $0.text(1), $0.int(2), $0.text(3), $0.int64(4)) }
    guard !candidates.isEmpty else { return nil }
    let sha256 = try digest.wait()
    guard let (_, version, records, warnings, id) = candidates.first(where: { $0.0 == sha256 })
    else { return nil }
    return ImportOutcome(
      id: id, path: file.path, format: reading.format, version: version, isKnown: true, models: 0,
      metrics: 0,
      new: 0, same: records, conflicting: 0, warnings: try jsonList(warnings, of: String.self))
  }

  /// Forgets what was made of the same bytes at the same path in another way: by an earlier version of this
  /// program, which took less from the path.
  fileprivate func forgetEarlierReadings(
    of file: ImportFile, _ reading: FileReading, _ sha256: String
  ) throws {
    let earlier = try rows(
      "SELECT id FROM result_file WHERE sha256 = ? AND format = ? AND path = ?",
      {
        $0.bind(1, sha256)
        $0.bind(2, reading.format)
        $0.bind(3, file.path)
      }
    ) { $0.int64(0) }
    for id in earlier { try forget(file: id) }
  }

  fileprivate func insert(
    _ outcome: ImportOutcome, _ evaluation: String, id: Int64, _ reading: FileReading,
    sha256: String
  ) throws {
    let statement = try RawStatement(
      self,
      """
      INSERT INTO result_file
        (id, path, sha256, format, context, evaluation, version, size, records, warnings)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(1, id)
    let texts = [
      outcome.path, sha256, outcome.format, reading.context, evaluation, outcome.version,
    ]
    for (index, text) in texts.enumerated() { statement.bind(Int32(2 + index), text) }
    statement.bind(8, reading.size)
    statement.bind(9, outcome.new + outcome.same + outcome.conflicting)
    statement.bind(10, try jsonText(outcome.warnings))
    _ = try statement.insert()
  }
}

/// The SHA-256 of a file, or of the members of a run one after another, computed beside the work that reads it.
final class FileDigest: Sendable {
  private struct Cancelled: Error {}

  private let result = Mutex<Result<String, any Error>?>(nil)
  private let isCancelled = Mutex(false)
  private let done = DispatchGroup()

  /// Starts at once.
  init(_ file: ImportFile) {
    DispatchQueue.global().async(group: done) { [self] in
      let outcome = Result { try compute(file) }
      result.withLock { $0 = outcome }
    }
  }

  /// The digest, once it is there.
  /// - Throws: `Fault` where the file cannot be read.
  func wait() throws -> String {
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { throw Cancelled() }
    return try outcome.get()
  }

  /// Stops the work; nobody asks for its result.
  func cancel() { isCancelled.withLock { $0 = true } }

  private func compute(_ file: ImportFile) throws -> String {
    let stream = DigestStream()
    for part in file.members.isEmpty ? [file] : file.members {
      try part.forEachChunk { chunk, _ in
        if isCancelled.withLock({ $0 }) { throw Cancelled() }
        stream.update(chunk)
      }
    }
    return stream.finish()
  }
}
