import ArgumentParser
import Core
import Foundation
import Notebook
import Plot
import Report
import Runs
import Studies
import Workshop

struct AblateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract:
      "Change one thing in a stack of layers, train with paired seeds, and test the effect.",
    discussion: """
      `interleave ablate --base six-layers --family hgrn2 --layout "one in 3" \
      --vary interleave_lower_bound=increasing,constant,zero --seeds 5` trains the runs that have no result \
      yet, prints each effect with its interval and p value, and writes ablation.json, effects.csv and a \
      chart to reports/ablations/NAME. `interleave report ablation NAME` makes the report page.

      The first value of --vary is the baseline. A field is one of: a path such as model.num_heads; the \
      name of an option of the model or the schedule (use_short_conv, learningRate); attn.NAME for the \
      attention layers; or layout. A value is read as JSON where possible. Several --vary options ask \
      several questions about the same base; changes are never combined. The p values are corrected for \
      all of them.

      After Ctrl-C the exit status is 130, and the same command resumes.
      """)

  @Option(help: "The profile with the stack to start from: a file, or a name in data/profiles.")
  var base: String

  @Option(help: "The family of linear attention: FLA's model_type, or the mixer's name.")
  var family: String

  @Option(
    help: "Which layers are attention: pure, full, \"one in 3\", 3:1, or a list such as [0, 2].")
  var layout = "pure"

  @Option(
    help: ArgumentHelp(
      "The field to change, and its values; repeat it for more.", valueName: "field=a,b,c"))
  var vary: [String]

  @Option(help: "The number of seeds: 1, 2, 3 and so on.")
  var seeds = 5

  @OptionGroup var settings: SettingOptions

  @Option(
    help: ArgumentHelp("The name of the ablation. (default: made of the family and the fields)"))
  var name: String?

  @Option(help: ArgumentHelp("How many runs to train at a time. (default: one per core)"))
  var jobs: Int?

  @Flag(help: "List the runs without training them.")
  var dryRun = false

  @OptionGroup var options: RunsOptions

  @OptionGroup var trainer: TrainerOptions

  func validate() throws {
    guard jobs.map({ $0 > 0 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
    guard seeds > 0 else { throw ValidationError("--seeds must be at least 1") }
  }

  func run() throws {
    let request = AblationRequest(
      base: base, family: family, layout: layout, changes: vary, seeds: seeds,
      settings: settings.set, name: name)
    let folder = try AblationFolder(request, in: options.location)
    let profile = try folder.profile(in: options.location)
    try profile.checkModels()
    let sweep = try profile.sweep()
    guard !dryRun else {
      for run in sweep { Terminal.print("\(run.identity) \(run.title)") }
      return
    }
    try folder.keep(request)
    let store = try RunStore.open(at: options.url)
    let outcome = try trainer.train(
      sweep, in: store, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, resumes: true)
    Terminal.print("\(profile.name): \(outcome.summary)")
    if let signal = outcome.signal { throw ExitCode(128 + signal) }
    let study = try AblationStudy(profile, runs: store.toyRuns(of: profile))
    Terminal.print(AblationText.table(study), terminator: "")
    try folder.publish(study, profile, in: options.location)
    Terminal.print(
      "\(folder.url.path): effects.csv, effects.svg; the page: interleave report ablation \(profile.name)"
    )
    guard outcome.crashed == 0 else { throw ExitCode(1) }
  }
}

/// The effects as columns for a terminal.
enum AblationText {
  static func table(_ study: AblationStudy) -> String {
    let rows = study.effects.map { effect in
      let mean = effect.difference.mean
      let interval =
        mean.low.flatMap { low in mean.high.map { NumberText.interval(low, $0, 3) } } ?? "-"
      return [
        effect.comparison.id, effect.variant, effect.measure.rawValue, "\(effect.difference.n)",
        NumberText.fixed(effect.baselineMean, 3), NumberText.fixed(effect.variantMean, 3),
        NumberText.signed(mean.mean, 3), interval, p(effect.difference.pValue), p(effect.corrected),
        p(effect.difference.signFlip),
      ]
    }
    guard !rows.isEmpty else { return "no pair of runs finished\n" }
    return TextTable.render(
      header: [
        "ablation", "variant", "measure", "n", "base", "variant", "effect", "95% t interval", "p",
        "Holm", "sign flips",
      ], rows: rows)
  }

  private static func p(_ value: Double?) -> String {
    value.map { $0 < 0.001 ? "< 0.001" : NumberText.fixed($0, 3) } ?? "-"
  }
}

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the report page of something that was run.",
    subcommands: [ReportAblationCommand.self])
}

struct ReportAblationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract:
      "Make the report page of an ablation: effects with intervals, learning curves, sources.",
    discussion: """
      Nothing is trained: the page shows the runs that `interleave ablate` has trained, and names those \
      that are missing. It writes report.md, report.pdf, values.json, figures/ and tables/ to the \
      ablation's folder.
      """)

  @Argument(help: "The ablation's name, or its folder.")
  var name: String

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The SQLite file of training runs. (default: runs.sqlite in the project)"))
  var runs: String?

  func run() throws {
    let project = common.location
    let outcome = try AblationFolder(name, in: project).report(
      in: project, store: common.storeURL,
      runs: runs.map { URL(fileURLWithPath: $0) } ?? project.runs,
      executables: CommonOptions.executables, progress: ProgressLog())
    guard outcome.failures.isEmpty else { throw ExitCode(1) }
  }
}
