import Core
import Foundation
import GRDB
import Lab
import Testing
import TestSupport

@testable import Published
@testable import Results
@testable import Runs
@testable import Storage

/// Runs that were changed in their file after they had ended, and files of runs that are not whole.
@Suite struct ForgedRunTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func url(_ name: String) -> URL { temporary.url.appendingPathComponent("\(name).sqlite") }

  /// A store with two runs that have ended.
  private func store(_ name: String) throws -> RunStore {
    let store = try RunStore.open(at: url(name))
    for identity in ["a", "b"] {
      try store.begin(
        RunDescription(
          identity: identity, profile: "toy", config: "{}", family: "gla", layout: "pure",
          attentionLayers: 0, layers: 4, width: 32, seed: 1, engine: "1"))
      try store.finish(
        RunRecord.made(
          identity: identity, outcome: .finished, parameters: 99, coreType: "Zen", cpu: "a CPU",
          seconds: 1, evaluations: [point(0), point(10)]))
    }
    return store
  }

  private func point(_ step: Int) -> Evaluation {
    Evaluation(
      step: step, tokens: step * 64, trainingLoss: 2.25, gradientNorm: 0.1, learningRate: 1e-3,
      scores: [
        TaskScore(
          task: "recite", loss: 1.5, accuracy: 0.25, predictions: 80, sequences: 16, floor: 0)
      ])
  }

  static let forgeries = [
    "UPDATE run_scores SET accuracy = 0.99 WHERE identity = 'a'",
    "UPDATE run_scores SET loss = 0.02 WHERE identity = 'a' AND step = 10",
    "UPDATE run_scores SET predictions = 81 WHERE identity = 'a'",
    "UPDATE run_evaluations SET tokens = 1 WHERE identity = 'a' AND step = 10",
    "DELETE FROM run_evaluations WHERE identity = 'a' AND step = 0",
    "UPDATE runs SET outcome = 'diverged' WHERE identity = 'a'",
    "UPDATE runs SET parameters = 100 WHERE identity = 'a'",
    "UPDATE runs SET config = '{\"rate\":1}' WHERE identity = 'a'",
  ]

  @Test(arguments: forgeries) func aChangedRunIsFoundWhereverItIsRead(_ sql: String) throws {
    let forged = try store("forged")
    try forged.file.write { try $0.execute(sql: sql) }
    let fault = try fault { _ = try forged.evaluations(of: "a") }
    #expect(fault.location.contains("forged.sqlite: run a: record_hash"))
    #expect(try forged.evaluations(of: "b").count == 2)
  }

  @Test(arguments: forgeries) func aChangedRunIsNotMergedAndOthersAre(_ sql: String) throws {
    let forged = try store("forged")
    try forged.file.write { try $0.execute(sql: sql) }
    let here = try RunStore.open(at: url("here"))
    let report = try here.merge(from: forged)
    #expect((report.added, report.refused.count, report.isClean) == (1, 1, false))
    #expect(report.refused[0].location.contains("run a"))
    #expect("\(report)".contains("1 refused"))
    #expect(try here.runs().map(\.identity) == ["b"])
  }

  /// The hash of the changed run and of the good one are the same words: only the contents differ.
  @Test(arguments: forgeries) func aChangedRunHereIsNotTakenForTheSame(_ sql: String) throws {
    let here = try store("here")
    try here.file.write { try $0.execute(sql: sql) }
    let report = try here.merge(from: store("there"))
    #expect((report.kept, report.refused.count) == (1, 1))
    #expect(report.refused[0].location.contains("here.sqlite: run a"))
  }

  /// Each is refused by itself, with a hash that fits or none: other runs are merged.
  @Test(arguments: [
    ("loss = 9e999", "loss"), ("loss = -5", "loss"), ("loss = 1e308", "loss"),
    ("predictions = 9223372036854775807", "predictions"),
  ])
  func whatNoRunCanComeToIsRefused(_ change: String, _ field: String) throws {
    let forged = try store("forged")
    try forged.file.write {
      try $0.execute(sql: "UPDATE run_scores SET \(change) WHERE identity = 'a' AND step = 10")
    }
    let report = try RunStore.open(at: url("here")).merge(from: forged)
    #expect((report.added, report.refused.count) == (1, 1))
    #expect(report.refused[0].location.hasSuffix(field), "\(report.refused)")
  }

  @Test(arguments: [[10, 0], [0, 10, 10], []]) func aCurveGoesForward(_ steps: [Int]) throws {
    let run = try #require(try store("x").run("a"))
    let fault = try fault { try RunSense.check(run, steps.map(point), at: "x") }
    #expect(fault.location == "x: curve")
  }

  /// Rows of other tables cannot be read as runs, whatever the file's mark says.
  @Test(arguments: [
    ["ALTER TABLE run_scores RENAME TO s", "CREATE TABLE run_scores AS SELECT * FROM s"],
    [
      "DROP VIEW toy_results", "DROP TABLE run_scores",
      "CREATE VIEW run_scores AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT * FROM r",
    ],
    ["CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END"],
  ])
  func otherTablesAreRefused(_ sql: [String]) throws {
    let store = try store("runs")
    try store.file.write { db in for one in sql { try db.execute(sql: one) } }
    for open in [RunStore.open, RunStore.openReadOnly] {
      #expect(try fault { try open(store.url) }.hint == "the file is damaged, or another program's")
    }
  }

  /// What ends the process may leave nothing but the file itself.
  @Test func theFileAloneHoldsEveryRunThatEnded() throws {
    let store = try store("runs")
    let copy = url("copy")
    try FileManager.default.copyItem(at: store.url, to: copy)
    #expect(try RunStore.openReadOnly(at: copy).runs().map(\.identity) == ["a", "b"])
    withExtendedLifetime(store) {}
  }
}

