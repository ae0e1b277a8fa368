import Core
import Foundation

/// The safetensors format: a length, a JSON header, and raw little-endian numbers.
///
/// Reads F32 and I32, which is what checkpoints of this engine and its golden cases hold.
public struct Safetensors: Sendable {
  /// One tensor as it lies in the file.
  public struct Tensor: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
      case float([Float])
      case integer([Int32])
    }
    public var shape: [Int]
    public var content: Content

    public init(_ values: [Float], shape: [Int]) {
      (self.shape, content) = (shape, .float(values))
    }

    public init(_ values: [Int32], shape: [Int]) {
      (self.shape, content) = (shape, .integer(values))
    }

    public var floats: [Float]? {
      if case .float(let values) = content { values } else { nil }
    }
    public var integers: [Int32]? {
      if case .integer(let values) = content { values } else { nil }
    }
  }

  public var tensors: [String: Tensor]
  /// The header's `__metadata__`: strings by name.
  public var metadata: [String: String]

  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }
}

// MARK: - Writing

extension Safetensors {
  /// The file's bytes; tensors in order of name.
  public func encoded() throws -> Data {
    var body = Data()
    var header: [String: JSONValue] = [:]
    for name in tensors.keys.sorted() {
      guard let tensor = tensors[name] else { continue }
      let start = body.count
      tensor.withBytes { body.append(contentsOf: $0) }
      header[name] = [
        "dtype": .string(tensor.typeName), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(start), .integer(body.count)]),
      ]
    }
    if !metadata.isEmpty { header["__metadata__"] = .object(metadata.mapValues { .string($0) }) }
    var text = try JSONValue.object(header).data()
    // The format wants the numbers to start at a multiple of eight.
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    var file = Data()
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(text)
    file.append(body)
    return file
  }

  /// Writes the file whole or not at all.
  public func write(to url: URL) throws { try AtomicFile.write(encoded(), to: url) }
}

// MARK: - Reading

extension Safetensors {
  /// The largest file that is read, in bytes: values and moments of the largest model.
  private static let largest = 1 << 34

  /// - Throws: `Fault` naming the file and the tensor that is damaged.
  public static func read(from url: URL) throws -> Safetensors {
    try decode(InputFile.data(at: url, atMost: largest), at: url.path)
  }

  static func decode(_ data: Data, at place: String) throws -> Safetensors {
    let data = data.startIndex == 0 ? data : Data(data)
    try demand(
      data.count >= 8, "the file is too short for safetensors", at: place,
      expected: "at least 8 bytes", found: "\(data.count)")
    let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    try demand(
      length <= UInt64(data.count - 8), "the header is longer than the file", at: place,
      expected: "\(length) bytes of header", found: "\(data.count - 8) bytes",
      hint: "the file may have been cut short")
    let start = 8 + Int(length)
    let entries = try JSONValue(data: data[8..<start], at: place).members(at: place)
    var file = Safetensors()
    var left = data.count - start
    // In order of name, so that of several damaged tensors the same one is named each time.
    for name in entries.keys.sorted() {
      guard let entry = entries[name] else { continue }
      if name == metadataName {
        file.metadata = try strings(entry, at: "\(place): \(name)")
      } else {
        file.tensors[name] = try tensor(
          entry, in: data, from: start, at: "\(place): \(name)", &left)
      }
    }
    return file
  }

  private static let metadataName = "__metadata__"

  private static func strings(_ entry: JSONValue, at place: String) throws -> [String: String] {
    try entry.members(at: place).mapValues {
      guard case .string(let text) = $0 else {
        throw Fault(
          "the metadata is not text", at: place, expected: "strings", found: $0.excerpt)
      }
      return text
    }
  }

  /// - Parameter left: bytes that no tensor has taken; there are too few where tensors share bytes.
  private static func tensor(
    _ entry: JSONValue, in data: Data, from start: Int, at place: String, _ left: inout Int
  ) throws -> Tensor {
    var fields = try JSONFields(entry, at: place)
    let type = try fields.string("dtype") ?? "none"
    let shape = try fields.integers("shape") ?? []
    let offsets = try fields.integers("data_offsets") ?? []
    try demand(
      type == "F32" || type == "I32", "the number type is not supported", at: place,
      expected: "F32 or I32", found: type)
    guard let count = elements(of: shape), offsets.count == 2, offsets[0] >= 0,
      offsets[1] >= offsets[0], offsets[1] <= data.count - start,
      offsets[1] - offsets[0] == count * 4, count * 4 <= left
    else {
      throw Fault(
        "shape and place of the tensor do not fit the file", at: place,
        expected: "four bytes for each number, which no other tensor has",
        found: "shape \(shape.prefix(8)), bytes \(offsets.prefix(8)) of \(data.count - start)",
        hint: "the file may have been cut short")
    }
    left -= count * 4
    let range = (start + offsets[0])..<(start + offsets[1])
    return data.withUnsafeBytes { bytes in
      let part = UnsafeRawBufferPointer(rebasing: bytes[range])
      return type == "F32"
        ? Tensor(numbers(Float.self, in: part, count: count), shape: shape)
        : Tensor(numbers(Int32.self, in: part, count: count), shape: shape)
    }
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ type: Number.Type, in bytes: UnsafeRawBufferPointer, count: Int
  ) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { buffer, written in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      written = count
    }
  }
}

/// The number of elements of a shape; nil where it is not a number that a machine can count.
private func elements(of shape: [Int]) -> Int? {
  guard shape.count <= 8 else { return nil }
  return shape.reduce(1 as Int?) { total, size in
    guard let total, size >= 0 else { return nil }
    let (product, overflows) = total.multipliedReportingOverflow(by: size)
    return overflows || product > Int.max / 8 ? nil : product
  }
}

// MARK: - Content

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
