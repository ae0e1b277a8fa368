import ArgumentParser
import Core
import Foundation
import Notebook
import Published

/// Where the project and its store are; shared by all commands.
struct CommonOptions: ParsableArguments {
  @Option(help: "The checkout's folder.")
  var project: String = "."

  @Option(help: ArgumentHelp("The SQLite store. (default: interleave.sqlite in the project)"))
  var store: String?

  var location: Project { Project(root: URL(fileURLWithPath: project)) }
  var storeURL: URL { store.map { URL(fileURLWithPath: $0) } ?? location.store }

  /// The store, brought up to date with the project's data: what commands read that change nothing.
  func catalog() throws -> Store {
    let isThere = FileManager.default.fileExists(atPath: storeURL.path)
    if store != nil, isThere, !Self.isWritable(storeURL) { return try .openReadOnly(at: storeURL) }
    let data = try DataFolder(location.data).load()
    let store = try Store.open(at: readableStoreURL)
    _ = try store.importData(data)
    return store
  }

  /// The store; in a checkout that may not be written, one in the user's folder for caches.
  var readableStoreURL: URL {
    guard store == nil, !Self.isWritable(storeURL) else { return storeURL }
    let name = Digest.sha256(location.root.path).prefix(16)
    return Self.caches.appendingPathComponent("interleave/\(name).sqlite")
  }

  /// Whether a database can be written: it, or the folder in which it is to be made.
  private static func isWritable(_ url: URL) -> Bool {
    let isThere = FileManager.default.fileExists(atPath: url.path)
    return access(url.deletingLastPathComponent().path, W_OK) == 0
      && (!isThere || access(url.path, W_OK) == 0)
  }

  private static var caches: URL {
    let named = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].flatMap {
      $0.isEmpty ? nil : $0
    }
    let folder =
      named.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache")
    let isUsable = (try? AtomicFile.makeFolder(folder)) != nil && access(folder.path, W_OK) == 0
    return isUsable ? folder : FileManager.default.temporaryDirectory
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
