import Core
import Foundation
import Lab
import Metrics

/// A signal stopped the work.
public struct Interrupted: Error, Sendable {
  public let signal: Int32
}

extension Reproduction {
  /// Analyses that show training runs, with the profiles that train them.
  static let profiles = [
    (analysis: "toy-runs", profile: "smoke"), (analysis: "toy-quick", profile: "quick"),
  ]

  /// The analyses that show recorded runs, with their profiles.
  static let recorded = [
    (analysis: "toy-curves", profile: "standard"), (analysis: "toy-curves", profile: "six-layers"),
    (analysis: "ablations", profile: "ablations"),
  ]

  /// The profiles whose recorded runs the report shows.
  public static var recordedProfiles: [String] { recorded.map(\.profile) }

  /// Trains the runs that the analyses show and the file of runs does not have yet.
  /// - Returns: what failed, by profile; the analyses run nevertheless.
  /// - Throws: `Interrupted` after Ctrl-C.
  func train(_ progress: ProgressLog) throws -> [ReportAssembly.Failure] {
    let shown = Self.profiles.filter { analyses.contains($0.analysis) }.map(\.profile)
    return try (shown + trained).compactMap { profile in
      let step = "training: \(profile)"
      progress.begin(step)
      do {
        let outcome = try sweep(profile)
        guard outcome.isComplete else { throw Fault(outcome.summary) }
        progress.end(step, note: outcome.summary)
        return nil
      } catch let fault as Fault {
        progress.fail(step, "\(fault)")
        return ReportAssembly.Failure(name: step, message: "\(fault)")
      }
    }
  }

  private func sweep(_ name: String) throws -> SweepOutcome {
    let sweep = try Profile.named(name, in: project).sweep()
    guard resultsThere(of: sweep) < sweep.count else {
      var outcome = SweepOutcome()
      outcome.earlier = sweep.count
      return outcome
    }
    let runner = SweepRunner(
      executable: executables.appendingPathComponent("interleave"),
      store: try RunStore.open(at: runs), jobs: jobs, resumes: true)
    let interruption = try Interruption()
    defer { interruption.release() }
    let outcome = try runner.run(sweep, progress: training, interruption: interruption)
    if let signal = outcome.signal { throw Interrupted(signal: signal) }
    return outcome
  }

  /// How many runs of a sweep have a result. The file of runs is only read: opening it for writing would
  /// change its bytes, by which records are kept.
  func resultsThere(of sweep: [SweepRun]) -> Int {
    guard FileManager.default.fileExists(atPath: runs.path),
      let known = try? RunStore.openReadOnly(at: runs).runs()
    else { return 0 }
    let final = Set(known.filter(\.outcome.isFinal).map(\.identity))
    return sweep.count { final.contains($0.identity) }
  }
}
