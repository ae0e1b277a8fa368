import Core
import Foundation

/// A trained model in the form that other tools load: `model.safetensors` and `config.json`, in
/// FLA's names and layouts.
public enum ModelExport {
  /// Writes both files, making the folder where needed.
  /// - Throws: `Fault` with the system's reason, where a file cannot be written.
  public static func write(_ parameters: ParameterSet, _ config: ModelConfig, to folder: URL) throws
  {
    let file = Safetensors(tensors: tensors(of: parameters), metadata: ["format": "pt"])
    try file.write(to: folder.appendingPathComponent("model.safetensors"))
    let json = try config.json.data(pretty: true) + Data("\n".utf8)
    try AtomicFile.write(json, to: folder.appendingPathComponent("config.json"))
  }

  static func tensors(of parameters: ParameterSet) -> [String: Safetensors.Tensor] {
    parameters.all.reduce(into: [:]) { tensors, parameter in
      let values = UnsafeBufferPointer(start: parameter.value, count: parameter.count)
      tensors[parameter.name] = .init(Array(values), shape: parameter.shape)
    }
  }
}

extension Trainer {
  /// Writes the model as it is now; see `ModelExport`.
  public func export(to folder: URL) throws {
    try ModelExport.write(model.parameters, config.model, to: folder)
  }
}
