import Core
import Foundation
import Lab
import Metrics

/// Times the main jobs, in a temporary folder, against the machine's own sgemm rate.
public struct Benchmark {
  let project: Project
  let executables: URL

  public init(project: Project, executables: URL) {
    self.project = project
    self.executables = executables
  }

  /// One run's timings.
  public struct Result: Sendable {
    public struct Row: Sendable {
      public var job: String
      /// Best of the repetitions, in seconds.
      public var seconds: Double
    }
    public var rate: MachineRate
    public var repetitions: Int
    public var rows: [Row]

    public var text: String {
      let gigaflops = String(format: "%.0f", rate.gigaflops)
      let head =
        "sgemm: \(gigaflops) GFLOP/s on one thread (\(rate.coreType)); "
        + "best of \(repetitions)\n"
      return head
        + rows.map { row in
          let seconds = String(format: "%.3f", row.seconds)
          let ratio = String(format: "%.1f", row.seconds * rate.gigaflops)
          let name = row.job.padding(toLength: 34, withPad: " ", startingAt: 0)
          return "\(name)\(seconds) s = \(ratio) GFLOP of sgemm\n"
        }.joined()
    }
  }

  public func run(repetitions: Int) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("interleave-bench-\(getpid())")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rate = MachineRate.measure()
    let rebuild = try best(of: repetitions) { try rebuildStore(in: folder) }
    // The runs are trained before: what is timed is the report.
    _ = try reproduction(in: folder).train(quiet)
    let report = try best(of: repetitions) { try publish(in: folder) }
    return Result(
      rate: rate, repetitions: repetitions,
      rows: [
        .init(job: "store, rebuilt from data/", seconds: rebuild),
        .init(job: "report, all analyses, warm", seconds: report),
      ])
  }

  private func rebuildStore(in folder: URL) throws {
    let path = folder.appendingPathComponent("store.sqlite").path
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    _ = try Store.open(at: URL(fileURLWithPath: path)).importData(DataFolder(project.data).load())
  }

  private func publish(in folder: URL) throws {
    let outcome = try reproduction(in: folder).run(progress: quiet)
    if let failure = outcome.failures.first {
      throw Fault("the analysis failed", at: failure.name, found: failure.message)
    }
  }

  private let quiet = ProgressLog(isTerminal: false, write: { _ in })

  private func reproduction(in folder: URL) throws -> Reproduction {
    var job = Reproduction(
      project: project, store: folder.appendingPathComponent("store.sqlite"),
      runs: folder.appendingPathComponent("runs.sqlite"),
      out: folder.appendingPathComponent("reports"), executables: executables,
      analyses: try project.analysisNames())
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    return job
  }

  private func best(of repetitions: Int, _ job: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = DispatchTime.now().uptimeNanoseconds
      try job()
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
    }
    return best
  }
}
