import ArgumentParser
import Core
import Foundation
import Paper
import Published

/// Where claims, audit and recommendation take their numbers from.
struct EvidenceOptions: ParsableArguments {
  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp(
      "The folder with manifest.json; another one than the project's gets a store of its own. "
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
