import ArgumentParser
import Core
import Foundation
import Notebook
import Published

struct SealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Write the hashes and row counts of a data folder into its manifest.",
    discussion: """
      Run it after adding a file or changing one on purpose; ingest refuses files that the manifest \
      does not describe exactly. Prints the files whose entries changed.
      """)

  @Argument(help: ArgumentHelp("The folder with manifest.json. (default: data in the project)"))
  var data: String?

  @Option(help: "The checkout's folder.")
  var project: String = "."

  func run() throws {
    let root = data ?? Project(root: URL(fileURLWithPath: project)).data.path
    for file in try DataFolder(URL(fileURLWithPath: root)).seal() {
      Terminal.print("sealed \(file)")
    }
  }
}
