import ArgumentParser
import Core
import Foundation
import Report
import Workshop

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show where a number, figure, table or verdict of the report comes from.",
    discussion: """
      This prints the way from the item to the cell that made it, the queries, the rows, their files, and the \
      works from which these were taken. It reads the report's trace.json and data/, and runs nothing.

      interleave why claims.count; interleave why Figure 3; interleave why table:claims; \
      interleave why recall-rises
      """)

  @Argument(
    help:
      "The name of a value, the id or number of a figure or table (Figure 3), or the id of a claim."
  )
  var name: [String]

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("The folder of the report. (default: reports in the project)"))
  var report: String?

  @Option(help: "How many rows of a file, and how many queries, to list.")
  var rows = 8

  @Flag(help: "Print the way as JSON: {kind, text, children}.")
  var json = false

  func validate() throws {
    guard rows > 0 else { throw ValidationError("--rows must be at least 1") }
  }

  func run() throws {
    let folder = report.map { URL(fileURLWithPath: $0) } ?? common.location.reports
    var explanation = try Explanation(report: folder, project: common.location)
    explanation.most = rows
    let chains = try explanation.chains(of: name.joined(separator: " "))
    guard !json else { return try JSONValue.array(chains.map(\.json)).printed() }
    for chain in chains { Terminal.print(chain.lines.joined(separator: "\n")) }
  }
}
