import Core
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// MLflow's two stores, and trackio's.
@Suite struct TrackerImporterTests {
  static let fuzzSeeds =
    [
      ImportSample(
        "mlflow-files", "0/a1b2/metrics/loss", "1767000010000 9.5 10\n1767000020000 8 20\n")
    ]
    + sampleBytes("mlflow/mlflow.db", "mlflow-sqlite")
    + sampleBytes("trackio/hybrids.db", "trackio")

  private static func sampleBytes(_ path: String, _ format: String) -> [ImportSample] {
    let data = try? Data(contentsOf: SampleFile.folder.appendingPathComponent(path))
    return data.map { [ImportSample(format, "sample.db", bytes: Array($0))] } ?? []
  }

  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func write(_ name: String, _ text: String) throws -> URL {
    let url = temporary.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url
  }

  private func store() throws -> ResultStore {
    try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
  }

  // MARK: Files

  private func writeRun(_ id: String, named name: String, loss: String = "9.5") throws {
    _ = try write("in/0/\(id)/tags/mlflow.runName", name)
    _ = try write("in/0/\(id)/metrics/train_loss", "1767000010000 \(loss) 10\n")
    _ = try write("in/0/\(id)/metrics/val/loss", "1767000010500 9.25 10\n1767000020500 8.5 20\n")
    _ = try write("in/0/\(id)/params/lr", "0.001")
  }

