import ArgumentParser
import Core
import Foundation
import Notebook
import Workshop

struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show the report in a browser, and update it when files are saved.",
    discussion: """
      The report is served on 127.0.0.1, for this machine only, and the address is printed. The address \
      contains a random token, without which other users of the machine are refused.

      The preview follows analyses/ and data/. When you save a notebook, it is built and run. When you save \
      data, the analyses that depend on them are run. Each record is kept with hashes of everything that the \
      run depends on (source, program, data, profiles, runs, results), and the log says why an analysis was \
      run or not. Build errors are shown here and on the page, which keeps the last good report.

      The preview writes to .build/preview and leaves reports/ and the manifest of the data unchanged. It \
      trains nothing; `interleave reproduce` does. End it with Ctrl-C.
      """)

  @Option(help: "The folder of the checkout.")
  var project = "."

  @Option(help: "The port; 0 chooses a free one.")
  var port: UInt16 = 8600

  @Option(
    help: ArgumentHelp("The SQLite file of training runs. (default: runs.sqlite in the project)"))
  var runs: String?

  @Option(
    help: ArgumentHelp(
      "The SQLite file of imported results. (default: results.sqlite in the project)"))
  var results: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the preview. (default: .build/preview in the project)", valueName: "folder"))
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
