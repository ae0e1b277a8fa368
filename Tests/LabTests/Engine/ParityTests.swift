import Foundation
import Testing

@testable import Lab

@Suite("Parity with FLA") struct ParityTests {
  private static let folder = Bundle.module.resourceURL!.appendingPathComponent("Golden")

  /// The cases of the folder `Golden`, which `scripts/golden/make.sh` writes.
  private static let names = [
    "attention", "attention_gqa_window", "deltanet", "deltanet_gate", "gated_deltanet",
    "gated_deltanet_no_gate", "gla", "gla_conv", "hgrn", "hgrn2", "hgrn2_conv", "hgrn_conv",
    "hybrid_gated_deltanet", "hybrid_hgrn2", "retnet", "retnet_conv",
  ]

  private static func golden(_ name: String) throws -> GoldenCase {
    try GoldenCase(json: folder.appendingPathComponent("\(name).json"))
  }

  @Test("every mixer of the registry has golden cases")
  func everyMixer() throws {
    let found = try GoldenCase.all(in: Self.folder).map {
      $0.deletingPathExtension().lastPathComponent
    }
    #expect(found == Self.names)
    let types = Set(try Self.names.map { try Self.golden($0).config.modelType })
    #expect(types == Set(MixerRegistry.standard.mixers.map { $0.facts.modelType }))
  }

  @Test("logits, loss and the gradient of every parameter are FLA's", arguments: names)
  func copies(_ name: String) throws {
    let result = ParityCheck.run(Self.folder.appendingPathComponent("\(name).json"))
    #expect(result.pass, "\(result)")
    #expect(result.logits != nil && result.longLogits != nil && result.loss != nil)
    #expect(result.worstGradient != nil)
  }

  @Test("every parameter has a gradient in its case", arguments: names)
  func everyParameterIsCompared(_ name: String) throws {
    let golden = try Self.golden(name)
    let model = try LanguageModel(golden.config, sequences: 1, length: 4)
    let parameters = Set(model.parameters.all.map(\.name))
    for kind in ["param.", "grad."] {
      let names = golden.tensors.tensors.keys.filter { $0.hasPrefix(kind) }
      #expect(Set(names.map { String($0.dropFirst(kind.count)) }) == parameters, "\(kind)")
    }
  }

  @Test("decoding token by token gives FLA's logits of the long sequence", arguments: names)
  func recurrentForm(_ name: String) throws {
    let golden = try Self.golden(name)
    let (ids, shape) = try #require(try golden.ids("long_input_ids"))
    let expected = try #require(golden.tensors.tensors["long_logits"]?.floats)
    #expect(shape == [1, 100])
    let model = try LanguageModel(golden.config, sequences: 1, length: ids.count)
    try model.load(golden.tensors, prefix: "param.")
    let decoder = TokenDecoder(model)
    let found = ids.flatMap { decoder.read($0) }
    #expect(found.count == expected.count)
    let gap = ParityCheck.difference(found, expected)
    #expect(gap < ParityResult.Tolerance.logits, "\(gap)")
  }

  @Test("a parameter that is off by a little fails", arguments: names)
  func negativeControl(_ name: String) throws {
    let golden = try Self.golden(name)
    var tensors = golden.tensors
    let changed = try #require(
      tensors.tensors.keys.filter { $0.hasPrefix("param.model.layers.0.attn.") }.max())
    let tensor = try #require(tensors.tensors[changed])
    var values = try #require(tensor.floats)
    values[0] += 0.01
    tensors.tensors[changed] = Safetensors.Tensor(values, shape: tensor.shape)
    let result = try ParityCheck.compare(
      GoldenCase(
        name: "changed", config: golden.config, loss: golden.loss, tensors: tensors, note: nil))
    #expect(result.pass == false, "\(changed): \(result)")
  }

  @Test("a folder without cases is a fault") func empty() {
    #expect(throws: (any Error).self) {
      try GoldenCase.all(in: URL(fileURLWithPath: "/nonexistent"))
    }
  }

  // MARK: Cases from elsewhere

  /// The folder that `INTERLEAVE_GOLDEN` names, or `shared/fla/golden` beside the checkout.
  private static let others: URL = {
    if let path = ProcessInfo.processInfo.environment["INTERLEAVE_GOLDEN"] {
      return URL(fileURLWithPath: path)
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../shared/fla/golden").standardizedFileURL
  }()

  private static let hasOthers =
    ProcessInfo.processInfo.environment["INTERLEAVE_GOLDEN"] != nil
    || FileManager.default.fileExists(atPath: others.path)

  @Test(
    "every case of another folder passes",
    .enabled(if: hasOthers, "no other golden cases; set INTERLEAVE_GOLDEN to a folder with some"))
  func otherCases() throws {
    for url in try GoldenCase.all(in: Self.others) {
      let result = ParityCheck.run(url)
      #expect(result.pass, "\(result)")
    }
  }
}
