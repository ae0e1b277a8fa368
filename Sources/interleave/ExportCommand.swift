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

  @OptionGroup var options: ResultsOptions

  func run() throws {
    try ResultStore.openReadOnly(at: options.url).exportLongCSV(to: URL(fileURLWithPath: file))
  }
}
