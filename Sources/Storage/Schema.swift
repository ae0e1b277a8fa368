import Core
import Foundation
import GRDB

/// What a database of ours looks like, and how it came to.
///
/// Migrations are only ever added at the end. One that has been released is never changed.
package struct Schema: Sendable {
  /// Marks the file as one of this kind (`PRAGMA application_id`).
  package let applicationID: Int32
  /// The migrations, in order.
  package let steps: [Step]
  /// What users are told about this kind of file.
  let words: StoreWords
  /// Seconds to wait for another process's transaction.
  var patience: Double = 5
  /// Memory for pages, KiB; SQLite's own default where nil.
  var cache: Int?
  /// Files above this many bytes are not read through on opening; nil for those that always are.
  var healthLimit: Int?

  package init(
    applicationID: Int32, steps: [Step], words: StoreWords, patience: Double = 5, cache: Int? = nil,
    healthLimit: Int? = nil
  ) {
    self.applicationID = applicationID
    self.steps = steps
    self.words = words
    self.patience = patience
    self.cache = cache
    self.healthLimit = healthLimit
  }

  package struct Step: Sendable {
    let name: String
    let sql: [String]

    package init(
      name: String, sql: [String]
    ) {
      self.name = name
      self.sql = sql
    }
  }

  var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, step) in steps.enumerated() {
      migrator.registerMigration(step.name) { [applicationID] db in
        for sql in step.sql { try db.execute(sql: sql) }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    return migrator
  }

  /// Brings the database up to date. Where another process does the same, a step fails that the other
  /// was faster with; then what is left is done again.
  func migrate(_ pool: DatabasePool) throws {
    for _ in steps {
      if (try? migrator.migrate(pool)) != nil { return }
    }
    try migrator.migrate(pool)
  }

  /// Throws unless the database is new, or ours.
  func checkIdentity(_ db: Database, at url: URL) throws {
    let identity = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    // The table of migrations comes first: another process may just be making this store.
    let objects = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
    guard identity == applicationID || (identity == 0 && objects ?? 0 == 0) else {
      throw SQLiteHeader.foreign(self, found: identity, at: url)
    }
  }

  /// Throws unless the database is new, or ours and not newer than this code.
  func check(_ db: Database, at url: URL) throws {
    try checkIdentity(db, at: url)
    guard try !migrator.hasBeenSuperseded(db) else {
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      throw Fault(
        "the store was made by a newer version of this program", at: url.path,
        expected: "schema \(steps.count) or older", found: "schema \(version)", hint: words.newer)
    }
    guard try isWorthReadingThrough(db) else { return }
    let health = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    guard health == "ok" else {
      throw Fault("the store is damaged", at: url.path, found: health, hint: words.damaged)
    }
  }

  private func isWorthReadingThrough(_ db: Database) throws -> Bool {
    guard let healthLimit else { return true }
    let size = try Int.fetchOne(
      db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    return size ?? 0 <= healthLimit
  }

  /// Throws unless the database is ours and as new as this code.
  func checkComplete(_ db: Database, at url: URL) throws {
    try check(db, at: url)
    guard try migrator.hasCompletedMigrations(db) else {
      throw Fault(
        "the store was made by an older version of this program", at: url.path, hint: words.older)
    }
  }
}

/// What a user can do about a file of one kind.
package struct StoreWords: Sendable {
  /// The name of a file that would do.
  let example: String
  let missing: String
  let newer: String
  let older: String
  let damaged: String

  package init(
    example: String, missing: String, newer: String, older: String, damaged: String
  ) {
    self.example = example
    self.missing = missing
    self.newer = newer
    self.older = older
    self.damaged = damaged
  }
}
