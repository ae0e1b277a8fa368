import Core
import Foundation
import GRDB

/// What the database looks like, and how it came to.
///
/// Migrations are only ever added at the end. One that has been released is never changed.
enum Schema {
  /// `ILVE` in ASCII: marks the file as a store of this project (`PRAGMA application_id`).
  static let applicationID: Int32 = 0x494C_5645

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, step) in steps.enumerated() {
      migrator.registerMigration(step.name) { db in
        for sql in step.sql { try db.execute(sql: sql) }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    return migrator
  }

  private static let steps: [(name: String, sql: [String])] = [
    ("1 tables", SchemaTables.all),
    ("2 views", SchemaViews.all),
  ]

  /// Throws unless the database is new, or ours and not newer than this code.
  static func check(_ db: Database, at url: URL) throws {
    let identity = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard identity == applicationID || (identity == 0 && objects == 0) else {
      throw Fault(
        "the file is a database of another program", at: url.path,
        expected: "application_id \(applicationID)", found: "application_id \(identity)",
        hint: "choose another path")
    }
    guard try !migrator.hasBeenSuperseded(db) else {
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      throw Fault(
        "the store was made by a newer version of this program", at: url.path,
        expected: "schema \(steps.count) or older", found: "schema \(version)",
        hint: "update the program, or delete the store and import the data folder again")
    }
    let health = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    guard health == "ok" else {
      throw Fault(
        "the store is damaged", at: url.path, found: health,
        hint: "delete it and import the data folder again")
    }
  }

  /// Throws unless the database is ours and as new as this code.
  static func checkComplete(_ db: Database, at url: URL) throws {
    try check(db, at: url)
    guard try migrator.hasCompletedMigrations(db) else {
      throw Fault(
        "the store was made by an older version of this program", at: url.path,
        hint: "import the data folder again; that brings the store up to date")
    }
  }
}
