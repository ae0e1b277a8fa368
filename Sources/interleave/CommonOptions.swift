import ArgumentParser
import Foundation
import Metrics
import Notebook

/// Where the project and its store are; shared by all commands.
struct CommonOptions: ParsableArguments {
  @Option(help: "The checkout's folder.")
  var project: String = "."

  @Option(help: ArgumentHelp("The SQLite store. (default: interleave.sqlite in the project)"))
  var store: String?

  var location: Project { Project(root: URL(fileURLWithPath: project)) }
  var storeURL: URL { store.map { URL(fileURLWithPath: $0) } ?? location.store }

  /// The store, brought up to date with the project's data: what families and averages are.
  func catalog() throws -> Store {
    let store = try Store.open(at: storeURL)
    _ = try store.importData(DataFolder(location.data).load())
    return store
  }

  /// The folder of this executable: the analyses are built beside it.
  static var executables: URL {
    (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent()
  }
}

/// Where the imported results are.
struct ResultsOptions: ParsableArguments {
  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The SQLite file of results. (default: results.sqlite in the project)"))
  var results: String?

  var url: URL { results.map { URL(fileURLWithPath: $0) } ?? common.location.results }
}
