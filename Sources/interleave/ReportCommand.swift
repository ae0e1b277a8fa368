import ArgumentParser
import Core
import Foundation
import Notebook
import Workshop

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the page of something that was run.",
    subcommands: [ReportAblationCommand.self])
}

struct ReportAblationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ablation",
    abstract: "Make the page of an ablation: effects with intervals, learning curves, sources.",
    discussion: """
      Trains nothing: what `interleave ablate` has trained is shown, and what is missing is named. Writes \
      report.md, report.pdf, values.json, figures/ and tables/ beside the ablation's other files.
      """)

  @Argument(help: "The ablation's name, or its folder.")
  var name: String

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("The SQLite file of runs. (default: runs.sqlite in the project)"))
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
