import Core
import Foundation
import Lab
import Notebook
import Runs

extension Notebook {
  /// A profile by its name in `data/profiles`, or by its file.
  public func profile(_ name: String) throws -> Profile { try Profile.named(name, in: project) }

  /// The profile of ablations that this notebook shows: the project's, or the one that the command line
  /// names.
  public func ablations() throws -> Profile { try profile(options.ablations ?? "ablations") }

  /// The runs of a profile that have a result: recorded ones, whichever profile they were recorded for,
  /// or, for a profile that was trained for this report, those in the file of runs.
  public func trainedRuns(
    of profile: Profile, file: String = #fileID, line: Int = #line
  ) throws -> [ToyRun] {
    let sweep = try profile.sweep()
    guard isTrainedHere(profile.name) else {
      let records = try store.recordedRuns(
        identities: sweep.map(\.identity), file: file, line: line)
      return try sweep.compactMap { run in try records[run.identity].map(ToyRun.init) }
    }
    guard FileManager.default.fileExists(atPath: options.runsURL(project).path) else { return [] }
    let runs = try RunStore.openReadOnly(at: options.runsURL(project))
    let found = try runs.toyRuns(of: profile)
    note(found, of: profile.name, file: file, line: line)
    return found
  }

  /// Whether a profile's runs were trained for this report, so that they are in the file of runs.
  public func isTrainedHere(_ profile: String) -> Bool {
    options.ablations != nil || options.trained.contains(profile)
  }
}

extension ToyRun {
  /// A run that was kept.
  /// - Throws: `Fault` for a configuration that this program cannot read.
  init(_ record: RecordedRun) throws {
    let about = record.run.description
    let config = try RunConfig(json: about.config, at: record.place)
    try SweepRun(config, profile: about.profile).check(about, at: record.place)
    self.init(
      config: config, stored: record.run, evaluations: record.evaluations, place: record.place)
  }
}
