import Core
import Foundation

/// One golden case: a model that FLA ran, with its inputs, outputs and gradients.
///
/// `<name>.json` holds the configuration and the loss, `<name>.safetensors` the tensors: `param.*`,
/// `grad.*`, `input_ids` and `logits` of a short batch, `long_input_ids` and `long_logits` of a longer
/// sequence. Either of the two sequences may be missing.
public struct GoldenCase {
  public let name: String
  public let config: ModelConfig
  public let loss: Double?
  public let tensors: Safetensors
  /// Where the case's parameters are not those of its configuration.
  public let note: String?
}

extension GoldenCase {
  /// - Throws: `Fault` naming the file that is missing or damaged.
  public init(json: URL) throws {
    let place = json.path
    let data = try InputFile.data(at: json, atMost: 16 << 20)
    var fields = try JSONFields(JSONValue(data: data, at: place), at: place)
    let given = try fields.string("case") ?? json.deletingPathExtension().lastPathComponent
    name = VisibleText.of(String(given.prefix(100)))
    loss = try fields.number("loss")
    let value = try fields.required(fields.value("config"), "config")
    tensors = try Safetensors.read(
      from: json.deletingPathExtension().appendingPathExtension("safetensors"))
    let stated = try ModelConfig(json: value, at: "\(place): config")
    config = stated.asBuilt(parameters: tensors.tensors.keys)
    note = config == stated ? nil : "use_short_conv is stated, but the model has no filters"
  }

  /// The cases in a folder, by name. A case that lacks one of its two files is among them, so that it
  /// fails by its name.
  /// - Throws: `Fault` where there are none.
  public static func all(in folder: URL) throws -> [URL] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let names = files.compactMap { file in
      [".json", ".safetensors"].first(where: file.hasSuffix).map { file.dropLast($0.count) }
    }
    let cases = Set(names).map { "\($0).json" }
    try demand(
      !cases.isEmpty, "there are no golden cases", at: folder.path,
      expected: "pairs of <name>.json and <name>.safetensors")
    return cases.sorted().map { folder.appendingPathComponent($0) }
  }
}

extension ModelConfig {
  /// The configuration that the parameters show. FLA 0.6.0 reads `use_short_conv` in RetNet's
  /// configuration but does not hand it to the layer: such a model has no filters.
  func asBuilt(parameters: some Sequence<String>) -> ModelConfig {
    guard options["use_short_conv"] == true,
      !parameters.contains(where: { $0.contains("_conv1d.") })
    else { return self }
    var built = self
    built.options["use_short_conv"] = false
    return built
  }
}

extension GoldenCase {
  /// Token ids `[B, T]` and their shape.
  func ids(_ name: String) throws -> (ids: [Int32], shape: [Int])? {
    guard let tensor = tensors.tensors[name] else { return nil }
    guard let ids = tensor.integers, tensor.shape.count == 2, !ids.isEmpty else {
      throw Fault(
        "\(name) is not an int32 [B, T]", at: self.name, found: "shape \(tensor.shape)")
    }
    if let bad = ids.first(where: { !(0..<Int32(config.vocabSize)).contains($0) }) {
      throw Fault(
        "\(name) has an id outside the vocabulary", at: self.name,
        expected: "0 to \(config.vocabSize - 1)", found: String(bad))
    }
    return (ids, tensor.shape)
  }
}
