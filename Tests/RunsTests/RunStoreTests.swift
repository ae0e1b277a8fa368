import Core
import Foundation
import GRDB
import Lab
import Testing
import TestSupport

@testable import Published
@testable import Runs

@Suite struct RunStoreTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private func url(_ name: String) -> URL { temporary.url.appendingPathComponent("\(name).sqlite") }

  private func store(_ name: String = "runs") throws -> RunStore {
    try RunStore.open(at: url(name))
  }

  private func description(_ identity: String) -> RunDescription {
    RunDescription(
      identity: identity, profile: "toy", config: "{}", family: "gla", layout: "one in 4",
      attentionLayers: 1, layers: 4, width: 32, seed: 1, engine: "1")
  }

  private func point(_ step: Int, loss: Double = 1.5) -> Evaluation {
    Evaluation(
      step: step, tokens: step * 64, trainingLoss: step == 0 ? nil : 2.25, gradientNorm: 0.1,
      learningRate: 1e-3,
      scores: [
        TaskScore(
          task: "recite", loss: loss, accuracy: 0.25, predictions: 80, sequences: 16, floor: 0),
        TaskScore(
          task: "hmm", loss: loss, accuracy: 0.5, predictions: 90, sequences: 16, floor: nil),
      ])
  }

  private func result(
    _ identity: String, outcome: RunOutcome = .finished, loss: Double = 1.5,
    coreType: String = "Haswell", seconds: Double = 1
  ) -> RunRecord {
    RunRecord.made(
      identity: identity, outcome: outcome, parameters: 99, coreType: coreType, cpu: "a CPU",
      seconds: seconds, evaluations: [point(0), point(10, loss: loss)])
  }

  /// A store with one run that ended.
  private func finished(_ name: String, _ result: RunRecord) throws -> RunStore {
    let store = try store(name)
    try store.begin(description(result.identity))
    try store.finish(result)
    return store
  }

  @Test func aRunFromItsBeginningToItsEnd() throws {
    let store = try store()
    try store.begin(description("a"))
    #expect(try store.run("a")?.outcome == .unfinished)
    try store.start(
      "a", parameters: 99, environment: .made(coreType: "Zen", cpu: "x"), resumedAtStep: 0)
    try store.append(point(0), to: "a")
    try store.append(point(10, loss: 7), to: "a")
    #expect(try store.evaluations(of: "a") == [point(0), point(10, loss: 7)])
    try store.finish(result("a"))
    let run = try #require(try store.run("a"))
    #expect(run.outcome == .finished)
    #expect((run.parameters, run.coreType, run.seconds) == (99, "Haswell", 1))
    #expect(run.recordHash?.count == 64)
    #expect(try store.evaluations(of: "a") == [point(0), point(10)])
    #expect(run.description == description("a"))
    #expect(run.description.attentionFraction == 0.25)
  }

  @Test func aRunWithAResultIsNeverBegunAgain() throws {
    let store = try finished("runs", result("a"))
    try store.begin(description("a"))
    #expect(try store.run("a")?.outcome == .finished)
  }

  @Test func aCrashKeepsTheCurveAndMayBeginAgain() throws {
    let store = try store()
    try store.begin(description("a"))
    try store.append(point(0), to: "a")
    try store.append(point(10), to: "a")
    try store.crash("a", reason: "killed by signal 9")
    #expect(try store.run("a")?.reason == "killed by signal 9")
    #expect(try store.evaluations(of: "a").count == 2)
    try store.begin(description("a"))
    try store.start(
      "a", parameters: 99, environment: .made(coreType: "Zen", cpu: "x"), resumedAtStep: 5)
    #expect(try store.evaluations(of: "a").map(\.step) == [0])
    #expect(try store.run("a")?.reason == nil)
    try store.start(
      "a", parameters: 99, environment: .made(coreType: "Zen", cpu: "x"), resumedAtStep: 0)
    #expect(try store.evaluations(of: "a").isEmpty)
  }

  @Test func aResultOfAnUnknownRunIsRefused() throws {
    let store = try store()
    #expect(try fault { try store.finish(result("a")) }.found == "a")
  }

  @Test func theHashKnowsTheResultAndNotTheMachine() throws {
    func hash(_ name: String, _ result: RunRecord) throws -> String? {
      try finished(name, result).run("a")?.recordHash
    }
    let first = try hash("1", result("a"))
    #expect(try hash("2", result("a", coreType: "Zen", seconds: 9)) == first)
    #expect(try hash("3", result("a", loss: 1.5.nextUp)) != first)
    #expect(try hash("4", result("a", outcome: .diverged)) != first)
  }

  @Test func theViewHasTheLastScoresWithTheirExcess() throws {
    let store = try finished("runs", result("a", loss: 2))
    let rows = try store.file.read { try Row.fetchAll($0, sql: "SELECT * FROM toy_results") }
    #expect(rows.map { $0["task"] as String } == ["recite", "hmm"])
    #expect(rows.map { $0["step"] as Int } == [10, 10])
    #expect(rows.map { $0["excess"] as Double? } == [2, nil])
    #expect(rows.map { $0["attention_fraction"] as Double } == [0.25, 0.25])
    #expect(!rows[0].columnNames.contains("seconds"))
  }

  @Test func theStoreOfTheOtherKindIsRefused() throws {
    _ = try Store.open(at: url("metrics"))
    let what = "the file is a database of another program"
    #expect(try fault { try RunStore.open(at: url("metrics")) }.what == what)
    _ = try store()
    #expect(try fault { try Store.open(at: url("runs")) }.what == what)
  }

  @Test func aNewerStoreIsRefusedWithoutAdviceToDeleteIt() throws {
    try store().file.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('3 something to come')")
    }
    let fault = try fault { try store() }
    #expect(fault.what == "the store was made by a newer version of this program")
    #expect(fault.hint?.contains("delete") == false)
  }

  @Test func aMissingStoreSaysHowToFillIt() throws {
    let fault = try fault { try RunStore.openReadOnly(at: url("none")) }
    #expect(fault.hint == "fill it with: interleave sweep --profile smoke")
  }

  // MARK: Merging

  @Test func shardsJoinAndJoiningAgainChangesNothing() throws {
    let here = try finished("here", result("a"))
    let there = try finished("there", result("b"))
    try there.begin(description("c"))
    let first = try here.merge(from: there)
    #expect((first.added, first.replaced, first.kept, first.conflicts.count) == (2, 0, 0, 0))
    let all = try here.runs()
    let again = try here.merge(from: there)
    #expect((again.added, again.replaced, again.kept, again.conflicts.count) == (0, 0, 2, 0))
    #expect(try here.runs() == all)
    #expect(all.map(\.identity) == ["a", "b", "c"])
    #expect(try here.evaluations(of: "b") == there.evaluations(of: "b"))
  }

  @Test(arguments: [true, false]) func aResultBeatsNone(_ crashed: Bool) throws {
    let here = try store("here")
    try here.begin(description("a"))
    if crashed { try here.crash("a", reason: "x") }
    let there = try finished("there", result("a"))
    #expect(try here.merge(from: there).replaced == 1)
    #expect(try here.run("a") == there.run("a"))
    let other = try store("other")
    try other.begin(description("a"))
    #expect(try here.merge(from: other).kept == 1)
    #expect(try here.run("a")?.outcome == .finished)
  }

  @Test func theSameResultInOtherTimeIsNoConflict() throws {
    let here = try finished("here", result("a", seconds: 1))
    let there = try finished("there", result("a", coreType: "Zen", seconds: 2))
    #expect(try here.merge(from: there).conflicts.isEmpty)
    #expect(try here.run("a")?.seconds == 1)
  }

  @Test func aConflictIsListedAndTheFirstStays() throws {
    let here = try finished("here", result("a"))
    for (name, kernels, words) in [
      ("same", "Haswell", "one of the two is wrong"), ("other", "Zen", "Haswell here, Zen there"),
    ] {
      let there = try finished(name, result("a", loss: 3, coreType: kernels))
      for _ in 0..<2 {
        let report = try here.merge(from: there)
        #expect(report.conflicts.count == 1)
        #expect(report.conflicts[0].hasOtherKernels == (kernels == "Zen"))
        #expect("\(report)".contains(words))
      }
    }
    #expect(try here.evaluations(of: "a").last == point(10))
  }

  @Test func aStoreIsNotMergedIntoItself() throws {
    let here = try store("here")
    #expect(
      try fault { _ = try here.merge(from: here) }.what == "a store cannot be merged into itself")
  }

  private func fault<Value>(_ body: () throws -> Value) throws -> Fault {
    try TestSupport.fault(body)
  }
}
