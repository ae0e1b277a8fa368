import ArgumentParser
import Core
import Foundation

/// The arguments that every analysis takes.
package struct NotebookOptions: ParsableArguments {
  package init() {}

  @Option(help: "The checkout with the notebook's source. (default: where it was built)")
  var project: String?

  @Option(help: "The SQLite store; built from data/ where it is missing or out of date.")
  var store: String?

  @Option(help: "The SQLite file of training runs.")
  var runs: String?

  @Option(help: "What became of recorded runs that were trained again, as JSON.")
  package var reruns: String?

  @Option(
    help: "A profile whose runs are those in the file of runs, not recorded ones; repeatable.")
  package var trained: [String] = []

  @Option(help: "The profile of ablations to show instead of the project's, from the file of runs.")
  package var ablations: String?

  @Option(help: "The SQLite file of imported results.")
  var results: String?

  @Option(help: "The folder for this analysis' own report.")
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Write the record of the run to this file and make no report.",
      discussion: "This is how `interleave reproduce` runs an analysis."))
  var record: String?

  /// The source of the notebook that was built from `file`: in the checkout that the caller names, since
  /// programs of a release run in another checkout than the one that they were built in.
  func source(builtFrom file: String) -> String {
    guard let project else { return file }
    let url = URL(fileURLWithPath: file)
    let place = url.pathComponents.suffix(3).joined(separator: "/")
    let moved = URL(fileURLWithPath: project).appendingPathComponent(place).path
    return FileManager.default.isReadableFile(atPath: moved) ? moved : file
  }

  package func runsURL(_ project: Project) -> URL {
    runs.map { URL(fileURLWithPath: $0) } ?? project.runs
  }

  package func resultsURL(_ project: Project) -> URL {
    results.map { URL(fileURLWithPath: $0) } ?? project.results
  }

  /// Reads the process' arguments; prints help or the error and exits where they ask for it.
  static func fromCommandLine() -> NotebookOptions {
    do {
      return try parse()
    } catch {
      let isHelp = exitCode(for: error) == .success
      Terminal.show(VisibleText.of(fullMessage(for: error) + "\n", keepingLines: true))
      Foundation.exit(isHelp ? 0 : 2)
    }
  }
}
