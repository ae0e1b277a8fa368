import Core
import Foundation
import Testing

@testable import Metrics

@Suite struct ModelIdentityTests {
  private let families: [Family]
  private let temporary: TemporaryFolder

  init() throws {
    temporary = try TemporaryFolder()
    families = try filledStore(in: temporary).families()
  }

  @Test(arguments: [
    ("m-a-p/1.3B-100B-HGRN2-hybrid-3-1", "HGRN2", "1.3B", "3:1", 1.0 / 3),
    ("340M-20B-GatedDeltaNet-pure-baseline", "GatedDeltaNet", "340M", "pure", 0),
    ("m-a-p/340M-20B-GatedDeltaNet-New-hybrid-24-1", "GatedDeltaNet", "340M", "24:1", 1.0 / 24),
    ("m-a-p/transformer_1.3B_baseline", "Transformer", "1.3B", "full", 1),
  ])
  func namesOfCheckpointsAreRead(
    _ name: String, _ family: String, _ scale: String, _ ratio: String, _ fraction: Double
  ) throws {
    let identity = try #require(ModelIdentity(name: name, families: families))
    #expect(identity.family == family && identity.scale == scale && identity.ratioLabel == ratio)
    #expect(identity.attentionFraction == fraction)
    #expect(identity.origin == .name)
  }

  @Test(arguments: [
    "mistralai/Mistral-7B-v0.1", "1.3B-100B-Unknown-hybrid-3-1", "1.3B-100B-HGRN2-hybrid-3-2",
    "HGRN2-hybrid-3-1", "1.3B-100B-HGRN2-hybrid", "1.3B-100B-HGRN2-pure-sft", "", "/", "1.3B",
  ])
  func otherNamesAreNotGuessedAt(_ name: String) {
    #expect(ModelIdentity(name: name, families: families) == nil)
  }

  private func config(_ text: String) throws -> ModelIdentity? {
    try ModelIdentity.read(
      config: JSONValue(data: Data(text.utf8), at: "config.json"), at: "config.json",
      families: families)
  }

  @Test func configurationsSayTheLayers() throws {
    let hybrid = try #require(
      try config(
        #"{"model_type": "gated_deltanet", "num_hidden_layers": 12, "attn": {"layers": [3, 11]}}"#))
    #expect(hybrid.family == "GatedDeltaNet")
    #expect(hybrid.attentionFraction == 2.0 / 12)
    let pure = try #require(try config(#"{"model_type": "hgrn2", "num_hidden_layers": 4}"#))
    #expect(pure.ratioLabel == "pure" && pure.attentionFraction == 0)
    let full = try #require(try config(#"{"model_type": "transformer", "num_hidden_layers": 4}"#))
    #expect(full.ratioLabel == "full" && full.attentionFraction == 1)
    #expect(try config(#"{"model_type": "llama", "num_hidden_layers": 4}"#) == nil)
    #expect(try config("[1]") == nil)
  }

  @Test func aLayerOutsideOfTheStackIsAFault() {
    #expect(throws: Fault.self) {
      try config(#"{"model_type": "gla", "num_hidden_layers": 4, "attn": {"layers": [4]}}"#)
    }
  }

  private func mapping(_ rows: String) throws -> ModelMapping {
    let file = temporary.url.appendingPathComponent("models.csv")
    let text = ModelMapping.header.joined(separator: ",") + "\n" + rows
    try Data(text.utf8).write(to: file)
    return try ModelMapping(file: file, families: families)
  }

  @Test func aMappingFileDecides() throws {
    let known = try mapping("mine,GLA,200M,12,3,,stated\nother,hgrn2,,,,6:1,linear-to-full\n")
    #expect(known.identities["mine"]?.attentionFraction == 0.25)
    #expect(known.identities["other"]?.attentionFraction == 1.0 / 7)
    #expect(known.identities["mine"]?.origin == .mapping)
  }

  @Test(arguments: [
    ("mine,Nobody,,,,pure,\n", "unknown family"), ("mine,GLA,,4,5,,\n", "more attention layers"),
    ("mine,GLA,,,,,\n", "neither"), ("mine,GLA,,x,,pure,\n", "no number of layers"),
    ("mine,GLA,,,,3:1,other\n", "unknown convention"),
    ("mine,GLA,,,,pure,\nmine,GLA,,,,pure,\n", "mapped twice"),
  ])
  func aBadMappingIsNamedByLine(_ rows: String, _ what: String) throws {
    let fault = try #require(throws: Fault.self) { try mapping(rows) }
    #expect(fault.what.contains(what), "\(fault)")
    #expect(fault.location.contains("models.csv:"))
  }
}
