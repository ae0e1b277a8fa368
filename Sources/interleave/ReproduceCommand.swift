import ArgumentParser
import Core
import Foundation
import Notebook
import Workshop

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Load the data, train the small runs, run all analyses, and publish the report.",
    discussion: """
      If the runs that the report trains itself (the profiles smoke and quick) have no results yet, a first \
      edition is published at once, from data and recorded runs. It says which sections wait for training. \
      Then the runs are trained, which takes about eight minutes on two cores, and the whole report is \
      published. If the environment variable CI is set, the report is published once, at the end.

      Runs that have a result in the file of runs are not trained again. A few recorded runs are sampled, \
      trained again and compared; the report's date decides which ones. Analyses run in parallel, and only \
      those run whose source, program, data, profiles, runs or results have changed since their last run. \
      Their records are kept beside the store. If nothing has changed, nothing is written. --fresh runs and \
      writes everything.

      The output folder gets report.md, report.pdf, values.json, figures/ and tables/. If an analysis fails, \
      it is named, the others still run, and the exit status is 1. The earlier report stays in place until \
      the new one is complete.

      --from-scratch also trains the recorded profiles, which takes hours, into a separate file of runs. The \
      report then shows these runs instead of the recorded ones and compares all of them. After Ctrl-C or a \
      kill, the same command resumes and nothing is lost.

      --ci also writes the files that a build service shows, to ci/ in the output folder and to the files of \
      the service: the job summary, annotations, a badge, JUnit XML and metrics. The exit status is then also \
      1 if a verdict on a claim differs from the recorded one.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Also train the recorded profiles, and show these runs instead of the recorded ones.")
  var fromScratch = false

  @Option(
    help: ArgumentHelp(
      "With --from-scratch: train only this profile again; repeat it for more. (default: all recorded)"
    ))
  var profile: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      The SQLite file of training runs. (default: runs.sqlite in the project; with --from-scratch, \
      from-scratch.sqlite)
      """))
  var runs: String?

  @Option(
    help: ArgumentHelp(
      "The SQLite file of imported results. (default: results.sqlite in the project)"))
  var results: String?

  @Option(
    help: ArgumentHelp(
      "How many runs are trained, and how many analyses run, at a time. (default: one per core)"))
  var jobs: Int?

  @Option(help: "How many recorded runs to train again and compare; 0 for none.")
  var reruns = 2

  @Option(help: ArgumentHelp("The folder for the report. (default: reports in the project)"))
  var out: String?

  @Flag(help: "Run every analysis and write every file, even if nothing has changed.")
  var fresh = false

  @Option(help: "Run only this analysis; repeat it for more.")
  var only: [String] = []

  @Option(help: "Also write the files that this build service shows.")
  var ci: CIService?

  @Option(
    help: ArgumentHelp(
      "With --ci: the address at which the report will be served; the summary shows its figures.",
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
