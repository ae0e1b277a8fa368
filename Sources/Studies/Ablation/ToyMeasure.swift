import Core
import Foundation
import Lab
import Notebook
import Runs
import Statistics

extension TaskScore {
  /// Whether the sequence decides every answer, so that no predictor need ever be wrong: recall.
  var isRecall: Bool { floor == 0 }
  /// Whether it is a language: the least possible loss is known and above zero.
  var isLanguage: Bool { (floor ?? 0) > 0 }
}

extension Evaluation {
  /// The mean accuracy over the recall tasks; nil where there are none.
  public var recall: Double? { Self.mean(scores.filter(\.isRecall).map(\.accuracy)) }

  /// The mean loss above the floor over the languages, nats; nil where there are none.
  public var languageExcess: Double? {
    Self.mean(scores.filter(\.isLanguage).compactMap(\.excess))
  }

  fileprivate static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// What runs of ablations are compared by. Each is about all tasks of its kind in the mixture, whatever
/// they are called.
public enum ToyMeasure: String, Sendable, CaseIterable {
  /// The mean accuracy over the recall tasks at the end.
  case recall
  /// The same, as the mean over all evaluations after the start: larger the sooner recall is learned.
  case recallOverTraining = "recall over training"
  /// The mean loss of the languages above their floor at the end, nats.
  case languageExcess = "language excess"

  /// What a run has; nil where it did not finish, or has no such task.
  public func value(of run: ToyRun) -> Double? {
    guard run.stored.outcome == .finished else { return nil }
    switch self {
    case .recall: return run.evaluations.last?.recall
    case .recallOverTraining:
      return Evaluation.mean(run.evaluations.dropFirst().compactMap(\.recall))
    case .languageExcess: return run.evaluations.last?.languageExcess
    }
  }
}

extension ToyRun {
  /// When the mean recall first came to `level`, in training tokens; censored at the last evaluation
  /// where it never did. nil where the run has no evaluation after the start.
  public func recallSolved(at level: Double) -> SurvivalTime? {
    let curve = evaluations.dropFirst().compactMap { point in
      point.recall.map { (point.tokens, $0) }
    }
    if let first = curve.first(where: { $0.1 >= level }) {
      return try? SurvivalTime(Double(first.0), happened: true)
    }
    return curve.last.flatMap { try? SurvivalTime(Double($0.0), happened: false) }
  }
}

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
