import Core
import Foundation
import Testing
import TestSupport

@testable import Published
@testable import Results

@Suite struct ModelStatementTests {
  private let families: [Family]
  private let temporary: TemporaryFolder

  init() throws {
    temporary = try TemporaryFolder()
    families = try Self.known.get()
  }

  /// Read once for all tests.
  private static let known = Result {
    let temporary = try TemporaryFolder()
    return try filledStore(in: temporary).families()
  }

  @Test(arguments: [
    ("m-a-p/1.3B-100B-HGRN2-hybrid-3-1", "HGRN2", "1.3B", "3:1", 1.0 / 3),
    ("340M-20B-GatedDeltaNet-pure-baseline", "GatedDeltaNet", "340M", "pure", 0.0),
    ("m-a-p/340M-20B-GatedDeltaNet-New-hybrid-24-1", "GatedDeltaNet", "340M", "24:1", 1.0 / 24),
    ("m-a-p/transformer_1.3B_baseline", "Transformer", "1.3B", "full", 1.0),
  ])
  func namesOfCheckpointsAreRead(
    _ name: String, _ family: String, _ scale: String, _ ratio: String, _ fraction: Double
  ) throws {
    let said = try #require(ModelStatement(name: name, families: families))
    #expect(said.family == family && said.scale == scale && said.ratioLabel == ratio)
    #expect(said.attentionFraction == fraction)
    #expect(said.origin == .name)
  }

  /// What leads to a checkpoint of a model is not a part of its name.
  @Test(arguments: [
    "../exp/340M-20B-GLA-hybrid-6-1/checkpoint-512", "org/340M-20B-GLA-hybrid-6-1@step-512",
    "org/340M-20B-GLA-hybrid-6-1@refs/pr/1", "\"org/340M-20B-GLA-hybrid-6-1\"",
    "/hub/models--org--340M-20B-GLA-hybrid-6-1/snapshots/0123abcd", "org__340M-20B-GLA-hybrid-6-1",
    "/me@host/340M-20B-GLA-hybrid-6-1/", "340M-20B-GLA-hybrid-6-1/global_step512/hf",
  ])
  func pathsOfCheckpointsAreRead(_ name: String) throws {
    let said = try #require(ModelStatement(name: name, families: families))
    #expect(said.family == "GLA" && said.scale == "340M" && said.ratioLabel == "6:1")
  }

  @Test(arguments: [
    "340M-20B-GLA-hybrid-6-1/other", "340M-20B-GLA-hybrid-6-1/snapshots/x/y", "/", "@",
    "snapshots/x",
    "mistralai/Mistral-7B-v0.1", "1.3B-100B-Unknown-hybrid-3-1", "1.3B-100B-HGRN2-hybrid-3-2",
    "HGRN2-hybrid-3-1", "1.3B-100B-HGRN2-hybrid", "1.3B-100B-HGRN2-pure-sft",
    "1.3B-100B-HGRN2-hybrid-0-1", "", "1.3B",
  ])
  func otherNamesAreNotGuessedAt(_ name: String) {
    #expect(ModelStatement(name: name, families: families) == nil)
  }

  private func config(_ text: String) throws -> ModelStatement? {
    try ModelStatement.read(
      config: JSONReader.read(Data(text.utf8), at: "config.json"), at: "config.json")
  }

  @Test func configurationsSayTheLayers() throws {
    let hybrid = try #require(
      try config(
        #"{"model_type": "gated_deltanet", "num_hidden_layers": 12, "attn": {"layers": [3, 11]}}"#))
    #expect(hybrid.family == "gated_deltanet" && hybrid.place == "config.json")
    #expect(hybrid.attentionFraction == 2.0 / 12)
    let pure = try #require(
      try config(#"{"model_type": "hgrn2", "num_hidden_layers": 4, "attn": null}"#))
    #expect(pure.attentionFraction == 0)
    let full = try #require(try config(#"{"model_type": "transformer", "num_hidden_layers": 4}"#))
    #expect(full.attentionFraction == 1)
    #expect(try config(#"{"num_hidden_layers": 4}"#) == nil)
    #expect(try config("[1]") == nil)
  }

  @Test(arguments: [
    (#""window_size": 512"#, true), (#""window_size": 2048"#, false),
    (#""window_size": null"#, false),
  ])
  func attentionWithAWindowIsNoFullAttention(_ window: String, _ isShort: Bool) throws {
    let said = try #require(
      try config(
        """
        {"model_type": "gla", "num_hidden_layers": 4, "max_position_embeddings": 2048,
         "attn": {"layers": [3], \(window)}}
        """))
    #expect(said.caveat.contains("512") == isShort)
    #expect(said.caveat.isEmpty == !isShort)
  }

  @Test func aLayerOutsideOfTheStackIsAFaultWithItsLine() throws {
    let fault = try fault {
      try config(
        "{\"model_type\": \"gla\", \"num_hidden_layers\": 4,\n\"attn\": {\"layers\": [4]}}")
    }
    #expect(fault.location == "config.json:2" && fault.expected == "0 to 3")
  }

  private func mapping(_ rows: String) throws -> ModelMapping {
    let file = temporary.url.appendingPathComponent("models.csv")
    let text = ModelMapping.header.joined(separator: ",") + "\n" + rows
    try Data(text.utf8).write(to: file)
    return try ModelMapping(file: file, families: families)
  }

  @Test func aMappingFileDecides() throws {
    let rows = "mine,GLA,200M,12,3,,stated\nlater,,,,,,\nother,hgrn2,,,,6:1,linear-to-full\n"
    let said = try mapping(rows).statements
    #expect(said.map(\.model) == ["mine", "other"])
    #expect(said.map(\.statement.attentionFraction) == [0.25, 1.0 / 7])
    #expect(said.map(\.statement.family) == ["GLA", "HGRN2"])
    #expect(said[1].statement.place.hasSuffix("models.csv:4"))
  }

  @Test(arguments: [
    ("mine,123,,,,pure,\n", "cannot be one"), ("mine,GLA,,4,5,,\n", "more attention layers"),
    ("mine,GLA,,,,,\n", "neither"), ("mine,GLA,,x,,pure,\n", "number of layers cannot be read"),
    ("mine,GLA,,,,3:1,other\n", "unknown convention"),
    ("mine,GLA,,,,0.5:1,\n", "more attention than there are layers"),
    ("mine,GLA,,,,pure,\nmine,GLA,,,,pure,\n", "mapped twice"),
    ("mine,GLA,,,,-3:1,\n", "neither"), ("mine,GLA,,,,3e0:1,\n", "neither"),
    ("mi\u{0}ne,GLA,,,,pure,\n", "NUL"),
  ])
  func aBadMappingIsNamedByLine(_ rows: String, _ what: String) throws {
    let fault = try #require(throws: Fault.self) { try mapping(rows) }
    #expect(fault.what.contains(what), "\(fault)")
    #expect(fault.location.contains("models.csv:"))
  }
}
