import ArgumentParser
import Core
import Foundation
import Importers
import Notebook
import Published
import Results

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Load a data folder into the store, or import results of other tools.",
    discussion: """
      Without paths, or for a folder that has a manifest.json: reads the data folder into the store in one \
      transaction. A file that differs from its entry in the manifest is refused.

      For any other files and folders: recognises the format of each file (lm-evaluation-harness, RULER, \
      logs of trainers and W&B, TensorBoard events, the long CSV and more) and imports it into the file of \
      results, one transaction per file. If a file is broken, it is named, the others are imported, and the \
      exit status is 1. Files of unknown formats in a folder are skipped. A folder without any known format \
      is an error.

      A model is identified by its name if the name follows the pattern of the released checkpoints, by a \
      config.json beside its results, or by a mapping file (--map). A model that is not identified is \
      imported and listed, but left out of fits along the ratio.

      Importing a file again changes nothing. If values disagree, both are kept, and they are listed with \
      what differs in how they were measured. `interleave forget` removes a file or a model.
      """)

  @Argument(help: ArgumentHelp("Files and folders. (default: data in the project)"))
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "A CSV file that says what models are. `interleave list results --mapping` prints one to fill in.",
      valueName: "file"))
  var map: String?

  @Flag(help: "List all skipped files, and why they are skipped.")
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

/// What became of each file, and what was skipped.
struct IngestText {
  let batch: ImportBatch
  let isVerbose: Bool
  private static let mostSkipped = 3
  private static let header = [
    "file", "format", "version", "models", "metrics", "new", "same", "conflicting",
  ]

  var text: String {
    let rows = batch.files.compactMap(row)
    return (rows.isEmpty ? "" : TextTable.render(header: Self.header, rows: rows))
      + warnings.map { "warning: \(TextTable.visible($0))\n" }.joined()
      + skipped.map { "\($0)\n" }.joined()
  }

  /// The files that were skipped: the first few, and how many more there are.
  private var skipped: [String] {
    let all = batch.files.compactMap { path, outcome -> String? in
      guard case .skipped(let reason) = outcome else { return nil }
      return "skipped: \(TextTable.visible(path)) (\(reason))"
    }
    guard !isVerbose, all.count > Self.mostSkipped else { return all }
    return all.prefix(Self.mostSkipped)
      + ["skipped: \(all.count - Self.mostSkipped) more files (--verbose lists them)"]
  }

  private func row(_ path: String, _ outcome: ImportBatch.Outcome) -> [String]? {
    switch outcome {
    case .skipped: nil
    case .failed: [path, "failed", "", "", "", "", "", ""]
    case .configuration(let model, _):
      [path, "configuration", "", "of \(model)", "", "", "", ""]
    case .imported(let done):
      [
        path, done.format + (done.isKnown ? " (known)" : ""), done.version, "\(done.models)",
        "\(done.metrics)", "\(done.new)", "\(done.same)", "\(done.conflicting)",
      ]
    }
  }

  private var warnings: [String] {
    batch.warnings
      + batch.files.flatMap { path, outcome -> [String] in
        guard case .imported(let done) = outcome else { return [] }
        return Self.shown(done.warnings).map { "\(path): \($0)" }
      }
  }

  /// The first few warnings of a file, and how many more there are.
  private static func shown(_ warnings: [String]) -> [String] {
    let most = 5
    guard warnings.count > most else { return warnings }
    return warnings.prefix(most) + ["\(warnings.count - most) more warnings"]
  }
}

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Remove imported results from the file of results.",
    discussion: """
      For the path of a file, as the import printed it: removes everything that the file brought in. For the \
      name of a model: removes its values, from whichever file they came, and what is known of the model. \
      Importing the file again restores everything.
      """)

  @Argument(help: ArgumentHelp("Paths of files, or names of models.", valueName: "file-or-model"))
  var names: [String]

  @OptionGroup var options: ResultsOptions

  func run() throws {
    // Where there is no store, none is made.
    let store = try ResultStore.open(at: ResultStore.openReadOnly(at: options.url).url)
    for name in names {
      let wasFile = try store.forget(path: name)
      let wasModel = try store.forget(model: name)
      guard wasFile || wasModel else {
        throw Fault(
          "the store knows no file and no model of this name", at: options.url.path, found: name,
          hint: "interleave ingest prints the paths of files, interleave list results the models")
      }
      Terminal.print("forgot \(VisibleText.of(name))")
    }
  }
}

struct SealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Write the hashes and row counts of a data folder to its manifest.",
    discussion: """
      Run this after you add a file or change one on purpose: `interleave ingest` refuses files that the \
      manifest does not describe exactly. It prints the files whose entries changed.
      """)

  @Argument(help: ArgumentHelp("The folder with manifest.json. (default: data in the project)"))
  var data: String?

  @Option(help: "The folder of the checkout.")
  var project: String = "."

  func run() throws {
    let root = data ?? Project(root: URL(fileURLWithPath: project)).data.path
    for file in try DataFolder(URL(fileURLWithPath: root)).seal() {
      Terminal.print("sealed \(file)")
    }
  }
}
