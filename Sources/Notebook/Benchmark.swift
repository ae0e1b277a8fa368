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
      /// Best of the repetitions; nil where what does the job is not present.
      public var seconds: Double?
      /// The rows that the job imports, where it imports any.
      public var rows: Int?
    }
    public var rate: MachineRate
    public var repetitions: Int
    public var rows: [Row]

    public var text: String {
      let gigaflops = String(format: "%.0f", rate.gigaflops)
      let head =
        "sgemm: \(gigaflops) GFLOP/s on one thread (\(rate.coreType)); "
        + "best of \(repetitions)\n"
      return head + rows.map(line).joined()
    }

    private func line(_ row: Row) -> String {
      let name = row.job.padding(toLength: 34, withPad: " ", startingAt: 0)
      guard let seconds = row.seconds else { return name + "not present\n" }
      let ratio = String(format: "%.3f s = %.1f GFLOP of sgemm", seconds, seconds * rate.gigaflops)
      let speed = row.rows.map { String(format: ", %.2f M rows/s", Double($0) / seconds * 1e-6) }
      return name + ratio + (speed ?? "") + "\n"
    }
  }

  /// Times the jobs.
  /// - Parameters:
  ///   - importing: rows of the long CSV whose import is timed.
  ///   - onlyImports: leaves out the store of the data folder, and the report.
  public func run(repetitions: Int, importing: Int, onlyImports: Bool = false) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("interleave-bench-\(getpid())")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rate = MachineRate.measure()
    let jobs =
      onlyImports
      ? []
      : try mainJobs(in: folder, repetitions)
        + FormatBenchmark(document: LongDocument.make(), typst: .find(project: project.root)).run(
          repetitions: repetitions)
    let imports = try ImportBenchmark(rows: importing, folder: folder).run(repetitions: repetitions)
    return Result(rate: rate, repetitions: repetitions, rows: jobs + imports)
  }

  private func mainJobs(in folder: URL, _ repetitions: Int) throws -> [Result.Row] {
    let rebuild = try Self.best(of: repetitions) { try rebuildStore(in: folder) }
    // The runs are trained before: what is timed is the report.
    _ = try reproduction(in: folder).train(quiet)
    let report = try Self.best(of: repetitions) { try publish(in: folder) }
    return [
      .init(job: "store, rebuilt from data/", seconds: rebuild),
      .init(job: "report, all analyses, warm", seconds: report),
    ]
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
    job.reruns = 0
    job.training = SweepProgress(isTerminal: false, write: { _ in })
    return job
  }

  static func best(of repetitions: Int, _ job: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = DispatchTime.now().uptimeNanoseconds
      try job()
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9)
    }
    return best
  }
}
