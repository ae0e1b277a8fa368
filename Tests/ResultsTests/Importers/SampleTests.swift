import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// A file of `Tests/ResultsTests/Samples` and what an import of it gives.
struct SampleFile: Sendable, CustomStringConvertible {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Samples")

  var path: String
  var format: String
  var version = ""
  /// One line per record, as `ImportRecord.line` writes it.
  var records: String
  var warnings: [String] = []

  var lines: [String] { records.split(separator: "\n").map(String.init) }
  var url: URL { Self.folder.appendingPathComponent(path) }
  var description: String { path }
}

extension ImportRecord {
  /// All fields but the locator. A missing field is `-`; settings and seed stand at the end where there are any.
  fileprivate var line: String {
    func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "-" }
    switch self {
    case .point(let point): return "\(point.run) | \(point.series) | \(point.step) | \(point.value)"
    case .model(let model, let said): return "\(model) | \(said.family)"
    case .score(let score):
      return [
        score.model, score.task, score.metric, score.filter, text(score.shots),
        text(score.taskVersion), text(score.value), score.unit.rawValue,
        text(score.standardError), text(score.n), text(score.higherIsBetter),
      ].joined(separator: " | ") + settings(of: score)
    }
  }

  private func settings(of score: ScoreRecord) -> String {
    (score.settings == .none ? "" : " | \(score.settings.text)")
      + (score.seed.map { " | seed \($0)" } ?? "")
  }
}

/// The project's own small files of every format.
@Suite struct SampleTests {
  @Test(arguments: SampleFile.all) func givesExactlyTheseRecords(_ sample: SampleFile) throws {
    let file = try ImportFile(sample.url, path: sample.path)
    #expect(
      ImporterRegistry.all.filter { $0.recognises(file) }.map { $0.format } == [sample.format])
    let imported = try Imported(sample.url)
    let lines = imported.records.map(\.line)
    #expect(lines == sample.lines)
    #expect(imported.summary.version == sample.version)
    #expect(imported.summary.warnings == sample.warnings)
  }

  /// `interleave-runs` is a database, which `LabRecordImporterTests` makes with `RunStore`.
  @Test func everyFormatHasASample() {
    let formats = Set(ImporterRegistry.all.map { $0.format }).subtracting(["interleave-runs"])
    #expect(Set(SampleFile.all.map(\.format)) == formats)
  }

  /// No file lies in the folder without a test, save for what explains or makes the others.
  @Test func everyFileOfTheFolderIsTested() throws {
    let others = [
      "README.md", "make_tfevents.py", "make_wandb.py", "make_databases.py",
      SampleFile.systemEvents, SampleFile.runDescription,
    ]
    let files = try #require(
      FileManager.default.enumerator(
        at: SampleFile.folder, includingPropertiesForKeys: [.isRegularFileKey])
    ).compactMap { $0 as? URL }.filter {
      try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
    }
    let prefix = SampleFile.folder.standardizedFileURL.path.count + 1
    let paths = files.map { String($0.standardizedFileURL.path.dropFirst(prefix)) }
    #expect(Set(paths) == Set(SampleFile.all.map(\.path) + others))
  }

  /// Weights & Biases writes measurements of the machine beside the history; they are not results.
  @Test func measurementsOfTheMachineAreNoFormat() throws {
    let url = SampleFile.folder.appendingPathComponent(SampleFile.systemEvents)
    #expect(try fault { try Imported(url) }.what == "this file is of no known format")
  }

  /// All files together, as `interleave ingest FOLDER` reads them.
  @Test func theFolderIsImportedAsAWholeAndOnce() throws {
    let temporary = try TemporaryFolder()
    let store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
    var (new, same) = (0, 0)
    for sample in SampleFile.all {
      let outcome = try store.importFile(ImportFile(sample.url, path: sample.path))
      #expect(outcome.conflicting == 0, "\(sample)")
      new += outcome.new
      same += outcome.same
    }
    #expect(new + same == SampleFile.all.reduce(0) { $0 + $1.lines.count })
    // The exported history and the exported chart share step 0, the history and the summary of a run share its
    // last step, and the long CSV repeats one value of lm-evaluation-harness.
    #expect(same == 3)
    for sample in SampleFile.all {
      #expect(try store.importFile(ImportFile(sample.url, path: sample.path)).new == 0, "\(sample)")
    }
  }
}
