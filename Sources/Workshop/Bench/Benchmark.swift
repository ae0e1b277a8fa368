import Core
import Foundation
import Lab
import Notebook
import Paper
import Published
import Report

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
        + "best of up to \(repetitions)\n"
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

  /// How long the repetitions of one job may take; a job that takes longer is timed once.
  static let secondsOfJob = 30.0

  /// Times the jobs. Nothing is trained for it: the report is made from what there is.
  /// - Parameters:
  ///   - importing: rows of the long CSV whose import is timed.
  ///   - onlyImports: leaves out the store of the data folder, and the report.
  /// - Throws: `Interrupted` after Ctrl-C or a polite kill.
  public func run(repetitions: Int, importing: Int, onlyImports: Bool = false) throws -> Result {
    let scratch = try ScratchFolder("bench")
    defer { scratch.remove() }
    let folder = scratch.url
    return try Interruption.during { interruption in
      let rate = MachineRate.measure()
      let jobs = onlyImports ? [] : try mainJobs(in: folder, repetitions, interruption)
      var imports = ImportBenchmark(rows: importing, folder: folder)
      imports.interruption = interruption
      return Result(
        rate: rate, repetitions: repetitions,
        rows: jobs + (try imports.run(repetitions: repetitions)))
    }
  }

  private func mainJobs(
    in folder: URL, _ repetitions: Int, _ interruption: Interruption
  ) throws -> [Result.Row] {
    func row(_ name: String, _ job: () throws -> Void) throws -> Result.Row {
      .init(
        job: name,
        seconds: try Self.best(of: repetitions) {
          if let signal = interruption.received { throw Interrupted(signal: signal) }
          try job()
        })
    }
    let cache = folder.appendingPathComponent("records")
    // One date for all repetitions, so that nothing changes between them.
    setenv("SOURCE_DATE_EPOCH", "0", 0)
    return try [
      row("store, rebuilt from data/") { try rebuildStore(in: folder) },
      row("report, all analyses") {
        try? FileManager.default.removeItem(at: cache)
        try publish(in: folder, cache)
      },
      row("report, nothing changed") { try publish(in: folder, cache) },
    ]
      + FormatBenchmark(document: LongDocument.make(), typst: .find(project: project.root)).run(
        repetitions: repetitions)
  }

  private func rebuildStore(in folder: URL) throws {
    let path = folder.appendingPathComponent("store.sqlite").path
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    _ = try Store.open(at: URL(fileURLWithPath: path)).importData(DataFolder(project.data).load())
  }

  private func publish(in folder: URL, _ cache: URL) throws {
    let outcome = try reproduction(in: folder, cache).run(progress: quiet)
    if let failure = outcome.failures.first {
      throw Fault("the analysis failed", at: failure.name, found: failure.message)
    }
  }

  private let quiet = ProgressLog(isTerminal: false, write: { _ in })

  private func reproduction(in folder: URL, _ cache: URL) throws -> Reproduction {
    var job = Reproduction(
      project: project, store: folder.appendingPathComponent("store.sqlite"), runs: project.runs,
      out: folder.appendingPathComponent("reports"), executables: executables,
      analyses: try project.analysisNames())
    // Runs that are there are shown; none are trained.
    job.isFirstEdition = true
    job.reruns = 0
    job.cache = cache
    return job
  }

  /// The shortest of some repetitions, fewer where they take long.
  static func best(
    of repetitions: Int, within limit: Double = secondsOfJob, _ job: () throws -> Void
  ) rethrows -> Double {
    var (best, total) = (Double.infinity, 0.0)
    for _ in 0..<repetitions where total < limit {
      let start = DispatchTime.now().uptimeNanoseconds
      try job()
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
      best = min(best, seconds)
      total += seconds
    }
    return best
  }
}

/// Times the formats that a document is rendered to.
struct FormatBenchmark {
  let document: Document
  let typst: TypstCompiler

  func run(repetitions: Int) throws -> [Benchmark.Result.Row] {
    let count = document.sections.count
    let jobs: [(String, () throws -> Void)] = [
      ("PDF", { _ = try PDFWriter.render(document, with: typst) }),
      ("HTML", { _ = try HTMLWriter.render(document) }),
      ("Markdown", { _ = try MarkdownWriter.render(document) }),
    ]
    return try jobs.map { name, job in
      .init(
        job: "\(name), \(count) chapters of two pages",
        seconds: try Benchmark.best(of: repetitions, job))
    }
  }
}
