import Core
import Foundation
import Testing
import TestSupport

@testable import Importers
@testable import Results

/// Damaged files of the text formats: records or a `Fault`, never a crash.
@Suite struct DamagedImportTests {
  static let seeds =
    TrainerStateImporterTests.fuzzSeeds + TrainingLogImporterTests.fuzzSeeds
    + WandbImporterTests.fuzzSeeds + RunsTableTests.fuzzSeeds + WideCSVImporterTests.fuzzSeeds
    + ZoologyImporterTests.fuzzSeeds + StepLogFormatTests.fuzzSeeds
    + TrainerResultsImporterTests.fuzzSeeds

  @Test(arguments: seeds) func exactlyItsOwnImporterRecognisesIt(_ sample: ImportSample) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(sample.name)
    try Data(sample.bytes).write(to: url)
    let file = try ImportFile(url)
    let formats = ImporterRegistry.all.filter { $0.recognises(file) }.map { $0.format }
    #expect(formats == [sample.format])
  }

  @Test(arguments: seeds) func aCutFileNeverTellsAnotherValue(_ sample: ImportSample) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(sample.name)
    let whole = try values(sample.bytes, url) ?? []
    for length in 0..<sample.bytes.count {
      let part = try values(Array(sample.bytes[..<length]), url) ?? []
      #expect(Set(part).isSubset(of: whole), "cut to \(length) bytes")
    }
  }

  @Test(arguments: seeds) func flippedBytes(_ sample: ImportSample) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent(sample.name)
    var random = RandomStream(seed: 20, named: sample.description)
    var read = 0
    for _ in 0..<400 {
      var bytes = sample.bytes
      for _ in 0..<1 + random.index(below: 4) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      read += try values(bytes, url) == nil ? 0 : 1
    }
    #expect(read > 0)
  }

  @Test(arguments: ["trainer_state.json", "wandb-summary.json", "a.jsonl"])
  func nestingWithoutEndIsRefused(_ name: String) throws {
    for opening in ["[", "{\"a\":"] {
      let text = "{\"_step\": 1, \"b\": " + String(repeating: opening, count: 100_000)
      #expect(try fault { try Imported(name, text + "\n") }.what == "JSON is nested too deeply")
    }
  }

  /// Different complaints without end are counted, not kept.
  @Test func warningsHaveAnEnd() throws {
    let names = (0..<5000).map { "\"k\($0)\": \"text\"" }.joined(separator: ", ")
    let file = try Imported("wandb-summary.json", "{\"iter\": 1, \"loss\": 2, \(names)}")
    #expect(file.summary.warnings.count == ImportNotes.limit + 1)
    #expect(file.summary.warnings.last == "4900 more of other kinds")
  }

  /// What the file tells, without places; nil where it is refused with a `Fault`.
  private func values(_ bytes: [UInt8], _ url: URL) throws -> [String]? {
    try Data(bytes).write(to: url)
    do {
      return try Imported(url).records.map { record in
        switch record {
        case .point(let point): "\(point.run) \(point.series) \(point.step) \(point.value)"
        case .model(let model, let said): "\(model) \(said.family) \(said.amount)"
        case .score(let score):
          "\(score.model) \(score.task) \(score.metric) \(score.filter) \(score.value)"
        }
      }
    } catch is Fault {
      return nil
    }
  }
}
