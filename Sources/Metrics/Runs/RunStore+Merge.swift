import Core
import Foundation
import GRDB

extension RunStore {
  /// Adds the runs of another store to this one, in one transaction.
  ///
  /// A run with a result takes the place of one without. Where both have a result, they are the same
  /// or a conflict; a conflict is listed and the run here stays, whichever came last. Merging again
  /// changes nothing.
  public func merge(from other: RunStore) throws -> MergeReport {
    guard other.url.resolvingSymlinksInPath() != url.resolvingSymlinksInPath() else {
      throw Fault("a store cannot be merged into itself", at: url.path)
    }
    let incoming = try other.file.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM runs ORDER BY identity").map(StoredRun.init)
        .map { (run: $0, evaluations: try db.evaluations(of: $0.identity)) }
    }
    return try merge(incoming, path: other.url.path)
  }

  /// Adds recorded runs in the same way, so that they need not be trained.
  /// - Parameter path: the file that they are from.
  public func merge(_ records: [RecordedRun], path: String) throws -> MergeReport {
    try merge(records.map { ($0.run, $0.evaluations) }, path: path)
  }

  private func merge(
    _ incoming: [(run: StoredRun, evaluations: [RunEvaluation])], path: String
  ) throws -> MergeReport {
    try file.write { db in
      var report = MergeReport(path: path)
      for (theirs, evaluations) in incoming {
        let ours = try db.run(theirs.identity)
        let step = MergeReport.step(ours, theirs)
        if step == .add || step == .replace { try db.replace(theirs, evaluations) }
        report.note(step, ours, theirs)
      }
      return report
    }
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
      + "\(conflicts.count) in conflict\n"
    return VisibleText.of(head + conflicts.map { "\($0)\n" }.joined(), keepingLines: true)
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
