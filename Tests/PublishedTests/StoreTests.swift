import Core
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Published
@testable import Storage

/// Opening a store, and all that can stand in its place.
@Suite struct StoreTests {
  let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  @Test func isMadeWithTheFoldersAboveIt() throws {
    let url = temporary.url.appendingPathComponent("a/b/metrics.sqlite")
    #expect(try Store.open(at: url).sources().isEmpty)
  }

  @Test func hasOurPragmas() throws {
    let store = try Store.open(at: temporary.storeURL)
    func pragma(_ name: String) throws -> String? {
      try store.read { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
    #expect(try pragma("application_id") == "\(Schema.metrics.applicationID)")
    #expect(try pragma("user_version") == "\(Schema.metrics.steps.count)")
    #expect(try pragma("journal_mode") == "wal")
    #expect(try pragma("foreign_keys") == "1")
    let patience = try store.file.writer?.writeWithoutTransaction {
      try Int.fetchOne($0, sql: "PRAGMA busy_timeout")
    }
    #expect(patience == 5000)
  }

  @Test func opensAgain() throws {
    let fingerprint = try filledStore(in: temporary).fingerprint()
    #expect(try Store.open(at: temporary.storeURL).fingerprint() == fingerprint)
    #expect(try Store.openReadOnly(at: temporary.storeURL).fingerprint() == fingerprint)
  }

  @Test func readsWhileAnotherHasItOpen() throws {
    let writer = try filledStore(in: temporary)
    let reader = try Store.openReadOnly(at: temporary.storeURL)
    #expect(try reader.models() == writer.models())
  }

  @Test func refusesToImportWhenReadOnly() throws {
    _ = try filledStore(in: temporary)
    let store = try Store.openReadOnly(at: temporary.storeURL)
    let fault = try fault { try store.importData(DataSet(files: [])) }
    #expect(fault.what == "the store is open for reading alone")
  }

  @Test func refusesWhatIsNotThere() throws {
    let fault = try fault { try Store.openReadOnly(at: temporary.storeURL) }
    #expect(fault.what == "there is no store")
    #expect(!FileManager.default.fileExists(atPath: temporary.storeURL.path))
  }

  @Test func refusesAFolder() throws {
    let fault = try fault { try Store.open(at: temporary.url) }
    #expect(fault.what == "the path of the store is a folder")
    #expect(fault.location == temporary.url.path)
  }

  @Test func refusesWhatIsNoDatabase() throws {
    let bytes = Data(String(repeating: "not a database ", count: 100).utf8)
    try bytes.write(to: temporary.storeURL)
    let fault = try fault { try Store.open(at: temporary.storeURL) }
    #expect(fault.what == "the file is not a database")
    #expect(try Data(contentsOf: temporary.storeURL) == bytes)
  }

  @Test func refusesTheDatabaseOfAnother() throws {
    let queue = try DatabaseQueue(path: temporary.storeURL.path)
    try queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
    let fault = try fault { try Store.open(at: temporary.storeURL) }
    #expect(fault.what == "the file is a database of another program")
    #expect(try queue.read { try $0.tableExists("theirs") })
  }

  @Test func refusesANewerStore() throws {
    try Store.open(at: temporary.storeURL).file.writer?.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 something to come')")
      try db.execute(sql: "PRAGMA user_version = 99")
    }
    let fault = try fault { try Store.open(at: temporary.storeURL) }
    #expect(fault.what == "the store was made by a newer version of this program")
    #expect(fault.expected == "schema \(Schema.metrics.steps.count) or older")
    #expect(fault.found == "schema 99")
    _ = try self.fault { try Store.openReadOnly(at: temporary.storeURL) }
  }

  @Test func refusesAnOlderStoreForReadingAndRenewsItForImport() throws {
    let pool = try DatabasePool(path: temporary.storeURL.path)
    try Schema.metrics.migrator.migrate(pool, upTo: "1 tables")
    let fault = try fault { try Store.openReadOnly(at: temporary.storeURL) }
    #expect(fault.what == "the store was made by an older version of this program")
    #expect(try Store.open(at: temporary.storeURL).conflicts().isEmpty)
    #expect(try Store.openReadOnly(at: temporary.storeURL).conflicts().isEmpty)
  }

  /// Steps are only ever appended: a store in the field was made by the earlier ones as they are.
  @Test(arguments: ["1 tables", "2 views", "3 facts"])
  func bringsEveryOlderStoreUpToDate(step: String) throws {
    let pool = try DatabasePool(path: temporary.storeURL.path)
    try Schema.metrics.migrator.migrate(pool, upTo: step)
    try pool.close()
    let store = try filledStore(in: temporary)
    #expect(try store.tasks().count == 19)
    #expect(try store.quotes().count == 24)
  }

  @Test func refusesADamagedStore() throws {
    _ = try filledStore(in: temporary)
    var bytes = try Data(contentsOf: temporary.storeURL)
    try #require(bytes.count > 40_000)
    bytes.replaceSubrange(8192..<40_000, with: Data(repeating: 0xA5, count: 40_000 - 8192))
    try bytes.write(to: temporary.storeURL)
    let fault = try fault { try Store.open(at: temporary.storeURL) }
    #expect(fault.what == "the store is damaged")
    #expect(fault.hint == "delete it and import the data folder again")
  }

  @Test func refusesAFolderThatCannotBeMade() throws {
    let fault = try fault { try Store.open(at: URL(fileURLWithPath: "/proc/none/metrics.sqlite")) }
    #expect(fault.what == "cannot make the folder")
    #expect(fault.location == "/proc/none")
  }

  @Test func refusesAFolderThatCannotBeWritten() throws {
    let fault = try fault { try Store.open(at: URL(fileURLWithPath: "/proc/metrics.sqlite")) }
    #expect(fault.what == "the store cannot be opened")
    #expect(fault.hint == "check that you may write to the file and its folder")
  }

  private func fault<Value>(_ body: () throws -> Value) throws -> Fault {
    try TestSupport.fault(body)
  }
}
