import ArgumentParser
import Core
import Foundation
import Lab
import Notebook
import Runs

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train the runs of a profile, merge files of runs, or record results.",
    discussion: """
      `interleave sweep --profile smoke` is short for `interleave sweep run --profile smoke`.
      """,
    subcommands: [SweepRunCommand.self, SweepMergeCommand.self, SweepRecordCommand.self],
    defaultSubcommand: SweepRunCommand.self)
}

/// Where the runs are; shared by all commands that write or read them.
struct RunsOptions: ParsableArguments {
  @Option(help: "The folder of the checkout.")
  var project: String = "."

  @Option(
    help: ArgumentHelp("The SQLite file of training runs. (default: runs.sqlite in the project)"))
  var runs: String?

  var location: Project { Project(root: URL(fileURLWithPath: project)) }
  var url: URL { runs.map { URL(fileURLWithPath: $0) } ?? location.runs }
}

/// Fields that every run gets, whatever its profile says.
struct SettingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Give every run this value, such as training.steps=200 for a quick look; repeat it for more. It \
      wins over the profile.
      """, valueName: "path=value"))
  var set: [String] = []
}

/// What trains the runs of a sweep.
struct TrainerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The program that provides the command train.", visibility: .hidden))
  var trainer: String?

  /// Trains the runs that have no result yet, until Ctrl-C.
  func train(
    _ runs: [SweepRun], in store: RunStore, jobs: Int, resumes: Bool
  ) throws -> SweepOutcome {
    let program =
      trainer.map { URL(fileURLWithPath: $0) }
      ?? CommonOptions.executables.appendingPathComponent("interleave")
    let runner = SweepRunner(executable: program, store: store, jobs: jobs, resumes: resumes)
    let interruption = try Interruption()
    defer { interruption.release() }
    return try runner.run(runs, progress: SweepProgress(), interruption: interruption)
  }
}

struct SweepRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train every run of a profile that has no result yet.",
    discussion: """
      Each run is a process with one thread. The sweep itself is the only process that writes the file of \
      runs, and it writes results as they arrive. A run with a result is never trained again, and a run that \
      diverged has a result. If the process of a run crashes, the run is named, the others continue, and the \
      exit status is 1; the next sweep tries the run again.

      Ctrl-C asks the runs to write checkpoints, and the exit status is 130. With --resume the runs continue \
      from these checkpoints, with bit-identical results. Without it, runs that have no result start again.
      """)

  @Option(help: "The profile: a file, or a name in data/profiles.")
  var profile: String

  @OptionGroup var settings: SettingOptions

  @Option(help: "How many runs to train at a time.")
  var jobs = 1

  @Option(
    help: ArgumentHelp(
      "Train one part of n, such as 2/3, when several machines share a sweep.", valueName: "i/n"))
  var shard: Shard = .whole

  @Flag(help: "Resume from the checkpoints of an earlier sweep.")
  var resume = false

  @Flag(help: "List the runs without training them.")
  var dryRun = false

  @OptionGroup var options: RunsOptions

  @OptionGroup var trainer: TrainerOptions

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
  }

  func run() throws {
    let profile = try Profile.named(profile, in: options.location).setting(settings.set)
    let runs = shard.runs(of: try profile.sweep())
    guard !dryRun else { return try list(runs) }
    let store = try RunStore.open(at: options.url)
    let outcome = try trainer.train(runs, in: store, jobs: jobs, resumes: resume)
    Terminal.print("\(profile.name): \(outcome.summary)")
    if let signal = outcome.signal {
      Terminal.print("to resume, repeat the command with --resume")
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
    abstract: "Add the runs of other files to one file.",
    discussion: """
      A run with a result replaces one without. If two files have different results for one run, this is a \
      conflict: it is listed, and the first result stays. A run that was changed after it had ended is \
      refused, and a file that cannot be read is named; the rest is merged. In each of these cases the exit \
      status is 1. Merging again changes nothing. Recorded runs (a file that ends in .jsonl) count as trained \
      after the merge.
      """)

  @Argument(help: "The files to read: SQLite files of runs, or .jsonl files of recorded runs.")
  var files: [String]

  @Option(
    help: ArgumentHelp("The SQLite file to add to. (default: runs.sqlite in the project)"))
  var into: String?

  @Option(help: "The folder of the checkout.")
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

struct SweepRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Write a profile's results to a file that can be kept with the data.",
    discussion: """
      The file has one line per run, in the order of the profile: configuration, curve, engine, CPU and \
      hash. Runs without a result are named and left out, and the exit status is 1. A file in data/ with an \
      entry of the kind runs in manifest.json is read like any other source; `interleave seal` writes its \
      hash.
      """)

  @Option(help: "The profile: a file, or a name in data/profiles.")
  var profile: String

  @Argument(help: "The file to write.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "Leave out the runs of this file of recorded runs; repeat it for more.", valueName: "file"))
  var without: [String] = []

  @OptionGroup var options: RunsOptions

  func run() throws {
    let kept = try without.flatMap { try RecordedRun.read(URL(fileURLWithPath: $0)) }
    let known = Set(kept.map(\.run.identity))
    let sweep = try Profile.named(profile, in: options.location).sweep()
      .filter { !known.contains($0.identity) }
    let store = try RunStore.openReadOnly(at: options.url)
    let found = try store.records(of: sweep)
    guard !found.records.isEmpty else {
      throw Fault(
        "no run of the profile has a result", at: options.url.path, found: profile,
        hint: "train them: interleave sweep --profile \(profile)")
    }
    let text = try found.records.map { try $0.line() + "\n" }.joined()
    try AtomicFile.write(Data(text.utf8), to: URL(fileURLWithPath: file))
    Terminal.print("\(found.records.count) of \(sweep.count) runs written to \(file)")
    for run in found.missing { Terminal.complain("no result of \(run.title)") }
    guard found.missing.isEmpty else { throw ExitCode(1) }
  }
}
