import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Small files of all formats; each importer's tests give theirs.
enum FuzzSeeds {
  static let all =
    TFEventsImporterTests.fuzzSeeds + LongCSVImporterTests.fuzzSeeds + DamagedImportTests.seeds
    + LMEvalTexts.fuzzSeeds + WandbFileImporterTests.fuzzSeeds + TrackerImporterTests.fuzzSeeds
    + EveryEvalEverTests.fuzzSeeds + HubResultsTests.fuzzSeeds
    + EvaluationTexts.fuzzSeeds
}

/// Damaged files give records or a fault, never a crash, and never hang. `make fuzz` runs it longer.
@Suite struct FuzzTests {
  @Test func damagedFilesGiveRecordsOrAFault() throws {
    let folder = try TemporaryFolder()
    let budget = FuzzBudget(count: 3_000)
    let seeds = FuzzSeeds.all
    try budget.run("files") { number in
      let sample = seeds[number % seeds.count]
      var mutation = Mutation(sample.bytes, seed: budget.seed, number: UInt64(number))
      try check(mutation.bytes(mixing: seeds), as: sample, number: number, in: folder)
    }
  }

  @Test func everyImporterGivesASeed() {
    for importer in ImporterRegistry.all where !Self.withoutSeeds.contains(importer.format) {
      #expect(FuzzSeeds.all.contains { $0.format == importer.format }, "\(importer.format)")
    }
  }

  /// Formats that are damaged in tests of their own.
  private static let withoutSeeds: Set<String> = ["interleave-runs"]

  private func check(
    _ bytes: [UInt8], as sample: ImportSample, number: Int, in folder: TemporaryFolder
  ) throws {
    let url = folder.url.appendingPathComponent(sample.name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    do {
      let file = try ImportFile(url)
      for importer in ImporterRegistry.all where importer.format == sample.format {
        _ = try importer.read(file) { record in
          #expect(record.isPossible, "\(sample), damage \(number): \(record)")
        }
      }
      for importer in ImporterRegistry.all { _ = importer.recognises(file) }
    } catch {
      #expect(error is Fault, "\(sample), damage \(number): \(error)")
    }
  }
}

extension ImportRecord {
  /// Whether the values are what an importer may hand over.
  fileprivate var isPossible: Bool {
    switch self {
    case .point(let point): point.value.isFinite && !point.series.isEmpty
    case .model(_, let said): !said.family.isEmpty
    case .score(let score):
      score.unit.allows(score.value) && !score.task.isEmpty && !score.metric.isEmpty
    }
  }
}

extension Mutation {
  mutating func bytes(mixing others: [ImportSample]) -> [UInt8] {
    bytes(mixing: others.map(\.bytes))
  }
}
