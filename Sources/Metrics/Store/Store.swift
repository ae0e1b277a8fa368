import Core
import Foundation
import GRDB

/// The SQLite database that analyses ask.
///
/// It is a cache of a data folder: it can be deleted, and an import fills it anew. Any other
/// program can read it too; see the views in `Schema`.
public struct Store: Sendable {
  /// Where the database file is.
  public let url: URL
  let reader: any DatabaseReader
  let writer: DatabasePool?

  /// Opens a store for reading and importing; makes it, and the folders above it, if need be.
  /// - Throws: a `Fault` if the path holds something else, or a store of a newer version.
  public static func open(at url: URL) throws -> Store {
    try refuseFolder(at: url)
    try AtomicFile.makeFolder(url.deletingLastPathComponent())
    return try StoreFault.mapped(url) {
      let pool = try DatabasePool(path: url.path, configuration: configuration())
      try pool.read { try Schema.check($0, at: url) }
      try Schema.migrator.migrate(pool)
      return Store(url: url, reader: pool, writer: pool)
    }
  }

  /// Opens a store that is there, for reading alone.
  public static func openReadOnly(at url: URL) throws -> Store {
    try refuseFolder(at: url)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw Fault("there is no store", at: url.path, hint: "build it with: interleave ingest")
    }
    return try StoreFault.mapped(url) {
      var configuration = configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: url.path, configuration: configuration)
      try queue.read { try Schema.checkComplete($0, at: url) }
      return Store(url: url, reader: queue, writer: nil)
    }
  }

  /// Reads from the database, with errors as faults.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try StoreFault.mapped(url) { try reader.read(body) }
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.label = "store"
    return configuration
  }

  private static func refuseFolder(at url: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return }
    throw Fault(
      "the path of the store is a folder", at: url.path, expected: "a file, or nothing yet",
      hint: "name a file in it, such as \(url.appendingPathComponent("metrics.sqlite").path)")
  }
}
