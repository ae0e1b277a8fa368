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
