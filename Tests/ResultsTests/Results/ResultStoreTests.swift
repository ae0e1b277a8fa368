import Core
import Foundation
import GRDB
import Synchronization
import Testing
import TestSupport

@testable import Importers
@testable import Results
@testable import Runs

@Suite struct ResultStoreTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func url(_ name: String) -> URL { temporary.url.appendingPathComponent(name) }

  private func store(_ name: String = "results") throws -> ResultStore {
    try ResultStore.open(at: url("\(name).sqlite"))
  }

  private func file(_ name: String, _ rows: String) throws -> ImportFile {
    let url = url(name)
    try Data((LongCSVImporterTests.header + rows).utf8).write(to: url)
    return try ImportFile(url, path: name)
  }

  private func rows(_ store: ResultStore) throws -> Int {
    try store.file.read { db in
      try [
        "score", "point", "result_file", "result_model", "result_key", "series",
      ].reduce(0) { try $0 + (Int.fetchOne(db, sql: "SELECT count(*) FROM \($1)") ?? 0) }
    }
  }

  private let scoreA = "score,m,t,acc,none,5,1.0,,0.5,0.01,100,fraction,true\n"
  private let scoreB = "score,m,t,acc,none,5,1.0,,0.75,0.01,100,fraction,true\n"

  @Test func aFileAndWhatItDid() throws {
    let store = try store()
    let outcome = try store.importFile(try file("a.csv", scoreA + "point,r,loss,,,,,1,2.5,,,,\n"))
    #expect(
      outcome
        == ImportOutcome(
          id: 1, path: "a.csv", format: "long-csv", version: "", isKnown: false, models: 2,
          metrics: 2,
          new: 2, same: 0, conflicting: 0, warnings: []))
    #expect(
      try store.models() == [
        ResultModel(name: "m", scores: 1, points: 0), ResultModel(name: "r", scores: 0, points: 1),
      ])
    #expect(
      try store.scores(model: "m") == [
        ResultScore(
          score: ScoreRecord(
            model: "m", task: "t", metric: "acc", filter: "none", shots: 5, taskVersion: "1.0",
            value: 0.5, unit: .fraction, standardError: 0.01, n: 100, higherIsBetter: true,
            locator: "line 2"), path: "a.csv",
          format: "long-csv", evaluation: "")
      ])
    #expect(try store.series(model: "r") == ["loss"])
    #expect(
      try store.points(model: "r", series: "loss") == [
        StoredPoint(step: 1, value: 2.5, path: "a.csv")
      ])
  }

  @Test func theSameBytesAreNotReadAgain() throws {
    let store = try store()
    try store.importFile(try file("a.csv", scoreA))
    let before = try rows(store)
    let again = try store.importFile(try file("elsewhere.csv", scoreA))
    #expect(again.isKnown)
    #expect(again.same == 1)
    #expect(try rows(store) == before)
  }

  @Test func contradictionsStayAndAreListed() throws {
    let store = try store()
    let point = "point,r,loss,,,,,1,2.5,,,,\n"
    try store.importFile(try file("a.csv", scoreA + point + "point,r,loss,,,,,2,2,,,,\n"))
    let second = try store.importFile(
      try file("a.csv", scoreB + point + "point,r,loss,,,,,2,3,,,,\npoint,r,loss,,,,,3,1,,,,\n"))
    #expect(second.new == 1)
    #expect(second.same == 1)
    #expect(second.conflicting == 2)
    #expect(try store.scores(model: "m").map(\.score.value) == [0.5, 0.75])
    let key = ResultKey(
      task: "t", metric: "acc", filter: "none", shots: 5, taskVersion: "1.0", unit: .fraction,
      higherIsBetter: true)
    #expect(
      try store.conflicts() == [
        ResultConflict(
          model: "m", subject: .score(key),
          values: [
            .init(value: 0.5, path: "a.csv", locator: "line 2"),
            .init(value: 0.75, path: "a.csv", locator: "line 2"),
          ]),
        ResultConflict(
          model: "r", subject: .series("loss", step: 2, count: 1),
          values: [
            .init(value: 2, path: "a.csv", locator: ""),
            .init(value: 3, path: "a.csv", locator: ""),
          ]),
      ])
    let third = try store.importFile(try file("c.csv", scoreA))
    #expect(third.same == 1)
  }

  @Test func keysThatDifferInOneColumnAreDifferent() throws {
    let store = try store()
    let variants = [
      scoreA, "score,m,t,acc,none,,1.0,,0.6,,,fraction,true\n",
      "score,m,t,acc,none,5,,,0.7,,,fraction,true\n", "score,m,t,acc,,5,1.0,,0.8,,,fraction,true\n",
      "score,m,t,acc,none,5,1.0,,0.9,,,score,true\n", "score,m,t,acc,none,5,1.0,,1,,,fraction,\n",
      "score,m,t,acc,none,5,1.0,,0,,,fraction,false\n",
    ]
    let outcome = try store.importFile(try file("a.csv", variants.joined()))
    #expect(outcome.new == variants.count)
    #expect(outcome.metrics == variants.count)
    for (index, row) in variants.enumerated() {
      #expect(try store.importFile(try file("\(index).csv", row)).same == 1)
    }
    #expect(try store.conflicts().isEmpty)
    #expect(try store.scores(model: "m").count == 2 * variants.count)
  }

  /// More keys than are kept in memory, twice.
  @Test func moreKeysThanAreRemembered() throws {
    let store = try store()
    let count = ResultIDs<ResultKey>.mostKnown + 500
    let rows = (0..<count).map { "score,m,t\($0),acc,,,,,1,,,fraction,\n" }.joined()
    let outcome = try store.importFile(
      try file("a.csv", rows + "score,n,t7,acc,,,,,1,,,fraction,\n"))
    #expect(outcome.new == count + 1)
    #expect(outcome.metrics == count)
    #expect(try store.scores(model: "n").map(\.score.task) == ["t7"])
  }

  @Test func repeatsInsideAFile() throws {
    let store = try store()
    let steps = [(1, 5), (2, 4), (2, 4), (1, 6), (1, 5)].map { "point,r,l,,,,,\($0),\($1),,,,\n" }
    let outcome = try store.importFile(
      try file("a.csv", steps.joined() + scoreA + scoreB + scoreA.replacing("0.01", with: "0.02")))
    #expect(outcome.new + outcome.same + outcome.conflicting == 8)
    #expect(
      outcome.warnings == [
        "2 of its values logged a step again with another value; the last one counts",
        "2 of its values stand beside another value for the same model and metric in this file",
      ])
    #expect(
      try store.points(model: "r", series: "l").map { [Double($0.step), $0.value] } == [
        [1, 5], [2, 4],
      ])
    #expect(try store.scores(model: "m").map(\.score.standardError) == [0.01, 0.01, 0.02])
    #expect(try store.conflicts().count == 1)
  }

  @Test func anErrorInTheMiddleLeavesNothing() throws {
    let store = try store()
    try store.importFile(try file("a.csv", scoreA))
    let before = try rows(store)
    let many = (0..<500).map { "point,new run,loss,,,,,\($0),1,,,,\n" }.joined()
    let error = try fault { try store.importFile(try file("b.csv", many + "point,r,loss\n")) }
    #expect(error.location == "b.csv:502")
    #expect(try rows(store) == before)
    #expect(try store.importFile(try file("b.csv", many)).new == 500)
  }

  @Test func recordsThatNoImporterShouldMake() throws {
    let store = try store()
    let before = try rows(store)
    let file = try file("a.csv", "")
    for value in [Double.nan, .infinity] {
      Impossible.record.withLock {
        $0 = .point(.init(run: "r", series: "l", step: 1, value: value, locator: "x"))
      }
      let error = try fault { try store.importFile(file, by: Impossible.self) }
      #expect(error.what == "a value is not finite")
    }
    let name = String(repeating: "x", count: 20_000)
    Impossible.record.withLock {
      $0 = .point(.init(run: name, series: "l", step: 1, value: 1, locator: "x"))
    }
    #expect(
      try fault { try store.importFile(file, by: Impossible.self) }.what == "a name is too long")
    #expect(try rows(store) == before)
    Impossible.record.withLock {
      $0 = .score(
        .init(
          model: "", task: "t", metric: "acc", value: 42, unit: .fraction, standardError: .nan,
          locator: "x"))
    }
    let outcome = try store.importFile(file, by: Impossible.self, naming: "gdn")
    #expect(outcome.warnings.count == 1)
    #expect(try store.scores(model: "gdn").first?.score.unit == .score)
    #expect(try store.scores(model: "gdn").first?.score.standardError == nil)
  }

  @Test func namesKeepTheirBytes() throws {
    let store = try store()
    let names = ["a\u{0}b", "\u{1B}[31m", "é😀", "x\r\ny", "  spaced "]
    let rows = names.map { "score,\"\($0)\",t,acc,,,,,1,,,fraction,\n" }.joined()
    try store.importFile(try file("a.csv", rows))
    #expect(
      Set(try store.models().map { Array($0.name.utf8) }) == Set(names.map { Array($0.utf8) }))
    #expect(try store.scores(model: "a\u{0}b").count == 1)
  }

  @Test func anUnnamedRunIsCalledAsTheFile() throws {
    let store = try store()
    let url = url("events.out.tfevents.1")
    try Data(TFEventsImporterTests.bytes).write(to: url)
    try store.importFile(try ImportFile(url, path: "runs/a/events.out.tfevents.1"))
    #expect(try store.models().map(\.name) == ["runs/a/events.out.tfevents.1"])
    #expect(try store.points(model: "runs/a/events.out.tfevents.1", series: "loss").count == 2)
  }

  @Test func twoAtOnce() throws {
    let target = url("both.sqlite")
    let files = try (0..<8).map { index in
      try file(
        "\(index).csv",
        (0..<400).map { "point,r\(index / 2),loss,,,,,\($0),\(index % 2),,,,\n" }.joined())
    }
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      do {
        let store = try ResultStore.open(at: target)
        for index in 0..<8 { try store.importFile(files[worker == 0 ? index : 7 - index]) }
      } catch { failures.withLock { $0.append("\(error)") } }
    }
    #expect(failures.withLock { $0 } == [])
    let store = try ResultStore.openReadOnly(at: target)
    #expect(try store.models().map(\.points) == [800, 800, 800, 800])
    #expect(try store.conflicts().count == 4)
  }

  /// Two that make the store at the same time.
  @Test(arguments: 0..<20) func openedByTwoAtOnce(round: Int) throws {
    let target = url("new\(round).sqlite")
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      do { _ = try ResultStore.open(at: target) } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }

  @Test func aStoreOfAnotherKindIsRefused() throws {
    _ = try RunStore.open(at: url("runs.sqlite"))
    #expect(throws: Fault.self) { try ResultStore.open(at: url("runs.sqlite")) }
    let missing = try fault { try ResultStore.openReadOnly(at: url("none.sqlite")) }
    #expect(missing.hint == "fill it with: interleave ingest FILE...")
    _ = try store()
    let reader = try ResultStore.openReadOnly(at: url("results.sqlite"))
    #expect(throws: Fault.self) { try reader.importFile(try file("a.csv", scoreA)) }
  }
}

/// Hands over what it is told to.
private enum Impossible: ResultImporter {
  static let record = Mutex<ImportRecord?>(nil)
  static let format = "impossible"
  static let title = "a record from nowhere"

  static func recognises(_ file: ImportFile) -> Bool { false }

  static func read(
    _ file: ImportFile, into take: (ImportRecord) throws -> Void
  ) throws -> ImportSummary {
    if let record = record.withLock({ $0 }) { try take(record) }
    return ImportSummary()
  }
}
