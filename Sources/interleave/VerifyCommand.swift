import ArgumentParser
import Core
import Foundation
import Notebook
import Report
import Workshop

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Make the report again and compare it with the published one.",
    discussion: """
      This runs everything that `interleave reproduce` runs, under the terms of the published report (its \
      date, its analyses, how many recorded runs are trained again). It publishes nothing, and compares every \
      bound value and every verdict with values.json. A number may differ by the tolerance that is stated \
      there: rounding for numbers that are computed from data, more for runs that are trained for the report. \
      A value that only one of the two reports has counts as drift.

      Runs that have a result in the file of runs are not trained again. To train them, name a new file with \
      --runs.

      --files runs nothing. It compares every file of the report with its hash in files.json and lists \
      missing and changed files; if there are any, the exit status is 1. Git keeps only a part of the report \
      in a checkout, so pictures and pages are missing there.

      Exit status: 0 when all agree, 1 when something drifted, 2 when something could not be checked: an \
      analysis failed, values.json is missing or invalid, or training could not run.
      """)

  @Argument(
    help: ArgumentHelp("The folder of the published report. (default: reports in the project)"))
  var folder: String?

  @OptionGroup var common: CommonOptions

  @Flag(help: "Only check that all files are as they were published.")
  var files = false

  @Option(help: ArgumentHelp("The same as the argument."))
  var report: String?

  @Option(
    help: ArgumentHelp(
      """
      The SQLite file of training runs. (default: runs.sqlite in the project, or from-scratch.sqlite for a \
      report made with --from-scratch)
      """))
  var runs: String?

  @Option(
    help: ArgumentHelp(
      "The SQLite file of imported results. (default: results.sqlite in the project)"))
  var results: String?

  @Option(help: ArgumentHelp("How many runs to train at a time. (default: one per core)"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "How many recorded runs to train again. (default: as for the published report)"))
  var reruns: Int?

  @Option(help: "Verify only this analysis; repeat it for more.")
  var only: [String] = []

  @Flag(help: "Print a JSON list of what drifted.")
  var json = false

  func validate() throws {
    guard jobs.map({ $0 > 0 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
    guard reruns.map({ $0 >= 0 }) ?? true else {
      throw ValidationError("--reruns must be at least 0")
    }
    guard folder == nil || report == nil else {
      throw ValidationError("name the report's folder once: as an argument or with --report")
    }
  }

  func run() throws {
    let project = common.location
    let folder = (folder ?? report).map { URL(fileURLWithPath: $0) } ?? project.reports
    guard !files else { return try PublishedFiles(folder: folder, json: json).check() }
    do {
      let outcome = try Unchecked.run {
        let verification = try Verification(report: folder, project: project, only: only)
        return try verification.run(
          reproduction(verification), reruns: reruns, progress: ProgressLog())
      }
      try tell(outcome, folder)
      guard outcome.failures.isEmpty else { throw ExitCode(2) }
      guard outcome.isSame else { throw ExitCode(1) }
    } catch let interrupted as Interrupted {
      throw ExitCode(128 + interrupted.signal)
    }
  }

  private func reproduction(_ verification: Verification) -> Reproduction {
    let project = common.location
    let isScratch = verification.published.made.map { !$0.fromScratch.isEmpty } ?? false
    var job = Reproduction(
      project: project, store: common.readableStoreURL,
      runs: runs.map { URL(fileURLWithPath: $0) }
        ?? (isScratch ? project.root.appendingPathComponent("from-scratch.sqlite") : project.runs),
      results: results.map { URL(fileURLWithPath: $0) }, out: project.reports,
      executables: CommonOptions.executables, analyses: verification.analyses)
    if let jobs { job.jobs = jobs }
    return job
  }

  private func tell(_ outcome: Verification.Outcome, _ folder: URL) throws {
    for failure in outcome.failures { warn("could not be checked: \(failure.name)") }
    for change in outcome.changes { warn("\(change.name): \(change.message)") }
    guard !json else {
      return try JSONValue.array(outcome.differences.map(\.json)).printed()
    }
    if !outcome.differences.isEmpty {
      Terminal.print(
        DifferenceText.table(
          outcome.differences, before: "published", after: "now", allowsOwn: true), terminator: "")
    }
    let drifted = Set(outcome.differences.map { "\($0.kind) \($0.name)" }).count
    Terminal.print(
      "\(VisibleText.of(folder.path)): \(outcome.values) values and \(outcome.verdicts) verdicts "
        + "compared, \(drifted == 0 ? "no drift" : "\(drifted) drifted")")
  }

  private func warn(_ text: String) {
    Terminal.complain(text)
  }
}

/// `interleave verify --files`: whether the files of a report are those that were published.
struct PublishedFiles {
  let folder: URL
  let json: Bool

  /// Prints what is missing or changed.
  /// - Throws: `ExitCode` 1 where anything is, 2 where that could not be looked at.
  func check() throws {
    let (count, problems) = try Unchecked.run {
      try Publisher(folder: folder).reading {
        let list = try FileList.read(in: folder)
        return (list.files.count, list.problems(in: folder))
      }
    }
    if json {
      try JSONValue.array(problems.map(Self.json)).printed()
    } else {
      for problem in problems {
        Terminal.print("\(problem.kind.rawValue): \(VisibleText.of(problem.path))")
      }
      let outcome = problems.isEmpty ? "all as published" : "\(problems.count) missing or changed"
      Terminal.print("\(VisibleText.of(folder.path)): \(count) files compared, \(outcome)")
    }
    guard problems.isEmpty else { throw ExitCode(1) }
  }

  private static func json(_ problem: FileList.Problem) -> JSONValue {
    .object(["path": .string(problem.path), "problem": .string(problem.kind.rawValue)])
  }
}
