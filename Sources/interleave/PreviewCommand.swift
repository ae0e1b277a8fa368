import ArgumentParser
import Core
import Foundation
import Notebook
import Workshop

struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show the report in a browser, and build again what is saved.",
    discussion: """
      Serves the report on 127.0.0.1, to this machine alone, and prints its address. The address holds a \
      random word, without which other users of the machine are refused. Follows analyses/ and data/: a saved \
      notebook is built and run by itself, saved data run what they change. Records are kept with hashes \
      of all that a run depends on (source, program, data, profiles, runs, results), and the log says why \
      each analysis was run or not. Errors of the build are shown here and in the page; the last good \
      report stays.

      Writes to .build/preview; reports/ and the data's manifest stay as they are. Nothing is trained: \
      `interleave reproduce` does that. Ctrl-C ends it.
      """)

  @Option(help: "The checkout's folder.")
  var project = "."

  @Option(help: "The port; 0 takes one that is free.")
  var port: UInt16 = 8600

  @Option(help: ArgumentHelp("The SQLite file of runs. (default: runs.sqlite in the project)"))
  var runs: String?

  @Option(
    help: ArgumentHelp("The SQLite file of results. (default: results.sqlite in the project)"))
  var results: String?

  @Option(
    help: ArgumentHelp(
      "Where the preview is kept. (default: .build/preview in the project)", valueName: "folder"))
  var out: String?

  @Option(
    help: ArgumentHelp("The program that builds an analysis by name.", visibility: .hidden))
  var builder: String?

  func run() throws {
    let project = Project(root: URL(fileURLWithPath: self.project))
    let folder =
      out.map { URL(fileURLWithPath: $0) } ?? project.root.appendingPathComponent(".build/preview")
    let interruption = try Interruption()
    let session = try PreviewSession(
      project, folder: folder, executables: CommonOptions.executables,
      runs: runs.map { URL(fileURLWithPath: $0) } ?? project.runs,
      results: results.map { URL(fileURLWithPath: $0) } ?? project.results,
      command: builder.map { [$0] }, interruption: interruption,
      tell: { Terminal.show(Terminal.harmless($0 + "\n")) })
    let server = try PreviewServer(folder: session.report, status: session.status, port: port)
    Terminal.print(server.address)
    session.run()
    server.stop()
    interruption.release()
  }
}
