import Core
import Foundation
import GRDB
import Lab

extension RunStore {
  /// Adds the runs of another store to this one, in one transaction.
  ///
  /// A run with a result takes the place of one without. Where both have a result, they are the same
  /// or a conflict; a conflict is listed and the run here stays, whichever came last. A run that was
  /// changed since it ended is refused. Merging again changes nothing.
  /// - Parameter check: throws a `Fault` where a run is not what it is said to be
  public func merge(
    from other: RunStore,
    checking check: (RunDescription, _ place: String) throws -> Void = { _, _ in }
  ) throws -> MergeReport {
    guard other.url.resolvingSymlinksInPath() != url.resolvingSymlinksInPath() else {
      throw Fault("a store cannot be merged into itself", at: url.path)
    }
    return try merge(try other.incoming(), path: other.url.path, check)
  }

  /// Adds recorded runs in the same way, so that they need not be trained.
  /// - Parameter path: the file that they are from.
  public func merge(
    _ records: [RecordedRun], path: String,
    checking check: (RunDescription, _ place: String) throws -> Void = { _, _ in }
  ) throws -> MergeReport {
    try merge(records.map { .success(($0.run, $0.evaluations)) }, path: path, check)
  }

  private typealias Incoming = Result<(run: StoredRun, curve: [Evaluation]), Fault>

  /// All runs, by identity. One that was changed since it ended is a fault and takes no other with it.
  private func incoming() throws -> [Incoming] {
    try file.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM runs ORDER BY identity").map(StoredRun.init).map {
        run in
        do {
          return .success((run, try db.checkedEvaluations(of: run, in: url)))
        } catch let fault as Fault {
          return .failure(fault)
        }
      }
    }
  }

  private func merge(
    _ incoming: [Incoming], path: String,
    _ check: (RunDescription, _ place: String) throws -> Void
  ) throws -> MergeReport {
    try file.write { db in
      var report = MergeReport(path: path)
      for one in incoming {
        do {
          let run = try one.get()
          try check(run.run.description, "\(path): run \(run.run.identity)")
          try merge(run, in: db, &report)
        } catch let fault as Fault {
          report.refused.append(fault)
        }
      }
      return report
    }
  }

  private func merge(
    _ theirs: (run: StoredRun, curve: [Evaluation]), in db: Database,
    _ report: inout MergeReport
  ) throws {
    let ours = try db.run(theirs.run.identity)
    if let ours { _ = try db.checkedEvaluations(of: ours, in: url) }
    let step = MergeReport.step(ours, theirs.run)
    if step == .add || step == .replace { try db.replace(theirs.run, theirs.curve) }
    report.note(step, ours, theirs.run)
  }
}

/// What a merge did.
public struct MergeReport: Sendable, Equatable {
  /// The store that was read.
  public let path: String
  /// Runs that were not here.
  public private(set) var added = 0
  /// Runs that had no result here.
  public private(set) var replaced = 0
  /// Runs that stayed as they were.
  public private(set) var kept = 0
  public private(set) var conflicts: [RunConflict] = []
  /// Runs that were changed since they ended, there or here; each stays where and as it is.
  public internal(set) var refused: [Fault] = []

  /// Whether every run that was read is here now.
  public var isClean: Bool { conflicts.isEmpty && refused.isEmpty }

  enum Step {
    case add, replace, keep, conflict
  }

  init(path: String) { self.path = path }

  static func step(_ ours: StoredRun?, _ theirs: StoredRun) -> Step {
    guard let ours else { return .add }
    switch (ours.outcome.isFinal, theirs.outcome.isFinal) {
    case (false, true): return .replace
    case (true, true) where ours.recordHash != theirs.recordHash: return .conflict
    default: return .keep
    }
  }

  mutating func note(_ step: Step, _ ours: StoredRun?, _ theirs: StoredRun) {
    switch step {
    case .add: added += 1
    case .replace: replaced += 1
    case .keep: kept += 1
    case .conflict:
      kept += 1
      if let ours { conflicts.append(RunConflict(first: ours, second: theirs)) }
    }
  }
}

/// One run with two results.
public struct RunConflict: Sendable, Equatable {
  /// The one that stays.
  public let first: StoredRun
  public let second: StoredRun

  /// Whether other kernels computed it, which explains a difference in the last digits.
  public var hasOtherKernels: Bool { first.coreType != second.coreType }
}

extension MergeReport: CustomStringConvertible {
  public var description: String {
    let head =
      "\(path): \(added) added, \(replaced) completed, \(kept) kept, "
      + "\(conflicts.count) in conflict"
      + (refused.isEmpty ? "" : ", \(refused.count) refused")
    let lines = [head] + conflicts.map { "\($0)" } + refused.map { "refused: \($0)" }
    return VisibleText.of(lines.map { $0 + "\n" }.joined(), keepingLines: true)
  }
}

extension RunConflict: CustomStringConvertible {
  public var description: String {
    let about = first.description
    let kernels = [first, second].map { $0.coreType ?? "unknown" }
    let reason =
      hasOtherKernels
      ? "computed with other kernels: \(kernels[0]) here, \(kernels[1]) there"
      : "computed with the same kernels (\(kernels[0])), so one of the two is wrong"
    return
      "conflict: \(first.identity) (\(about.family), \(about.layout), seed \(about.seed)): \(reason)"
  }
}
