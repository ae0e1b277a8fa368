import ArgumentParser
import Core
import Foundation
import Notebook
import Workshop

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Ingest the data, train the small runs, run all analyses, and publish the report.",
    discussion: """
      Where the runs that the report trains itself (the profiles smoke and quick) have no results yet, a \
      first edition is published at once, from data and recorded runs; its sections on the other runs say \
      that these are not trained yet. Then they are trained, about eight minutes on two cores, and the whole \
      report is published. With the environment variable CI set, it is published once, at the end.

      Training is done once: runs that have a result in the file of runs are not repeated. Of the recorded \
      runs a few are drawn, trained again and compared; which ones depends on the report's date. Analyses \
      run side by side, and only those run whose source, program, data, profiles, runs or results have \
      changed since their last run; their records are kept beside the store. Where nothing has changed at \
      all, nothing is written. --fresh runs and writes everything.

      Writes report.md, report.pdf, values.json, figures/ and tables/ to the output folder. A failed \
      analysis is named, the others still run, and the exit status is 1. The earlier report stays as it was \
      until the new one is complete.

      --from-scratch trains the recorded profiles as well, which takes hours, in a file of runs of its own; \
      the report shows those runs instead of the recorded ones, and compares all of them. Ctrl-C or a kill \
      loses nothing: the same command goes on.

      --ci also writes what a build service shows, into ci/ of the output folder and the service's own \
      files: the job summary, annotations, a badge, JUnit XML and metrics. The exit status is then 1 as \
      well where a verdict on a claim is not the one on record.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Train the recorded runs as well, and show these instead.")
  var fromScratch = false

  @Option(
    help: ArgumentHelp(
      "With --from-scratch: train only this profile anew; repeat it for more. (default: all recorded)"
    ))
  var profile: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      The SQLite file of runs. (default: runs.sqlite in the project, with --from-scratch \
      from-scratch.sqlite)
      """))
  var runs: String?

  @Option(
    help: ArgumentHelp("The SQLite file of results. (default: results.sqlite in the project)"))
  var results: String?

  @Option(
    help: ArgumentHelp(
      "How many runs are trained, and how many analyses run, at a time. (default: one per core)"))
  var jobs: Int?

  @Option(help: "How many recorded runs are trained again and compared; 0 for none.")
  var reruns = 2

  @Option(help: ArgumentHelp("The report's folder. (default: reports in the project)"))
  var out: String?

  @Flag(help: "Run every analysis and write every file, whether or not anything has changed.")
  var fresh = false

  @Option(help: "Run only this analysis; repeat it for more.")
  var only: [String] = []

  @Option(help: "Show the outcome on this build service.")
  var ci: CIService?

  @Option(
    help: ArgumentHelp(
      "With --ci: where the report will be served; the summary shows figures from there.",
      valueName: "address"))
  var pages: String?

  func validate() throws {
    guard jobs.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--jobs must be at least 1")
    }
    guard reruns >= 0 else { throw ValidationError("--reruns must be at least 0") }
    guard fromScratch || profile.isEmpty else {
      throw ValidationError("--profile goes with --from-scratch")
    }
    guard ci != nil || pages == nil else { throw ValidationError("--pages goes with --ci") }
    let known = Reproduction.recordedProfiles
    if let other = profile.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "nothing is recorded of the profile '\(other)'; there are \(known.joined(separator: ", "))")
    }
  }

  func run() throws {
    let project = common.location
    let all = try project.analysisNames()
    if let unknown = only.first(where: { !all.contains($0) }) {
      throw Fault.unknown("analysis", unknown, among: all, at: "--only")
    }
    var reproduction = Reproduction(
      project: project, store: common.storeURL,
      runs: runs.map { URL(fileURLWithPath: $0) }
        ?? (fromScratch
          ? project.root.appendingPathComponent("from-scratch.sqlite") : project.runs),
      results: results.map { URL(fileURLWithPath: $0) },
      out: out.map { URL(fileURLWithPath: $0) } ?? project.reports,
      executables: CommonOptions.executables,
      analyses: all.filter { only.isEmpty || only.contains($0) })
    if let jobs { reproduction.jobs = jobs }
    reproduction.reruns = reruns
    reproduction.cache = fresh ? nil : Reproduction.cache(of: common.storeURL)
    reproduction.publishesFirst = ci == nil && !Self.isBuildService
    if fromScratch {
      reproduction.trained = profile.isEmpty ? Reproduction.recordedProfiles : profile
    }
    do {
      guard try isAsExpected(reproduction) else { throw ExitCode(1) }
    } catch let interrupted as Interrupted {
      throw ExitCode(128 + interrupted.signal)
    }
  }

  /// Whether this runs on a build service, which keeps only what is there at the end.
  private static var isBuildService: Bool {
    ProcessInfo.processInfo.environment["CI"].map { !$0.isEmpty } ?? false
  }

  private func isAsExpected(_ job: Reproduction) throws -> Bool {
    guard let ci else { return try job.run(progress: ProgressLog()).failures.isEmpty }
    return try CIReporter(ci, project: job.project, pages: pages).run(job, progress: ProgressLog())
  }
}

extension CIService: ExpressibleByArgument {}
