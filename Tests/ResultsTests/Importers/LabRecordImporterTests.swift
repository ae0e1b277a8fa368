import Core
import Foundation
import GRDB
import Lab
import Testing
import TestSupport

@testable import Published
@testable import Results
@testable import Runs

@Suite struct LabRecordImporterTests {
  private let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  private var url: URL { temporary.url.appendingPathComponent("runs.sqlite") }

  private func point(_ step: Int, accuracy: Double) -> Evaluation {
    Evaluation(
      step: step, tokens: step * 64, trainingLoss: step == 0 ? nil : 2.25, gradientNorm: nil,
      learningRate: 1e-3,
      scores: [
        TaskScore(
          task: "recite", loss: 1.5, accuracy: accuracy, predictions: 80, sequences: 16, floor: 0)
      ])
  }

  private func fill() throws {
    let store = try RunStore.open(at: url)
    for identity in ["0123456789abcdef", "fedcba9876543210"] {
      try store.begin(
        RunDescription(
          identity: identity, profile: "toy", config: "{}", family: "gla", layout: "one in 4",
          attentionLayers: 1, layers: 4, width: 32, seed: 7, engine: "1"))
      try store.append(point(0, accuracy: 0.25), to: identity)
    }
    try store.finish(
      RunRecord.made(
        identity: "0123456789abcdef", outcome: .finished, parameters: 9, coreType: "Zen", cpu: "x",
        seconds: 1, evaluations: [point(0, accuracy: 0.25), point(10, accuracy: 0.5)]))
  }

  @Test func theLastEvaluationIsTheScore() throws {
    try fill()
    let file = try Imported(url)
    #expect(file.format == "interleave-runs")
    let name = "gla/one in 4/d32/seed 7/0123456789ab"
    #expect(
      file.scores.prefix(2) == [
        ScoreRecord(
          model: name, task: "recite", metric: "accuracy", value: 0.5, unit: .fraction, n: 80,
          higherIsBetter: true, locator: "0123456789abcdef/10/recite"),
        ScoreRecord(
          model: name, task: "recite", metric: "loss", value: 1.5, unit: .nats, n: 80,
          higherIsBetter: false, locator: "0123456789abcdef/10/recite"),
      ])
    #expect(
      file.pointLines.prefix(7) == [
        "learning_rate 0 0.001", "recite/loss 0 1.5", "recite/accuracy 0 0.25",
        "training_loss 10 2.25", "learning_rate 10 0.001", "recite/loss 10 1.5",
        "recite/accuracy 10 0.5",
      ])
    #expect(
      file.summary.warnings == [
        "runs that are unfinished: their scores are not final "
          + "(gla/one in 4/d32/seed 7/fedcba987654)"
      ])
  }

  @Test func otherDatabasesAreNotOurs() throws {
    _ = try Store.open(at: url)
    #expect(try fault { try Imported(url) }.what == "this file is of no known format")
  }

  @Test func ourMarkOnOtherTablesIsRefused() throws {
    try fill()
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { try $0.execute(sql: "ALTER TABLE runs RENAME COLUMN family TO kind") }
    try queue.close()
    let fault = try fault { try Imported(url) }
    #expect(fault.what == "the table runs is not that of a store of runs")
  }

  /// SQLite's own checks stand between damage and our rows: nothing of it may end the process.
  @Test func damageIsAFault() throws {
    try fill()
    let queue = try DatabaseQueue(path: url.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try queue.close()
    let bytes = try Array(Data(contentsOf: url))
    var random = RandomStream(seed: 5, named: "lab record")
    var refused = 0
    for _ in 0..<300 {
      var copy = bytes
      for _ in 0..<1 + random.index(below: 8) {
        copy[100 + random.index(below: copy.count - 100)] = UInt8(random.index(below: 256))
      }
      do {
        _ = try Imported("runs.sqlite", bytes: copy)
      } catch is Fault {
        refused += 1
      }
    }
    #expect(refused > 0)
    for length in stride(from: 0, to: bytes.count, by: 997) {
      #expect(throws: Fault.self) { try Imported("runs.sqlite", bytes: bytes[..<length]) }
    }
  }
}
