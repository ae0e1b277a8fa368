import ArgumentParser
import Core
import Foundation
import Lab
import Notebook
import Runs

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train the runs of a profile, or merge what machines have trained.",
    discussion: """
      `interleave sweep --profile smoke` is short for `interleave sweep run --profile smoke`.
      """,
    subcommands: [SweepRunCommand.self, SweepMergeCommand.self, SweepRecordCommand.self],
    defaultSubcommand: SweepRunCommand.self)
}

/// Where the runs are; shared by all commands that write or read them.
struct RunsOptions: ParsableArguments {
  @Option(help: "The checkout's folder.")
  var project: String = "."

  @Option(help: ArgumentHelp("The SQLite file of runs. (default: runs.sqlite in the project)"))
  var runs: String?

  var location: Project { Project(root: URL(fileURLWithPath: project)) }
  var url: URL { runs.map { URL(fileURLWithPath: $0) } ?? location.runs }
}

struct SweepRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train every run of a profile that has no result yet.",
    discussion: """
      Each run is a process of its own with one thread; this one alone writes the file of runs, as \
      results come. A run with a result is never repeated, and one that diverged has a result. A run \
      whose process crashed is named, the others go on, and the exit status is 1; the next sweep \
      tries it again.

      Ctrl-C asks the runs to write their checkpoints and ends with status 130; --resume goes on from \
      them. Without it, runs that have no result begin anew.
      """)

  @Option(help: "The profile: a file, or the name of one in data/profiles.")
  var profile: String

  @Option(help: "How many runs at a time.")
  var jobs = 1

  @Option(
    help: ArgumentHelp(
      "Train one part of n, such as 2/3; other machines the others.", valueName: "i/n"))
  var shard: Shard = .whole

  @Flag(help: "Go on from the checkpoints that an earlier sweep left.")
  var resume = false

  @Flag(help: "List the runs and train none.")
  var dryRun = false

  @OptionGroup var options: RunsOptions

  @Option(help: ArgumentHelp("The program that has the command train.", visibility: .hidden))
  var trainer: String?

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
  }

  func run() throws {
    let profile = try Profile.named(profile, in: options.location)
    let runs = shard.runs(of: try profile.sweep())
    guard !dryRun else { return try list(runs) }
    let store = try RunStore.open(at: options.url)
    let program =
      trainer.map { URL(fileURLWithPath: $0) }
      ?? CommonOptions.executables.appendingPathComponent("interleave")
    let runner = SweepRunner(executable: program, store: store, jobs: jobs, resumes: resume)
    let interruption = try Interruption()
    let outcome = try runner.run(runs, progress: SweepProgress(), interruption: interruption)
    Terminal.print("\(profile.name): \(outcome.summary)")
    if let signal = outcome.signal {
      Terminal.print("to go on, repeat the command with --resume")
      throw ExitCode(128 + signal)
    }
    guard outcome.crashed == 0 else { throw ExitCode(1) }
  }

  private func list(_ runs: [SweepRun]) throws {
    let isThere = FileManager.default.fileExists(atPath: options.url.path)
    let known = isThere ? try RunStore.openReadOnly(at: options.url).runs() : []
    let states = Dictionary(uniqueKeysWithValues: known.map { ($0.identity, $0.outcome.rawValue) })
    let rows = runs.map { run in
      let about = run.description
      return [
        run.identity, about.family, about.layout, "\(about.attentionLayers) of \(about.layers)",
        "\(about.width)", "\(about.seed)", "\(run.tokens)", states[run.identity] ?? "new",
      ]
    }
    Terminal.print(
      TextTable.render(
        header: [
          "run", "family", "layout", "attention layers", "d_model", "seed", "tokens", "state",
        ], rows: rows), terminator: "")
  }
}

struct SweepMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Add the runs of other files to one.",
    discussion: """
      A run with a result takes the place of one without. A run that two files have with different \
      results is listed as a conflict, and the first stays. A run that was changed since it ended is \
      refused, and a file that cannot be read is named; the others are merged. In each of these cases the \
      exit status is 1. Merging again changes nothing. A file that ends in .jsonl has recorded runs: they \
      then count as trained.
      """)

  @Argument(help: "The files to read: SQLite files of runs, or .jsonl files of recorded ones.")
  var files: [String]

  @Option(
    help: ArgumentHelp("The SQLite file to add to. (default: runs.sqlite in the project)"))
  var into: String?

  @Option(help: "The checkout's folder.")
  var project: String = "."

  func run() throws {
    let url =
      into.map { URL(fileURLWithPath: $0) } ?? Project(root: URL(fileURLWithPath: project)).runs
    let store = try RunStore.open(at: url)
    var isClean = true
    for file in files.map({ URL(fileURLWithPath: $0) }) {
      do {
        let report = try Self.merge(file, into: store)
        Terminal.print(report, terminator: "")
        isClean = isClean && report.isClean
      } catch let fault as Fault {
        Terminal.print("\(file.path): not merged")
        Terminal.complain(fault)
        isClean = false
      }
    }
    guard isClean else { throw ExitCode(1) }
  }

  private static func merge(_ file: URL, into store: RunStore) throws -> MergeReport {
    guard file.pathExtension == "jsonl" else {
      return try store.merge(
        from: RunStore.openReadOnly(at: file), checking: SweepRun.check(_:at:))
    }
    return try store.merge(
      RecordedRun.read(file), path: file.path, checking: SweepRun.check(_:at:))
  }
}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
  public var defaultValueDescription: String { "\(number)/\(count)" }
}
