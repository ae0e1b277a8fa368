import Core
import Foundation
import Testing
import TestSupport

@testable import Results

/// How the configurations of hybrids say which layers are attention.
@Suite struct ConfigStackTests {
  private func said(_ type: String, _ layers: Int, _ rest: String) throws -> ModelStatement {
    let text = #"{"model_type": "\#(type)", "num_hidden_layers": \#(layers)\#(rest)}"#
    return try #require(
      try ModelStatement.read(
        config: JSONReader.read(Data(text.utf8), at: "config.json"), at: "config.json"))
  }

  @Test(arguments: [
    ("kimi_linear", 8, #", "linear_attn_config": {"full_attn_layers": [4, 8]}"#, 2, 8),
    (
      "qwen3_next", 4,
      """
      , "full_attention_interval": 4,
      "layer_types": ["linear_attention", "linear_attention", "linear_attention", "full_attention"]
      """, 1, 4
    ),
    ("qwen3_next", 8, #", "full_attention_interval": 4"#, 2, 8),
    ("nemotron_h", 9, #", "hybrid_override_pattern": "M-M-M*-M-""#, 1, 5),
    ("mamba2", 6, #", "attn_layer_idx": [2, 5]"#, 2, 6),
    ("jamba", 16, #", "attn_layer_period": 8, "attn_layer_offset": 4"#, 2, 16),
    ("minimax", 4, #", "attn_type_list": [0, 0, 0, 1]"#, 1, 4),
    ("granitemoehybrid", 3, #", "layers_block_type": ["mamba", "attention", "mamba"]"#, 1, 3),
    ("rwkv7", 4, #", "attn": {"layers": [1, 3]}"#, 2, 4),
    ("gsa", 4, #", "attn": null"#, 0, 4),
    ("gla", 4, #", "attn": {"layers": [], "num_heads": 4}"#, 0, 4),
    ("llama", 4, "", 4, 4),
    ("qwen2", 4, #", "sliding_window": 128, "use_sliding_window": false"#, 4, 4),
  ])
  func layersAreCounted(
    _ type: String, _ layers: Int, _ rest: String, _ attention: Int, _ total: Int
  ) throws {
    let found = try said(type, layers, rest)
    #expect(found.attentionLayers == attention && found.totalLayers == total)
    #expect(found.caveat.isEmpty)
  }

  /// Different windows in different layers: those that see all count.
  @Test func attentionMayBeAList() throws {
    let found = try said(
      "gla", 8,
      """
      , "max_position_embeddings": 2048,
      "attn": [{"layers": [1, 3], "window_size": 512}, {"layers": [5, 7], "window_size": null}]
      """)
    #expect(found.attentionLayers == 2 && found.caveat.isEmpty)
  }

  @Test(arguments: [
    ("mistral", #", "sliding_window": 1024, "max_position_embeddings": 4096"#, "1024 tokens only"),
    ("gemma3", #", "layer_types": ["sliding_attention", "full_attention"]"#, "with a window"),
    ("falcon_h1", "", "side by side"),
    ("samba", #", "attn": [{"layers": [1], "window_size": 16}]"#, "16 tokens only"),
  ])
  func whatIsNoPlainRatioIsSaid(_ type: String, _ rest: String, _ caveat: String) throws {
    #expect(try said(type, 2, rest).caveat.contains(caveat))
  }

  @Test(arguments: [
    (#", "attn_layer_idx": [4]"#, "names a layer that the stack does not have"),
    (#", "linear_attn_config": {"full_attn_layers": [0]}"#, "names a layer that the stack"),
    (#", "layer_types": ["full_attention"]"#, "does not fit the number of layers"),
    (#", "hybrid_override_pattern": "----""#, "names no mixer"),
    (#", "attn": {"layers": "all"}"#, "cannot be read"),
  ])
  func whatTheStackDoesNotHaveIsAFault(_ rest: String, _ what: String) throws {
    #expect(try fault { try said("mamba2", 4, rest) }.what.contains(what))
  }

  @Test func theNumberOfLayersHasABound() throws {
    let found = try fault { try said("gla", Int.max, "") }
    #expect(found.what == "the model has too many layers")
  }
}
