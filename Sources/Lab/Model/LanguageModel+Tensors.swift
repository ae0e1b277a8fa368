import Core

extension LanguageModel {
  /// Takes every parameter from a file, by FLA's names.
  /// - Parameter prefix: what the names begin with in the file.
  /// - Throws: `Fault` where a parameter is missing, has another shape, or the file has one that the
  ///   model does not.
  public func load(_ file: Safetensors, prefix: String = "") throws {
    try checkTensors(file, prefix: prefix)
    for parameter in parameters.all {
      guard let values = file.tensors[prefix + parameter.name]?.floats else { continue }
      parameter.value.update(from: values, count: parameter.count)
    }
  }

  /// What `load` demands of a file; the model need not have any memory.
  func checkTensors(_ file: Safetensors, prefix: String) throws {
    let known = Set(parameters.all.map { prefix + $0.name })
    let tied = prefix + "lm_head.weight"
    let extra = file.tensors.keys.filter {
      $0.hasPrefix(prefix) && !known.contains($0) && !(config.tieWordEmbeddings && $0 == tied)
    }
    if let name = extra.min() {
      throw Fault(
        "the model has no such parameter", at: name, found: config.modelType,
        hint: "the configuration may lack an option that the checkpoint was made with")
    }
    for parameter in parameters.all {
      guard let tensor = file.tensors[prefix + parameter.name], tensor.floats != nil else {
        throw Fault("the parameter is missing", at: prefix + parameter.name)
      }
      guard tensor.shape == parameter.shape else {
        throw Fault(
          "the parameter has another shape", at: parameter.name,
          expected: "\(parameter.shape)", found: "\(tensor.shape)")
      }
    }
  }

  /// Every parameter, by FLA's names.
  public func tensors() -> [String: Safetensors.Tensor] {
    Dictionary(
      uniqueKeysWithValues: parameters.all.map { parameter in
        let values = UnsafeBufferPointer(start: parameter.value, count: parameter.count)
        return (parameter.name, Safetensors.Tensor(Array(values), shape: parameter.shape))
      })
  }
}
