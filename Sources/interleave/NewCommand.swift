import ArgumentParser
import Core
import Foundation
import Workshop

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Begin an analysis: a notebook that runs, and its line in Package.swift.",
    discussion: """
      This writes analyses/NAME/main.swift, a notebook with prose, a query, bound values, a table, a chart \
      and a requirement, and adds NAME to the list `analyses`. If one of the two fails, neither is done.
      """)

  @Argument(help: "The name of the analysis: lower-case letters, digits and hyphens.")
  var name: String

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The analysis after which it stands in the report. (default: the last)"))
  var after: String?

  func run() throws {
    let scaffold = try AnalysisScaffold(name, after: after, in: common.location)
    let file = try scaffold.write()
    Terminal.print(
      """
      \(common.location.relative(file))
      build and run it: scripts/build.sh --product \(name) && .build/release/\(name)
      see it while it changes: interleave preview
      """)
  }
}