/// Databases that are not ours, and media that cannot be written.
@Suite struct ForeignDatabaseTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private var url: URL { temporary.url.appendingPathComponent("other.sqlite") }

  private func makeForeign(journal: String = "DELETE", mark: Int = 0) throws -> Data {
    let queue = try DatabaseQueue(path: url.path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = \(journal)")
      try db.execute(sql: "PRAGMA application_id = \(mark)")
      try db.execute(sql: "CREATE TABLE foo (a); INSERT INTO foo VALUES (1)")
    }
    try queue.close()
    return try Data(contentsOf: url)
  }

  @Test(arguments: [("DELETE", 0), ("WAL", 0), ("DELETE", 1234)])
  func aDatabaseOfAnotherProgramStaysAsItIs(_ journal: String, _ mark: Int) throws {
    let bytes = try makeForeign(journal: journal, mark: mark)
    for open in [Store.open, Store.openReadOnly] {
      #expect(try fault { try open(url) }.what == "the file is a database of another program")
    }
    #expect(try fault { try RunStore.open(at: url) }.what.contains("another program"))
    #expect(try fault { try ResultStore.open(at: url) }.what.contains("another program"))
    #expect(try Data(contentsOf: url) == bytes)
    let files = try FileManager.default.contentsOfDirectory(atPath: temporary.url.path)
    #expect(files == ["other.sqlite"])
  }

  /// A program that was killed leaves a first page without tables, and all it wrote in the log.
  @Test func aDatabaseThatIsAllInItsLogStaysAsItIs() throws {
    let living = try DatabasePool(path: url.path)
    try living.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; CREATE TABLE foo (a)")
    }
    let folder = try TemporaryFolder()
    let copy = folder.url.appendingPathComponent("other.sqlite")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: url.path + suffix, toPath: copy.path + suffix)
    }
    let before = try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: copy.path + $0)) }
    for open in [RunStore.open, RunStore.openReadOnly] {
      #expect(try fault { try open(copy) }.what == "the file is a database of another program")
    }
    let after = try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: copy.path + $0)) }
    #expect(after == before)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(files.sorted() == ["other.sqlite", "other.sqlite-wal"])
    withExtendedLifetime(living) {}
  }

  /// Ours may be all in its log as well, where its process was killed before it had moved anything.
  @Test func aStoreOfOursThatIsAllInItsLogIsRead() throws {
    let living = try RunStore.open(at: url)
    let folder = try TemporaryFolder()
    let copy = folder.url.appendingPathComponent("runs.sqlite")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: url.path + suffix, toPath: copy.path + suffix)
    }
    #expect(try Data(contentsOf: copy).count < 8192, "the tables are not in the log")
    #expect(try RunStore.openReadOnly(at: copy).runs().isEmpty)
    withExtendedLifetime(living) {}
  }

  @Test func whatIsNotAFileIsRefusedAndDoesNotHang() throws {
    #expect(mkfifo(url.path, 0o600) == 0)
    #expect(try fault { try Store.open(at: url) }.what == "the path of the store is not a file")
  }

  /// SQLite makes files beside a database even to read it; on a medium that cannot be written it must not.
  @Test func aStoreIsReadWithoutAFileBesideIt() throws {
    let store = try RunStore.open(at: url)
    store.file.flush()
    try store.file.writer?.close()
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: url.path + suffix)
    }
    let file = try DatabaseFile.openReadOnly(.runs, at: url, mayWriteBeside: false)
    #expect(try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM runs") } == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: temporary.url.path)
    #expect(files == ["other.sqlite"])
  }
}
