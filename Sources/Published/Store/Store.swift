import Core
import Foundation
import GRDB
import Storage

/// The SQLite database that analyses ask.
///
/// It is a cache of a data folder: it can be deleted, and an import fills it anew. Any other
/// program can read it too; see the views in `SchemaViews`.
public struct Store: Sendable {
  let file: DatabaseFile
  /// Where questions are noted, if anywhere.
  var log: QueryLog?

  /// Where the database file is.
  public var url: URL { file.url }

  /// Opens a store for reading and importing; makes it, and the folders above it, if need be.
  /// - Throws: a `Fault` if the path holds something else, or a store of a newer version.
  public static func open(at url: URL) throws -> Store {
    Store(file: try DatabaseFile.open(.metrics, at: url))
  }

  /// Opens a store that is there, for reading alone.
  public static func openReadOnly(at url: URL) throws -> Store {
    Store(file: try DatabaseFile.openReadOnly(.metrics, at: url))
  }

  /// Reads from the database, with errors as faults.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value { try file.read(body) }
}
