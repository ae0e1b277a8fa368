import ArgumentParser
import Core
import Foundation
import Plot
import Report
import Runs
import Studies
import Workshop

struct AblateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablate",
    abstract:
      "Change one thing of a stack at a time, train with paired seeds, and test what it does.",
    discussion: """
      `interleave ablate --base six-layers --family hgrn2 --layout "one in 3" \
      --vary interleave_lower_bound=increasing,constant,zero --seeds 5` trains what has no result yet, \
      prints each effect with its interval and p, and writes ablation.json, effects.csv and a chart to \
      reports/ablations/NAME. `interleave report ablation NAME` makes the page.

      The first value of --vary is the baseline. A field is a path such as model.num_heads, an option of \
      the model or the schedule by its name alone (use_short_conv, learningRate), attn.NAME for the \
      attention layers, or layout; values are JSON where they read as JSON. Several --vary are several \
      questions about one base, never combined; p is corrected for all of them.

      Ctrl-C ends with status 130; the same command goes on.
      """)

  @Option(help: "The profile with the stacks to start from: a file, or a name in data/profiles.")
  var base: String

  @Option(help: "The family: FLA's model type, or the mixer's name.")
  var family: String

  @Option(help: "Where its attention layers are: pure, full, \"one in 3\", 3:1, or a list [0, 2].")
  var layout = "pure"

  @Option(help: ArgumentHelp("What to change, and to what; repeatable.", valueName: "field=a,b,c"))
  var vary: [String]

  @Option(help: "How many seeds, from 1 on.")
  var seeds = 5

  @Option(help: ArgumentHelp("What to call it. (default: the family and the fields)"))
  var name: String?

  @Option(help: ArgumentHelp("How many runs at a time. (default: one a core)"))
  var jobs: Int?

  @Flag(help: "List the runs and train none.")
  var dryRun = false

  @OptionGroup var options: RunsOptions

  @Option(help: ArgumentHelp("The program that has the command train.", visibility: .hidden))
  var trainer: String?

  func validate() throws {
    guard jobs.map({ $0 > 0 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
    guard seeds > 0 else { throw ValidationError("--seeds must be at least 1") }
  }

  func run() throws {
    let request = AblationRequest(
      base: base, family: family, layout: layout, changes: vary, seeds: seeds, name: name)
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
    let program =
      trainer.map { URL(fileURLWithPath: $0) }
      ?? CommonOptions.executables.appendingPathComponent("interleave")
    let runner = SweepRunner(
      executable: program, store: store,
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, resumes: true)
    let interruption = try Interruption()
    let outcome = try runner.run(sweep, progress: SweepProgress(), interruption: interruption)
    interruption.release()
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
