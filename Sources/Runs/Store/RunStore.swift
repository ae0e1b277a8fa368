import Core
import Foundation
import GRDB
import Storage

/// The SQLite database of training runs.
///
/// Unlike the store of published numbers it is no cache. What a run tells is written as it comes,
/// a transaction each, so that a killed sweep loses nothing that was measured.
public struct RunStore: Sendable {
  package let file: DatabaseFile

  /// Where the database file is.
  public var url: URL { file.url }

  /// Opens a run store for writing; makes it, and the folders above it, if need be.
  /// - Throws: a `Fault` if the path holds something else, or a store of a newer version.
  public static func open(at url: URL) throws -> RunStore {
    let store = RunStore(file: try DatabaseFile.open(.runs, at: url))
    try store.checkTables()
    return store
  }

  /// Opens a run store that is there, for reading alone.
  public static func openReadOnly(at url: URL) throws -> RunStore {
    let store = RunStore(file: try DatabaseFile.openReadOnly(.runs, at: url))
    try store.checkTables()
    return store
  }

  /// Enters a run that is about to be computed, as unfinished. A run with a result stays as it is.
  public func begin(_ run: RunDescription) throws {
    try file.write { db in
      let earlier = try db.run(run.identity)
      guard earlier?.outcome.isFinal != true else { return }
      guard earlier == nil else {
        try db.execute(
          sql: "UPDATE runs SET outcome = 'unfinished', reason = NULL WHERE identity = ?",
          arguments: [run.identity])
        return
      }
      try db.insert(StoredRun(description: run, outcome: .unfinished))
    }
  }

  /// What a run told at its start. Points after the step that it goes on from are dropped: the run
  /// will tell them again.
  public func start(
    _ identity: String, parameters: Int, coreType: String, cpu: String, resumedAtStep step: Int
  ) throws {
    try file.write { db in
      try db.execute(
        sql: "UPDATE runs SET parameters = ?, core_type = ?, cpu = ? WHERE identity = ?",
        arguments: [parameters, coreType, cpu, identity])
      try db.execute(
        sql: "DELETE FROM run_evaluations WHERE identity = ? AND (step > ? OR ? = 0)",
        arguments: [identity, step, step])
    }
  }

  /// Adds a point to a run's curve; the same step replaces what it told before.
  public func append(_ evaluation: RunEvaluation, to identity: String) throws {
    try file.write { try $0.put(evaluation, of: identity) }
  }

  /// Ends a run: its curve, its outcome and its hash, in one transaction.
  /// - Throws: `Fault` where the store does not know the run.
  public func finish(_ result: RunResult) throws {
    try file.write { db in
      guard var run = try db.run(result.identity) else {
        throw Fault("the store does not know this run", at: url.path, found: result.identity)
      }
      run.parameters = result.parameters
      run.coreType = result.coreType
      run.cpu = result.cpu
      run.outcome = result.outcome
      run.reason = result.reason
      run.seconds = result.seconds
      run.recordHash = try RunContent.hash(run, result.evaluations)
      try db.replace(run, result.evaluations)
    }
    file.flush()
  }

  /// Marks a run whose process ended without a result.
  public func crash(_ identity: String, reason: String) throws {
    try file.write { db in
      try db.execute(
        sql: "UPDATE runs SET outcome = 'crashed', reason = ? WHERE identity = ?",
        arguments: [reason, identity])
    }
  }
}

/// What makes two results the same: everything but the machine, the time and the profile.
enum RunContent {
  /// - Throws: `Fault` at `place` where a result is not the one that its hash was made of.
  static func check(_ run: StoredRun, _ evaluations: [RunEvaluation], at place: String) throws {
    try RunSense.check(run, evaluations, at: place)
    let hash = try hash(run, evaluations)
    guard hash != run.recordHash else { return }
    throw Fault(
      "the run is not the one that its hash was made of: a value in it was changed",
      at: "\(place): record_hash", expected: run.recordHash ?? "a hash", found: hash,
      hint: "train it again in another file of runs, or take a copy that was not changed")
  }

  static func hash(_ run: StoredRun, _ evaluations: [RunEvaluation]) throws -> String {
    let json: JSONValue = [
      "identity": .string(run.identity), "config": .string(run.description.config),
      "engine": .string(run.description.engine), "outcome": .string(run.outcome.rawValue),
      "reason": run.reason.map { .string($0) } ?? .null,
      "parameters": .integer(run.parameters ?? 0), "evaluations": .array(evaluations.map(json)),
    ]
    return Digest.sha256(try json.data())
  }

  private static func json(_ evaluation: RunEvaluation) -> JSONValue {
    [
      "step": .integer(evaluation.step), "tokens": .integer(evaluation.tokens),
      "trainingLoss": number(evaluation.trainingLoss),
      "gradientNorm": number(evaluation.gradientNorm),
      "learningRate": .number(evaluation.learningRate),
      "scores": .array(evaluation.scores.map(json)),
    ]
  }

  private static func json(_ score: RunScore) -> JSONValue {
    [
      "task": .string(score.task), "loss": .number(score.loss), "accuracy": .number(score.accuracy),
      "predictions": .integer(score.predictions), "sequences": .integer(score.sequences),
      "floor": number(score.floor),
    ]
  }

  private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}
