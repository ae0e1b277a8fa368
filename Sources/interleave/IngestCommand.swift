import ArgumentParser
import Core
import Foundation
import Importers
import Published
import Results

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Bring the store up to date with a data folder, or import results of other tools.",
    discussion: """
      Without paths, or with a folder that has a manifest.json: reads it, refuses a file that is not \
      exactly what the manifest says, and lands all of it in one transaction.

      With any other files and folders: recognises each file (lm-evaluation-harness, RULER, trainer \
      and W&B logs, TensorBoard events, the long CSV...), and lands each in the file of results in one \
      transaction. A broken file is named, the others are imported, and the exit status is 1. Files in \
      a folder that are of no known format are skipped; a folder in which nothing is recognised is a \
      failure.

      What a model is comes from its name where that follows the released checkpoints' pattern, from a \
      config.json beside its results, or from a mapping file (--map). A model that nothing identifies \
      is imported, listed, and left out of fits along the ratio.

      Ingesting again changes nothing. Values that disagree are listed with what they differ in, and both \
      are kept. `interleave forget` takes a file or a model out again.
      """)

  @Argument(help: ArgumentHelp("Files and folders. (default: data in the project)"))
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "A CSV that says what models are; `interleave list results --mapping` prints one to fill in.",
      valueName: "file"))
  var map: String?

  @Flag(help: "List all files that are skipped, and why.")
  var verbose = false

  @OptionGroup var options: ResultsOptions

  func run() throws {
    let folders = paths.isEmpty && map == nil ? [options.common.location.data.path] : paths
    let data = folders.filter(Self.hasManifest)
    for folder in data {
      let dataSet = try DataFolder(URL(fileURLWithPath: folder)).load()
      Terminal.print(try Store.open(at: options.common.storeURL).importData(dataSet))
    }
    let others = folders.filter { !data.contains($0) }
    guard !others.isEmpty || map != nil else { return }
    try importResults(others)
  }

  private func importResults(_ paths: [String]) throws {
    // A mapping that cannot be read stops the import before it begins.
    let mapping = try map.map {
      try ModelMapping(
        file: URL(fileURLWithPath: $0), families: options.common.catalog().families())
    }
    let store = try ResultStore.open(at: options.url)
    let batch = try ImportBatch(paths, into: store)
    if let mapping { try store.state(mapping.statements) }
    Terminal.print(IngestText(batch: batch, isVerbose: verbose).text, terminator: "")
    try printModels(of: batch, mapped: mapping?.statements.map(\.model) ?? [], in: store)
    try printDisagreements(of: batch, in: store)
    for family in mapping?.ownFamilies ?? [] {
      Terminal.print(
        "note: \(TextTable.visible(family)) is a family of your own; data/families.csv has none")
    }
    for fault in batch.failures { Terminal.complain(fault) }
    guard batch.failures.isEmpty else { throw ExitCode(1) }
  }

  /// What is known of the models that the batch or the mapping speak of.
  private func printModels(
    of batch: ImportBatch, mapped: [String], in store: ResultStore
  ) throws {
    let most = 20
    let names = Set(try batch.models(in: store, limit: 1000) + mapped)
    guard !names.isEmpty, let families = try? options.common.catalog().families() else { return }
    let known = try store.knownModels(families: families)
    let models = known.filter { names.contains($0.name) }
    if !models.isEmpty {
      Terminal.print("\n" + ModelTable.text(Array(models.prefix(most))), terminator: "")
    }
    if models.count > most {
      Terminal.print("\(models.count - most) more models: interleave list results")
    }
    let unknown = models.count { $0.standing.identity == nil }
    if unknown > 0 {
      Terminal.print(
        "\(unknown) of \(models.count) models stay out of curves until it is known what they are: "
          + "interleave list results --mapping prints a file to fill in")
    }
    let absent = mapped.filter { name in !known.contains { $0.name == name } }
    for name in absent {
      Terminal.print("warning: the mapping names a model without scores: \(name)")
    }
  }

  /// Values that differ from what other files say of the same models, with what they differ in.
  private func printDisagreements(of batch: ImportBatch, in store: ResultStore) throws {
    let most = 10
    let read = batch.files.compactMap { _, outcome -> Int64? in
      if case .imported(let done) = outcome, !done.isKnown { done.id } else { nil }
    }
    let found = try store.disagreements(models: try store.sharedModels(ofFiles: read))
    guard !found.isEmpty else { return }
    Terminal.print("")
    for one in found.prefix(most) { Terminal.print(DisagreementTable.sentence(one)) }
    Terminal.print(
      (found.count > most ? "\(found.count - most) more differ. " : "")
        + "The files of each: interleave list conflicts")
  }

  private static func hasManifest(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/manifest.json")
  }
}
