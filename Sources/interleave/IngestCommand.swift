import ArgumentParser
import Foundation
import Metrics
import Notebook

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Bring the store up to date with a data folder.",
    discussion: """
      Reads manifest.json, refuses a file that is not exactly what the manifest says, and lands each \
      file in one transaction. Ingesting again changes nothing. Values that disagree are listed, and \
      both are kept.
      """)

  @Argument(help: ArgumentHelp("The folder with manifest.json. (default: data in the project)"))
  var data: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let folder = data.map { URL(fileURLWithPath: $0) } ?? common.location.data
    let dataSet = try DataFolder(folder).load()
    let report = try Store.open(at: common.storeURL).importData(dataSet)
    print(report)
  }
}