  @Test func aRunIsOneImport() throws {
    try writeRun("a1", named: "gla-340M")
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store())
    #expect(batch.failures.isEmpty)
    #expect(try store().files().map(\.records) == [3])
    #expect(try store().series(model: "gla-340M") == ["train_loss", "val/loss"])
    #expect(try store().points(model: "gla-340M", series: "val/loss").map(\.value) == [9.25, 8.5])
  }

  /// Equal metrics of two runs are two runs.
  @Test func equalFilesOfTwoRunsAreTwoRuns() throws {
    try writeRun("a1", named: "gla")
    try writeRun("b1", named: "hgrn2")
    _ = try ImportBatch([temporary.url.path + "/in"], into: store())
    #expect(try store().models().map(\.name) == ["gla", "hgrn2"])
    #expect(try store().models().map(\.points) == [3, 3])
  }

  @Test func runsOfOneNameAreToldApart() throws {
    try writeRun("a1b2c3d4e5", named: "gla")
    try writeRun("b1", named: "gla")
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store())
    #expect(try store().models().map(\.name) == ["gla (a1b2c3d4)", "gla (b1)"])
    #expect(
      batch.files.filter { if case .imported = $0.outcome { true } else { false } }.count == 2)
  }

  @Test func aFaultNamesTheMemberAndItsLine() throws {
    try writeRun("a1", named: "gla")
    _ = try write("in/0/a1/metrics/val/loss", "1767000010500 9.25 10\n1767000020500 x 20\n")
    let batch = try ImportBatch([temporary.url.path + "/in"], into: store())
    #expect(batch.failures.map { $0.location.hasSuffix("in/0/a1/metrics/val/loss:2") } == [true])
  }

  @Test func theNameIsThatOfTheDescriptionOrOfTheFolder() throws {
    let url = try write("0/a1b2/metrics/loss", "1767000010 1.5\n1767000011 1.25")
    let file = try Imported(url)
    #expect(file.points.map(\.run) == ["a1b2"])
    #expect(file.pointLines == ["loss 0 1.5"])
    #expect(
      file.summary.warnings == [
        "values without a step stand at step 0 (loss: line 1)",
        "the file ends in the middle of a line, which is left out (loss)",
      ])
    _ = try write("0/a1b2/meta.yaml", "artifact_uri: file:///x\nrun_name: 'it''s gla'  # name\n")
    #expect(try Imported(url).points.map(\.run) == ["it's gla"])
  }

  @Test(arguments: [
    ("0/a/metrics/loss", "1 2 3\n"), ("0/a/params/loss", "1767000010000 2 3\n"),
    ("0/a/metrics/loss", "1767000010000 two 3\n"), ("0/a/metrics/loss", ""),
    ("0/models/m-1/metrics/loss", "1767000010000 2 3\n"), ("loss", "1767000010000 2 3\n"),
  ])
  func otherFilesAreNotRecognised(_ name: String, _ text: String) throws {
    #expect(!MLRunsImporter.recognises(try ImportFile(try write(name, text))))
  }

  @Test func aMetricWithoutAFiniteValueIsRefused() throws {
    let url = try write("0/a/metrics/loss", "1767000010000 nan 3\n")
    #expect(try fault { try Imported(url) }.what == "no value of the file can be imported")
  }

  // MARK: Databases

  private func database(_ sql: String, isOpen body: (URL) throws -> Void = { _ in }) throws -> URL {
    let url = temporary.url.appendingPathComponent("a b?#%.db")
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { try $0.execute(sql: sql) }
    try body(url)
    try queue.close()
    return url
  }

  /// Tables of MLflow before it had names of runs and steps of NaN.
  private let old = """
    CREATE TABLE runs (run_uuid TEXT);
    CREATE TABLE metrics (key TEXT, value REAL, timestamp INT, run_uuid TEXT, step INT);
    INSERT INTO runs VALUES ('r1');
    INSERT INTO metrics VALUES ('loss', 1.5, 1, 'r1', 3), ('loss', -1.7976931348623157e308, 2, 'r1', 4),
      ('loss', 'x', 3, 'r1', 5),
      ('loss', 2.5, 4, 'r1', 6.5);
    """

  @Test func anOlderStoreOfMLflow() throws {
    let file = try Imported(try database(old))
    #expect(file.format == "mlflow-sqlite")
    #expect(file.pointLines == ["loss 3 1.5"])
    #expect(file.points[0].run == "r1")
    #expect(file.summary.warnings.count == 3)
  }

  @Test func aStoreWithoutStepsIsRefused() throws {
    let url = try database(old + "ALTER TABLE metrics DROP COLUMN step")
    #expect(try fault { try Imported(url) }.what == "the store has no steps")
  }

  @Test func anOlderDatabaseOfTrackio() throws {
    let url = try database(
      """
      CREATE TABLE metrics (id INTEGER PRIMARY KEY, timestamp TEXT, run_name TEXT, step INT, metrics TEXT);
      INSERT INTO metrics VALUES (1, '', 'a', 0, '{"loss": 2.5, "_time": 3, "ok": true}'),
        (2, '', 'a', -1, '{"loss": 1.5}');
      """)
    let file = try Imported(url)
    #expect(file.format == "trackio")
    #expect(file.pointLines == ["loss 0 2.5"])
    #expect(file.summary.warnings.count == 3)
  }

  @Test(arguments: ["[1]", "{", ""]) func aRowThatIsNoObjectIsNamed(_ json: String) throws {
    let url = try database(
      """
      CREATE TABLE metrics (id INTEGER PRIMARY KEY, run_name TEXT, step INT, metrics TEXT);
      INSERT INTO metrics VALUES (7, 'a', 0, '\(json)');
      """)
    #expect(try fault { try Imported(url) }.location.contains("row 7 of metrics"))
  }

  /// Nothing appears beside a database that is read, and nothing in it changes.
  @Test func aDatabaseIsOnlyRead() throws {
    let folder = temporary.url.path
    let url = try database("PRAGMA user_version = 1;" + old)
    let before = (
      try Data(contentsOf: url), try FileManager.default.contentsOfDirectory(atPath: folder)
    )
    _ = try Imported(url)
    #expect(try Data(contentsOf: url) == before.0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == before.1)
  }

  /// Rows that a running program has not yet merged into the database are not read, and a note says so.
  @Test func aDatabaseThatIsWrittenIsReadAsItLiesOnTheDisk() throws {
    let url = temporary.url.appendingPathComponent("live.db")
    let pool = try DatabasePool(path: url.path)
    try pool.write { try $0.execute(sql: old) }
    try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try pool.write {
      try $0.execute(sql: "INSERT INTO metrics VALUES ('loss', 1.25, 9, 'r1', 9)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: temporary.url.path).sorted()
    let file = try Imported(url)
    #expect(file.pointLines == ["loss 3 1.5"])
    #expect(
      file.summary.warnings.first?.hasPrefix("the file with -wal beside the database") == true)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.url.path).sorted() == names)
    try pool.close()
  }

  @Test func damageIsAFault() throws {
    for sample in Self.fuzzSeeds.dropFirst() {
      for length in stride(from: 100, to: sample.bytes.count, by: 97) {
        do {
          _ = try Imported("a.db", bytes: Array(sample.bytes[..<length]), as: sample.format)
        } catch let error as Fault {
          #expect(error.location.hasPrefix("a.db"), "\(error)")
        }
      }
    }
  }
}
