import Core
import Foundation
import Lab
import Notebook
import Runs

extension RunStore {
  /// The runs of a sweep as records, in its order, and those that have no result. A run keeps the
  /// profile that the sweep names, whichever was first to ask for it.
  public func records(of sweep: [SweepRun]) throws -> (records: [RecordedRun], missing: [SweepRun])
  {
    var (records, missing): ([RecordedRun], [SweepRun]) = ([], [])
    for run in sweep {
      guard var stored = try self.run(run.identity), stored.outcome.isFinal else {
        missing.append(run)
        continue
      }
      try run.check(stored.description, at: "\(url.path): run \(run.identity)")
      stored.description.profile = run.description.profile
      records.append(try RecordedRun(stored, try evaluations(of: run.identity)))
    }
    return (records, missing)
  }
}

extension Notebook {
  /// The recorded runs of a profile, in the order of their file; none where nothing was recorded. Where
  /// the profile was trained for this report, those runs instead.
  /// - Throws: `Fault` for a configuration that this program cannot read.
  public func recordedRuns(
    of profile: String, file: String = #fileID, line: Int = #line
  ) throws -> [ToyRun] {
    guard !isTrainedHere(profile) else {
      return try trainedRuns(of: self.profile(profile), file: file, line: line)
    }
    return try store.recordedRuns(of: profile, file: file, line: line).map(ToyRun.init)
  }
}
