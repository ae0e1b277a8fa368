import Core
import Foundation

extension ModelStatement {
  /// What flash-linear-attention and Hugging Face call the file.
  package static let configName = "config.json"

  /// What a `config.json` says: its `model_type`, `num_hidden_layers`, and which layers are full attention in
  /// any of the ways of `ConfigStack`.
  /// - Returns: nil where the file is the configuration of something else.
  /// - Throws: `Fault` with the line where it cannot be read, or names a layer outside of the stack.
  package static func read(config file: ImportFile) throws -> ModelStatement? {
    try read(config: JSONReader.read(file.data(atMost: 16 << 20), at: file.path), at: file.path)
  }

  static func read(config: JSONNode, at path: String) throws -> ModelStatement? {
    guard let fields = config.object, let type = fields["model_type"]?.string, !type.isEmpty,
      let total = fields["num_hidden_layers"]?.integer, total > 0
    else { return nil }
    guard total <= ConfigStack.mostLayers else {
      throw Fault(
        "the model has too many layers", at: "\(path):\(config.line): num_hidden_layers",
        expected: "\(ConfigStack.mostLayers) at most", found: "\(total)")
    }
    let stack = try ConfigStack(fields, type: type, total: total, at: path)
    return ModelStatement(
      .configuration, at: path, family: type, ratioConvention: .stated, totalLayers: stack.total,
      attentionLayers: stack.attention, caveat: stack.caveat)
  }
}
