import Core
import Foundation
import GRDB
import Lab
import Testing
import TestSupport

@testable import Importers
@testable import Published
@testable import Results
@testable import Runs
@testable import Storage

@Suite struct ImportBatchTests {
  private let temporary: TemporaryFolder
  private let store: ResultStore
  private let families: [Family]

  init() throws {
    temporary = try TemporaryFolder()
    store = try ResultStore.open(at: temporary.url.appendingPathComponent("results.sqlite"))
    families = try filledStore(in: temporary).families()
  }

  private func write(_ name: String, _ text: String) throws {
    let url = temporary.url.appendingPathComponent("in/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func score(of model: String, _ value: String = "0.5") -> String {
    LongCSVImporterTests.header + "score,\(model),piqa,acc,none,0,1,,\(value),,,fraction,true\n"
  }

  private let config =
    #"{"model_type": "gla", "num_hidden_layers": 24, "attn": {"layers": [11, 23]}}"#

  private func ingest(_ name: String = "in") throws -> ImportBatch {
    try ImportBatch([temporary.url.appendingPathComponent(name).path], into: store)
  }

  private func identity(_ model: String) throws -> ModelIdentity? {
    try store.knownModels(families: families).first { $0.name == model }?.standing.identity
  }

  @Test func aConfigurationBesideResultsSaysWhatTheModelIs() throws {
    try write("a/mine.csv", score(of: "mine"))
    try write("a/config.json", config)
    try write("b/other.csv", score(of: "other"))
    let batch = try ingest()
    #expect(batch.failures.isEmpty && batch.warnings.isEmpty)
    #expect(try identity("mine")?.attentionFraction == 2.0 / 24)
    #expect(try identity("mine")?.family == "GLA")
    #expect(try identity("other") == nil)
    #expect(try batch.models(in: store, limit: 10) == ["mine", "other"])
  }

  @Test func aFileThatIsKnownStillGetsItsConfiguration() throws {
    try write("a/mine.csv", score(of: "mine"))
    _ = try ingest()
    #expect(try identity("mine") == nil)
    try write("a/config.json", config)
    _ = try ingest("in/a/mine.csv")
    #expect(try identity("mine")?.attentionLayers == 2)
  }

  @Test func aConfigurationBesideSeveralModelsIsOfNone() throws {
    try write("a.csv", score(of: "one"))
    try write("b.csv", score(of: "two"))
    try write("config.json", config)
    let batch = try ingest()
    #expect(batch.warnings.count == 1)
    #expect(try identity("one") == nil && identity("two") == nil)
  }

  @Test func aBrokenConfigurationIsNamedAndTheResultsStay() throws {
    try write("mine.csv", score(of: "mine"))
    try write("config.json", "{\"model_type\":\n")
    let batch = try ingest()
    #expect(batch.failures.map { $0.location.contains("config.json") } == [true])
    #expect(try store.models().map(\.name) == ["mine"])
  }

  @Test func aConfigurationOfSomethingElseIsSkipped() throws {
    try write("mine.csv", score(of: "mine"))
    try write("config.json", "{\"lr\": 0.1}")
    try write("alone/config.json", config)
    let outcomes = try ingest().files.dropFirst().map(\.outcome)
    #expect(outcomes.count == 2)
    #expect(outcomes.allSatisfy { if case .skipped = $0 { true } else { false } })
  }

  @Test func onlyTheLastMappingOfAModelCounts() throws {
    try write("mine.csv", score(of: "mine"))
    _ = try ingest()
    func map(_ family: String, at place: String) throws {
      try store.state([
        ("mine", ModelStatement(.mapping, at: place, family: family, ratioLabel: "pure"))
      ])
    }
    try map("GLA", at: "z.csv:2")
    try map("HGRN", at: "a.csv:2")
    #expect(try identity("mine")?.family == "HGRN")
  }

  /// The store is closed when this returns, so that the file holds it all.
  private func writeRun(at url: URL) throws {
    let runs = try RunStore.open(at: url)
    let run = RunDescription(
      identity: "0123456789abcdef", profile: "p", config: "{}", family: "gated_deltanet",
      layout: "one in 3", attentionLayers: 2, layers: 6, width: 64, seed: 1, engine: "1")
    try runs.begin(run)
    try runs.append(
      Evaluation(
        step: 10, tokens: 100, trainingLoss: nil, gradientNorm: nil, learningRate: 0.1,
        scores: [
          TaskScore(
            task: "recite", loss: 1, accuracy: 0.5, predictions: 10, sequences: 2, floor: 0)
        ]), to: run.identity)
  }

  @Test func labRunsSayWhatTheyAre() throws {
    let url = temporary.url.appendingPathComponent("in/runs.sqlite")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try writeRun(at: url)
    _ = try ingest()
    let known = try #require(try store.knownModels(families: families).first?.standing.identity)
    #expect(known.family == "GatedDeltaNet" && known.attentionFraction == 1.0 / 3)
    #expect(known.scale == "toy: 6 layers of width 64")
  }

  /// A store of the first version has no list of which models a file speaks of.
  @Test func anOlderStoreIsBroughtUpToDate() throws {
    let url = temporary.url.appendingPathComponent("old.sqlite")
    let old = Schema(
      applicationID: Schema.results.applicationID, steps: [Schema.results.steps[0]],
      words: .results)
    let file = try DatabaseFile.open(old, at: url)
    try file.write { db in
      try db.execute(
        sql: """
          INSERT INTO result_file VALUES (1, 'a.csv', '\(String(repeating: "a", count: 64))',
            'long-csv', '', 10, 1, '[]');
          INSERT INTO result_model VALUES (7, 'mine');
          INSERT INTO score VALUES (7, 1, 1, 0, 0.5, NULL, NULL, 'line 2');
          """)
    }
    #expect(try ResultStore.open(at: url).models(ofFile: 1, limit: 5) == ["mine"])
  }
}
