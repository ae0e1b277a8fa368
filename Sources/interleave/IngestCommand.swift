import ArgumentParser
import Core
import Foundation
import Metrics
import Notebook

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
      a folder that are of no known format are skipped.

      Ingesting again changes nothing. Values that disagree are listed, and both are kept.
      """)

  @Argument(help: ArgumentHelp("Files and folders. (default: data in the project)"))
  var paths: [String] = []

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The SQLite file of results. (default: results.sqlite in the project)"))
  var results: String?

  func run() throws {
    let folders = paths.isEmpty ? [common.location.data.path] : paths
    let data = folders.filter(Self.hasManifest)
    for folder in data {
      let dataSet = try DataFolder(URL(fileURLWithPath: folder)).load()
      print(try Store.open(at: common.storeURL).importData(dataSet))
    }
    let others = folders.filter { !data.contains($0) }
    guard !others.isEmpty else { return }
    let url = results.map { URL(fileURLWithPath: $0) } ?? common.location.results
    let batch = try ImportBatch(others, into: try ResultStore.open(at: url))
    print(batch.table, terminator: "")
    for fault in batch.failures {
      FileHandle.standardError.write(Data("interleave: \(fault)\n".utf8))
    }
    guard batch.failures.isEmpty else { throw ExitCode(1) }
  }

  private static func hasManifest(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/manifest.json")
  }
}

extension ImportBatch {
  /// The first few warnings of a file, and how many more there are.
  private static func shown(_ warnings: [String]) -> [String] {
    let most = 5
    guard warnings.count > most else { return warnings }
    return warnings.prefix(most) + ["\(warnings.count - most) more warnings"]
  }

  /// What became of each file, and what was skipped.
  fileprivate var table: String {
    let header = [
      "file", "format", "version", "models", "metrics", "new", "same", "conflicting",
    ]
    var skipped = 0
    var warnings: [String] = []
    let rows = files.compactMap { path, outcome -> [String]? in
      switch outcome {
      case .skipped:
        skipped += 1
        return nil
      case .failed: return [path, "failed", "", "", "", "", "", ""]
      case .imported(let done):
        warnings += Self.shown(done.warnings).map { "\(path): \($0)" }
        return [
          path, done.format, done.version, "\(done.models)", "\(done.metrics)", "\(done.new)",
          "\(done.same)", "\(done.conflicting)",
        ]
      }
    }
    return TextTable.render(header: header, rows: rows)
      + warnings.map { "warning: \(TextTable.visible($0))\n" }.joined()
      + (skipped > 0 ? "\(skipped) files of no known format skipped\n" : "")
  }
}
