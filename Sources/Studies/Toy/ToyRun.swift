import Core
import Foundation
import Lab
import Notebook
import Published
import Runs

/// A training run as a notebook reads it: what was asked for, and what came of it.
public struct ToyRun: Sendable, Equatable, HasSources {
  public let config: RunConfig
  public let stored: StoredRun
  /// The curve, by step.
  public let evaluations: [Evaluation]
  /// The line of a recorded run; empty for one of the file of runs.
  public var place = ""

  public var identity: String { stored.identity }
  public var sources: [String] { [provenance] }

  /// Where its numbers come from: `data/toy/standard.jsonl:3`, or `run 0123456789abcdef of smoke`.
  public var provenance: String {
    place.isEmpty ? "run \(identity) of \(stored.description.profile)" : place
  }

  /// The last score on one task of the mixture; nil where the run has no result.
  public func score(_ task: String) -> TaskScore? {
    guard stored.outcome == .finished else { return nil }
    return evaluations.last?.scores.first { $0.task == task }
  }
}

extension ToyRun {
  /// A run out of a file of runs.
  /// - Throws: `Fault` where something in it was changed since it ended.
  init(_ run: SweepRun, _ stored: StoredRun, in runs: RunStore) throws {
    try run.check(stored.description, at: "\(runs.url.path): run \(run.identity)")
    self.init(
      config: run.config, stored: stored, evaluations: try runs.evaluations(of: run.identity))
  }
}

extension Notebook {
  /// The runs of a profile in `data/profiles`, in its order.
  /// - Throws: `Fault` where the file of runs is missing or does not have one of them.
  public func runs(
    of profile: String, file: String = #fileID, line: Int = #line
  ) throws -> [ToyRun] {
    let sweep = try Profile.named(profile, in: project).sweep()
    let runs = try RunStore.openReadOnly(at: options.runsURL(project))
    let toys = try sweep.map { run in
      guard let stored = try runs.run(run.identity) else {
        throw Fault(
          "a run of the profile is not in the file of runs", at: runs.url.path,
          expected: "\(run.identity) (\(run.title))",
          hint: "train it: interleave sweep --profile \(profile)")
      }
      return try ToyRun(run, stored, in: runs)
    }
    note(toys, of: profile, file: file, line: line)
    return toys
  }

  /// Lists runs of the file of runs among what the notebook has read.
  func note(_ runs: [ToyRun], of profile: String, file: String, line: Int) {
    log.note(
      "runs(of: \"\(profile)\")", ["\(runs.count) runs of \(profile) in the file of runs"],
      file: file, line: line)
    for run in runs where !shownRuns.contains(where: { $0.identity == run.identity }) {
      shownRuns.append(RunSource(run))
    }
  }
}

extension Store {
  /// The family that FLA calls so: `gated_deltanet`; letter case and `_` do not matter.
  public func family(ofModelType type: String) throws -> Family? {
    try families().first { $0.answers(to: type) }
  }
}

extension RunSource {
  init(_ run: ToyRun) {
    let about = run.stored.description
    self.init(
      identity: run.identity, profile: about.profile,
      title: "\(about.family), \(about.layout), seed \(about.seed)",
      outcome: run.stored.outcome.rawValue, hash: run.stored.recordHash)
  }
}

extension RunStore {
  /// The runs of a profile that have a result here.
  public func toyRuns(of profile: Profile) throws -> [ToyRun] {
    try profile.sweep().compactMap { run in
      guard var stored = try self.run(run.identity), stored.outcome.isFinal else { return nil }
      stored.description.profile = profile.name
      return try ToyRun(run, stored, in: self)
    }
  }
}

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
