import Core
import Foundation
import GRDB
import Storage
import Synchronization

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

/// A question that was put to a store, with the places of what it handed out.
public struct StoreQuery: Sendable, Equatable {
  /// The call with what was asked: `observations(task: "ruler_average")`.
  public let text: String
  /// The rows, as `data/paper/table7.csv:4`, in the order in which they were handed out.
  public let places: [String]
  /// The asking file as `#fileID` has it: `ratio_curves/main.swift`.
  public let file: String
  public let line: Int
}

/// What was asked of a store, in order.
public final class QueryLog: Sendable {
  private struct State {
    var queries: [StoreQuery] = []
    /// Who asks, while something asks on behalf of another.
    var asker: (file: String, line: Int)?
  }

  private let state = Mutex(State())

  public init() {}

  /// All questions so far.
  public var queries: [StoreQuery] { state.withLock { $0.queries } }
  /// How many there are.
  public var count: Int { state.withLock { $0.queries.count } }

  /// Adds a question.
  public func note(_ text: String, _ places: [String], file: String, line: Int) {
    state.withLock { state in
      let asker = state.asker ?? (file, line)
      state.queries.append(
        StoreQuery(text: text, places: places, file: asker.file, line: asker.line))
    }
  }

  /// Runs something whose questions count as asked at a place. Of places within one another the outermost
  /// counts: what a notebook calls asks on the notebook's behalf.
  public func asked<Result>(
    file: String, line: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    let isOutermost = state.withLock { state in
      guard state.asker == nil else { return false }
      state.asker = (file, line)
      return true
    }
    defer { if isOutermost { state.withLock { $0.asker = nil } } }
    return try body()
  }

  /// `observations(task: "ruler_average", path: "data/paper/table7.csv")`; what was left open is left out.
  static func text(_ name: String, _ arguments: [(String, String?)]) -> String {
    let given = arguments.compactMap { label, value in value.map { "\(label): \"\($0)\"" } }
    return "\(name)(\(given.joined(separator: ", ")))"
  }
}

extension Store {
  /// The same store, whose questions are noted.
  public func noting(in log: QueryLog) -> Store {
    var copy = self
    copy.log = log
    return copy
  }

  func note(_ text: String, _ places: [String], _ file: String, _ line: Int) {
    log?.note(text, places, file: file, line: line)
  }
}
