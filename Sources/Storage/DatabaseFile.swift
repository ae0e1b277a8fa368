import Core
import Foundation
import GRDB

/// A SQLite file of one kind, opened: what all stores share.
package struct DatabaseFile: Sendable {
  package let url: URL
  let schema: Schema
  let reader: any DatabaseReader
  package let writer: DatabasePool?

  /// Opens a file for reading and writing; makes it, and the folders above it, if need be.
  /// - Throws: a `Fault` if the path holds something else, or a file of a newer version.
  package static func open(_ schema: Schema, at url: URL) throws -> DatabaseFile {
    try refuseOthers(schema, at: url)
    try AtomicFile.makeFolder(url.deletingLastPathComponent())
    return try StoreFault.mapped(url, schema.words) {
      let pool = try again { try ready(schema, at: url) }
      return DatabaseFile(url: url, schema: schema, reader: pool, writer: pool)
    }
  }

  private static func ready(_ schema: Schema, at url: URL) throws -> DatabasePool {
    let pool = try DatabasePool(path: url.path, configuration: configuration(schema))
    try pool.read { try schema.check($0, at: url) }
    try schema.migrate(pool)
    return pool
  }

  /// Two processes that make one file both change its journal, and SQLite turns one of them away at
  /// once, without waiting. That one comes again.
  private static func again<Value>(_ body: () throws -> Value) throws -> Value {
    for _ in 0..<20 {
      let start = ContinuousClock.now
      do {
        return try body()
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now - start < .seconds(1)
      {
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
    return try body()
  }

  /// Opens a file that is there, for reading alone.
  /// - Parameter mayWriteBeside: whether SQLite may make files beside it; nil asks the system
  package static func openReadOnly(
    _ schema: Schema, at url: URL, mayWriteBeside: Bool? = nil
  ) throws -> DatabaseFile {
    try refuseOthers(schema, at: url)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw Fault("there is no store", at: url.path, hint: schema.words.missing)
    }
    return try StoreFault.mapped(url, schema.words) {
      var configuration = configuration(schema)
      configuration.readonly = true
      let queue = try DatabaseQueue(
        path: readOnlyPath(url, mayWriteBeside), configuration: configuration)
      try queue.read { try schema.checkComplete($0, at: url) }
      return DatabaseFile(url: url, schema: schema, reader: queue, writer: nil)
    }
  }

  /// Reads from the database, with errors as faults.
  package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try StoreFault.mapped(url, schema.words) { try reader.read(body) }
  }

  /// One transaction, with errors as faults.
  package func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard let writer else {
      throw Fault("the store is open for reading alone", at: url.path, hint: "open it for writing")
    }
    return try StoreFault.mapped(url, schema.words) { try writer.write(body) }
  }

  /// Moves what was written so far into the file itself, so that a copy of the file alone has it whatever
  /// ends this process. Where a reader is in the way, the next time does it.
  package func flush() {
    _ = try? writer?.writeWithoutTransaction { try $0.checkpoint(.truncate) }
  }

  private static func configuration(_ schema: Schema) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(schema.patience)
    if let cache = schema.cache {
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(cache)") }
    }
    configuration.label = "store"
    return configuration
  }

  /// What SQLite is asked to open. Beside a file of ours it makes two more, even to read; where it may not,
  /// it is told that nothing changes the file.
  private static func readOnlyPath(_ url: URL, _ mayWriteBeside: Bool?) -> String {
    let mayWrite = mayWriteBeside ?? (access(url.deletingLastPathComponent().path, W_OK) == 0)
    guard !hasLog(url), !mayWrite else { return url.path }
    return url.absoluteURL.absoluteString + "?immutable=1"
  }

  /// Turns away what is not a file of this kind before SQLite opens it, which could change it.
  private static func refuseOthers(_ schema: Schema, at url: URL) throws {
    guard
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: url.resolvingSymlinksInPath().path)
    else { return }
    let type = attributes[.type] as? FileAttributeType
    guard type == .typeRegular else {
      let example = url.appendingPathComponent(schema.words.example).path
      let isFolder = type == .typeDirectory
      throw Fault(
        "the path of the store is \(isFolder ? "a folder" : "not a file")", at: url.path,
        expected: "a file, or nothing yet",
        hint: isFolder ? "name a file in it, such as \(example)" : "choose another path")
    }
    guard let header = try SQLiteHeader(of: url) else { return }
    try header.check(schema, at: url)
    if header.applicationID == 0, hasLog(url) { try refuseOthersInLog(schema, at: url) }
  }

  /// A database whose first page is still in the log beside it: SQLite is shown a copy of the two.
  private static func refuseOthersInLog(_ schema: Schema, at url: URL) throws {
    let scratch = try ScratchFolder("log")
    defer { scratch.remove() }
    let copy = scratch.url.appendingPathComponent("copy.sqlite")
    try? FileManager.default.copyItem(at: url, to: copy)
    // Another process that makes a store of ours may just have taken its log away.
    let (log, copiedLog) = (url.path + "-wal", copy.path + "-wal")
    guard (try? FileManager.default.copyItem(atPath: log, toPath: copiedLog)) != nil else { return }
    try StoreFault.mapped(url, schema.words) {
      let queue = try DatabaseQueue(path: copy.path)
      defer { try? queue.close() }
      try queue.read { try schema.checkIdentity($0, at: url) }
    }
  }

  private static func hasLog(_ url: URL) -> Bool {
    let log = try? FileManager.default.attributesOfItem(atPath: url.path + "-wal")
    return log?[.size] as? Int ?? 0 > 0
  }
}

/// SQLite's errors in words that a user can act on.
enum StoreFault {
  /// Runs `body`; an error of SQLite comes out as a `Fault`.
  static func mapped<Value>(_ url: URL, _ words: StoreWords, _ body: () throws -> Value)
    throws -> Value
  {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw fault(error, at: url, words)
    } catch let error where error is RowDecodingError || error is DecodingError {
      throw Fault("the store is damaged", at: url.path, found: "\(error)", hint: words.damaged)
    }
  }

  private static func fault(_ error: DatabaseError, at url: URL, _ words: StoreWords) -> Fault {
    let (what, hint) = explanation(error.resultCode, words)
    return Fault(what, at: url.path, found: error.message ?? "\(error.resultCode)", hint: hint)
  }

  private static func explanation(
    _ code: ResultCode, _ words: StoreWords
  ) -> (what: String, hint: String?) {
    switch code {
    case .SQLITE_NOTADB:
      ("the file is not a database", "choose another path, or delete the file")
    case .SQLITE_CORRUPT:
      ("the store is damaged", words.damaged)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
      ("the store cannot be opened", "check that you may write to the file and its folder")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      ("another process holds the store", "wait until it has finished, and try again")
    case .SQLITE_FULL, .SQLITE_IOERR:
      ("the store cannot be written", "free some space on this disk; nothing was changed")
    case .SQLITE_CONSTRAINT:
      ("the store refuses a value", "this is an error in the program: the loader let it through")
    default:
      ("the store failed", nil)
    }
  }
}

/// A list as JSON text, for a column that SQLite's `json_each` can take apart.
package func jsonText(_ list: [some Encodable]) throws -> String {
  String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
}

/// The list in a JSON column.
package func jsonList<Element: Decodable>(_ text: String, of: Element.Type) throws -> [Element] {
  try JSONDecoder().decode([Element].self, from: Data(text.utf8))
}
