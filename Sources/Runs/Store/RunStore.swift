import Core
import Foundation
import GRDB
import Lab
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
    _ identity: String, parameters: Int, environment: RunEnvironment, resumedAtStep step: Int
  ) throws {
    try file.write { db in
      try db.execute(
        sql: "UPDATE runs SET parameters = ?, core_type = ?, cpu = ? WHERE identity = ?",
        arguments: [parameters, environment.coreType, environment.cpu, identity])
      try db.execute(
        sql: "DELETE FROM run_evaluations WHERE identity = ? AND (step > ? OR ? = 0)",
        arguments: [identity, step, step])
    }
  }

  /// Adds a point to a run's curve; the same step replaces what it told before.
  public func append(_ evaluation: Evaluation, to identity: String) throws {
    try file.write { try $0.put(evaluation, of: identity) }
  }

  /// Ends a run: its curve, its outcome and its hash, in one transaction.
  /// - Throws: `Fault` where the store does not know the run.
  public func finish(_ record: RunRecord) throws {
    try file.write { db in
      guard var run = try db.run(record.identity) else {
        throw Fault("the store does not know this run", at: url.path, found: record.identity)
      }
      (run.parameters, run.seconds, run.reason) = (record.parameters, record.seconds, record.reason)
      run.outcome = record.outcome == .diverged ? .diverged : .finished
      (run.coreType, run.cpu) = (record.environment.coreType, record.environment.cpu)
      run.recordHash = try RunContent.hash(run, record.evaluations)
      try db.replace(run, record.evaluations)
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

extension RunStore {
  /// Every run, by family, share of attention, seed and identity.
  public func runs() throws -> [StoredRun] {
    try file.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM runs ORDER BY family, attention_fraction, seed, identity"
      ).map(StoredRun.init)
    }
  }

  /// The run with this identity; nil where the store does not know it.
  public func run(_ identity: String) throws -> StoredRun? {
    try file.read { try $0.run(identity) }
  }

  /// A run's curve, by step; none of a run that the store does not know.
  /// - Throws: `Fault` where the run has a result and is not what its hash was made of.
  public func evaluations(of identity: String) throws -> [Evaluation] {
    try file.read { db in
      guard let run = try db.run(identity) else { return [] }
      return try db.checkedEvaluations(of: run, in: url)
    }
  }
}
