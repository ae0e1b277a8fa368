import ArgumentParser
import Foundation
import Notebook

/// Where the project and its store are; shared by all commands.
struct CommonOptions: ParsableArguments {
  @Option(help: "The checkout's folder.")
  var project: String = "."

  @Option(help: ArgumentHelp("The SQLite store. (default: interleave.sqlite in the project)"))
  var store: String?

  var location: Project { Project(root: URL(fileURLWithPath: project)) }
  var storeURL: URL { store.map { URL(fileURLWithPath: $0) } ?? location.store }

  /// The folder of this executable: the analyses are built beside it.
  static var executables: URL {
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent()
  }
}
