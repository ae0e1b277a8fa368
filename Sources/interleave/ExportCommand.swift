import ArgumentParser
import Core
import Foundation
import Importers
import Notebook
import Results

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all imported results in a format that other tools read.",
    discussion: """
      long-csv: one file in the interchange format. `interleave ingest` reads it, and exporting again gives \
      the same file, byte for byte.

      every-eval-ever: a folder of JSON files in the schema of that name (version 0.3.0), one file per model \
      and tool. --organization names the provider of the results.

      hub-results: a folder of .eval_results/*.yaml files, as model repositories on the Hugging Face Hub use \
      them. Scores that came from such files are written back. --hub names further ones: a CSV file with the \
      columns task,metric,dataset,dataset_task.
      """)

  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case longCSV = "long-csv"
    case everyEvalEver = "every-eval-ever"
    case hubResults = "hub-results"
  }

  @Argument(help: "The CSV file or the folder to write.")
  var file: String

  @Option(name: .customLong("as"), help: "The format.")
  var format = Format.longCSV

  @Option(help: "The provider of the results, for every-eval-ever.")
  var organization: String?

  @Option(help: "How the evaluator is related to the maker of the models, for every-eval-ever.")
  var relationship = EveryEvalEverSource.Relationship.other

  @Option(
    help: ArgumentHelp(
      "A CSV file that says which scores are benchmarks of the Hub, for hub-results.",
      valueName: "file"))
  var hub: String?

  @OptionGroup var options: ResultsOptions

  func run() throws {
    let store = try ResultStore.openReadOnly(at: options.url)
    let place = URL(fileURLWithPath: file)
    switch format {
    case .longCSV: try store.exportLongCSV(to: place)
    case .everyEvalEver: tell(try store.exportEveryEvalEver(to: place, source: try source()))
    case .hubResults:
      let mappings = try hub.map { try HubMapping.read(URL(fileURLWithPath: $0)) } ?? []
      tell(try store.exportHubResults(to: place, mappings: mappings))
    }
  }

  private func source() throws -> EveryEvalEverSource {
    guard let organization, !organization.isEmpty else {
      throw Fault(
        "nothing says who provides the results", at: "--organization",
        hint: "interleave export FOLDER --as every-eval-ever --organization \"My group\"")
    }
    return EveryEvalEverSource(
      organization: organization, relationship: relationship,
      time: Int(clamping: try ReportDate.current().timeIntervalSince1970))
  }

  private func tell(_ done: ResultFolder) {
    Terminal.print(
      "\(done.files.count) files with \(done.scores) scores in \(TextTable.visible(file))")
    for note in done.notes { Terminal.print("note: \(TextTable.visible(note))") }
  }
}

extension EveryEvalEverSource.Relationship: ExpressibleByArgument {}

extension HubMapping {
  /// - Throws: `Fault` with file and line for another header or an empty field.
  fileprivate static func read(_ file: URL) throws -> [HubMapping] {
    let data = try InputFile.data(at: file)
    let header = ["task", "metric", "dataset", "dataset_task"]
    let (found, records) = try CSV.parse(data, path: file.path)
    guard found == header else {
      throw Fault(
        "the header is another one", at: "\(file.path):1",
        expected: header.joined(separator: ","), found: found.joined(separator: ","))
    }
    return try records.map { record in
      guard !record.fields.contains("") else {
        throw Fault("a field is empty", at: "\(file.path):\(record.line)")
      }
      return HubMapping(
        task: record.fields[0], metric: record.fields[1],
        benchmark: HubBenchmark(dataset: record.fields[2], task: record.fields[3]))
    }
  }
}
