import Core
import GRDB

extension Store {
  /// Makes the store hold exactly `data`.
  ///
  /// All of it happens in one transaction: whoever reads meanwhile sees the store as it was, and
  /// so does everyone if the process dies. A file that the store has already is left alone; a new
  /// revision replaces the earlier one as a whole; a file that is no longer listed goes.
  @discardableResult
  public func importData(_ data: DataSet) throws -> ImportReport {
    try file.write { try Importer(db: $0).run(data) }
  }
}

/// One import, inside its transaction.
struct Importer {
  let db: Database

  func run(_ data: DataSet) throws -> ImportReport {
    let stored = try storedKeys()
    var files = try data.files.enumerated().map { position, file in
      ImportReport.File(
        path: file.path,
        outcome: try put(file, at: position, instead: stored[file.path]),
        rows: file.rows.count)
    }
    let listed = Set(data.files.map(\.path))
    for (path, earlier) in stored.sorted(by: { $0.key < $1.key }) where !listed.contains(path) {
      try delete(source: earlier.id)
      files.append(.init(path: path, outcome: .removed, rows: earlier.rows))
    }
    try db.execute(
      sql: "DELETE FROM model WHERE id NOT IN (SELECT model_id FROM observation)")
    return ImportReport(
      files: files, conflicts: try ObservationPair.fetchAll(db, view: "conflicts"))
  }

  private typealias Stored = (id: Int64, key: String, rows: Int)

  private func storedKeys() throws -> [String: Stored] {
    let rows = try Row.fetchAll(db, sql: "SELECT path, id, key, rows FROM source")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], ($0[1], $0[2], $0[3])) })
  }

  private func put(
    _ file: DataSet.File, at position: Int, instead earlier: Stored?
  ) throws -> ImportReport.Outcome {
    guard let earlier else {
      try insert(file, at: position)
      return .new
    }
    guard earlier.key != file.key else {
      try db.execute(
        sql: "UPDATE source SET position = ? WHERE id = ?", arguments: [position, earlier.id])
      return .same
    }
    let old = try PrintedValues(db, source: earlier.id)
    try delete(source: earlier.id)
    let new = try PrintedValues(db, source: try insert(file, at: position))
    return .replaced(new.changes(from: old))
  }

  private func delete(source id: Int64) throws {
    try db.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [id])
  }

  @discardableResult
  private func insert(_ file: DataSet.File, at position: Int) throws -> Int64 {
    let entry = file.entry
    try db.execute(
      sql: """
        INSERT INTO source
          (path, position, kind, title, citation, version, locator, scope, ratio_convention,
           licence, sha256, rows, note, key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        file.path, position, entry.kind.rawValue, entry.title,
        entry.citation.isEmpty ? nil : entry.citation, entry.version, entry.locator,
        entry.scope.rawValue, entry.ratioConvention?.rawValue, entry.licence, entry.sha256,
        entry.rows, entry.note, file.key,
      ])
    let id = db.lastInsertedRowID
    try file.rows.insert(into: db, source: id)
    return id
  }
}

/// What an import did.
public struct ImportReport: Sendable, Equatable {
  /// What became of one file.
  public struct File: Sendable, Equatable {
    /// The file, such as `data/paper/table7.csv`.
    public let path: String
    /// What became of it.
    public let outcome: Outcome
    /// How many records it has, or had.
    public let rows: Int
  }

  /// What an import does with a file.
  public enum Outcome: Sendable, Equatable {
    /// The store did not have it.
    case new
    /// The store has exactly this already.
    case same
    /// The store had an earlier revision, which is gone as a whole.
    case replaced([ValueChange])
    /// The store had it, and the manifest no longer lists it.
    case removed
  }

  /// A value that a new revision of a file changes, adds or takes away.
  public struct ValueChange: Sendable, Equatable {
    /// The name of the model.
    public let model: String
    /// The task.
    public let task: String
    /// The metric.
    public let metric: String
    /// The printed value before; none if it is new.
    public let old: String?
    /// The printed value now; none if it is gone.
    public let new: String?
  }

  /// Every file, in the order of the manifest; removed ones last.
  public let files: [File]
  /// Values that their own work prints twice and differently. Both stay in the store.
  public let conflicts: [ObservationPair]

  /// Whether the store is as it was.
  public var changedNothing: Bool { files.allSatisfy { $0.outcome == .same } }
}

extension ImportReport: CustomStringConvertible {
  /// One line a file, then the changed values and the conflicts.
  public var description: String {
    let lines = files.flatMap { file -> [String] in
      guard case .replaced(let changes) = file.outcome else {
        return ["\(file.path): \(file.outcome), rows: \(file.rows)"]
      }
      return ["\(file.path): replaced, rows: \(file.rows), values changed: \(changes.count)"]
        + changes.map { "  \($0)" }
    }
    return (lines + conflicts.map { "conflict: \($0)" }).map { VisibleText.of($0) }
      .joined(separator: "\n")
  }
}

extension ImportReport.ValueChange: CustomStringConvertible {
  /// What changed, in one line.
  public var description: String {
    "\(model), \(task) \(metric): \(old ?? "nothing") → \(new ?? "nothing")"
  }
}
