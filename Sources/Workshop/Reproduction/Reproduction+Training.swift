import Core
import Foundation
import Lab
import Notebook
import Published
import Report
import Runs
import Studies

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

extension Reproduction {
  /// Whether an analysis of the report shows recorded runs.
  var showsRecords: Bool { Self.recorded.contains { analyses.contains($0.analysis) } }

  /// The recorded runs of profiles that were trained for this report, beside what training gave.
  func compared(_ store: Store) throws -> RerunCheck? {
    let records = try trained.flatMap { try store.recordedRuns(of: $0) }
    return records.isEmpty ? nil : try RerunCheck(records, against: RunStore.openReadOnly(at: runs))
  }

  /// Trains a few recorded runs again, in a file of runs of their own that goes afterwards.
  /// - Returns: nil where nothing is recorded, or nothing was asked for.
  func rerun(_ store: Store, _ progress: ProgressLog) throws -> RerunCheck? {
    let shown = Self.recorded.filter { analyses.contains($0.analysis) }.map(\.profile)
    let pool = try shown.flatMap { try store.recordedRuns(of: $0) }
    let records = RerunCheck.draw(
      pool, count: reruns,
      seed: UInt64(clamping: Int(clamping: try ReportDate.current().timeIntervalSince1970)))
    guard !records.isEmpty else { return nil }
    let folder = try ScratchFolder("rerun")
    defer { folder.remove() }
    let scratch = try RunStore.open(at: folder.url.appendingPathComponent("runs.sqlite"))
    let runner = SweepRunner(
      executable: executables.appendingPathComponent("interleave"), store: scratch, jobs: jobs)
    let sweep = try records.map { record in
      let about = record.run.description
      return try SweepRun(
        RunConfig(json: about.config, at: record.place), profile: about.profile)
    }
    let interruption = try Interruption()
    defer { interruption.release() }
    let outcome = try runner.run(sweep, progress: training, interruption: interruption)
    if let signal = outcome.signal { throw Interrupted(signal: signal) }
    return try RerunCheck(records, against: scratch)
  }
}

extension Reproduction {
  /// Publishes a report from data and recorded runs where other runs have to be trained first, which takes
  /// minutes, and says where it is.
  /// - Throws: `Fault` where it cannot be made; `Interrupted` after Ctrl-C.
  func publishFirstEdition(_ store: Store, _ progress: ProgressLog) throws {
    // A report from scratch is to show trained runs alone.
    guard trained.isEmpty else { return }
    var first = self
    first.isFirstEdition = true
    first.reruns = 0
    let waiting = first.notTrainedYet()
    guard !waiting.isEmpty, waiting.count < analyses.count else { return }
    let made = try first.make(store, progress)
    let outcome = try first.publish(made, store, progress, step: "first edition")
    guard !outcome.files.isEmpty else { return }
    progress.note(
      "  next: training \(Wording.list(waiting.map(\.profile))), then the whole report; "
        + "Ctrl-C leaves the first edition as it is")
  }

  /// The analyses that show runs which are trained for the report and have no result yet.
  func notTrainedYet() -> [Placeholder] {
    Self.profiles.filter { analyses.contains($0.analysis) }.compactMap { analysis, profile in
      // What cannot be read is named when the runs are trained.
      guard let sweep = try? Profile.named(profile, in: project).sweep() else { return nil }
      let count = resultsThere(of: sweep)
      guard count < sweep.count else { return nil }
      return Placeholder(
        analysis: analysis, profile: profile, isBegun: count > 0, title: sectionTitle(analysis))
    }
  }

  /// The title that an analysis' section has.
  private func sectionTitle(_ name: String) -> String {
    let file = project.analyses.appendingPathComponent("\(name)/main.swift")
    let text = (try? InputFile.text(at: file)) ?? ""
    let heading = text.split(separator: "\n").first { $0.hasPrefix("// # ") }
    return heading.map { String($0.dropFirst(5)) } ?? name
  }
}
