import Core
import Foundation
import Lab
import Metrics

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
      stored.description.profile = run.description.profile
      records.append(try RecordedRun(stored, try evaluations(of: run.identity)))
    }
    return (records, missing)
  }
}

extension Notebook {
  /// The recorded runs of a profile, in the order of their file; none where nothing was recorded.
  /// - Throws: `Fault` for a configuration that this program cannot read.
  public func recordedRuns(of profile: String) throws -> [ToyRun] {
    try store.recordedRuns(of: profile).map { record in
      let text = record.run.description.config
      return ToyRun(
        config: try JSONDecoder().decode(RunConfig.self, from: Data(text.utf8)),
        stored: record.run, evaluations: record.evaluations, place: record.place)
    }
  }
}
