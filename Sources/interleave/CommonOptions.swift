import ArgumentParser
import Core
import Foundation
import Notebook
import Paper
import Published

/// Where the project and its store are; shared by all commands.
struct CommonOptions: ParsableArguments {
  @Option(help: "The folder of the checkout.")
  var project: String = "."

  @Option(
    help: ArgumentHelp(
      "The SQLite store of published numbers. (default: interleave.sqlite in the project)"))
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
    help: ArgumentHelp(
      "The SQLite file of imported results. (default: results.sqlite in the project)"))
  var results: String?

  var url: URL { results.map { URL(fileURLWithPath: $0) } ?? common.location.results }
}

/// Where claims, audit and recommendation take their numbers from.
struct EvidenceOptions: ParsableArguments {
  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp(
      "The folder with manifest.json. A folder other than the project's gets a temporary store. "
        + "(default: data in the project)"))
  var data: String?

  /// All evidence, from a store that is brought up to date with the data first.
  func load() throws -> EvidenceBase {
    guard let data else { return try EvidenceBase(common.catalog()) }
    // The paper's tables are known by their paths in the project, wherever this copy lies.
    let dataSet = try DataFolder(URL(fileURLWithPath: data), name: "data").load()
    guard common.store == nil else {
      let store = try Store.open(at: common.storeURL)
      _ = try store.importData(dataSet)
      return try EvidenceBase(store)
    }
    let scratch = try ScratchFolder("store")
    defer { scratch.remove() }
    let store = try Store.open(at: scratch.url.appendingPathComponent("store.sqlite"))
    _ = try store.importData(dataSet)
    return try EvidenceBase(store)
  }
}

/// What ends a check that could not be made: exit status 2, so that nobody takes it for a verdict.
enum Unchecked {
  /// Runs `body`; a fault is printed and ends the command with exit status 2.
  static func run<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let fault as Fault {
      Terminal.complain(fault)
      throw ExitCode(2)
    }
  }
}

extension JSONValue {
  /// Prints the value over several lines, with sorted keys.
  func printed() throws {
    Terminal.printJSON(try data(pretty: true))
  }
}

extension Terminal {
  /// Prints a value as JSON over several lines, with sorted keys.
  static func printPretty(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    printJSON(try encoder.encode(value))
  }
}
