import ArgumentParser
import Foundation
import Metrics

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all imported results as one long CSV.",
    discussion: """
      The long CSV is the interchange format: `interleave ingest` takes it back, and an export of that \
      is the same file, byte for byte.
      """)

  @Argument(help: "The CSV file to write.")
  var file: String

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The SQLite file of results. (default: results.sqlite in the project)"))
  var results: String?

  func run() throws {
    let url = results.map { URL(fileURLWithPath: $0) } ?? common.location.results
    try ResultStore.openReadOnly(at: url).exportLongCSV(to: URL(fileURLWithPath: file))
  }
}
