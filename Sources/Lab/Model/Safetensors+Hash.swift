import Core

extension Safetensors {
  /// SHA-256 over everything that the file says: each tensor's name, shape and bytes and each string of the
  /// metadata, in order of name, but for one string, which may hold this hash.
  func contentHash(without name: String) -> String {
    let stream = DigestStream()
    for name in tensors.keys.sorted() {
      guard let tensor = tensors[name] else { continue }
      stream.update("tensor \(name.utf8.count) \(name) \(tensor.typeName) \(tensor.shape)\n")
      tensor.withBytes { stream.update($0) }
    }
    for key in metadata.keys.sorted() where key != name {
      let value = metadata[key] ?? ""
      stream.update("metadata \(key.utf8.count) \(key) \(value.utf8.count) \(value)\n")
    }
    return stream.finish()
  }
}

extension Safetensors.Tensor {
  /// What the format calls the type of the numbers.
  var typeName: String {
    switch content {
    case .float: "F32"
    case .integer: "I32"
    }
  }

  /// The numbers as they lie in the file.
  func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    switch content {
    case .float(let values): values.withUnsafeBytes(body)
    case .integer(let values): values.withUnsafeBytes(body)
    }
  }
}
