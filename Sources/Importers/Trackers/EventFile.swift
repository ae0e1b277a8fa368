import Core
import Foundation
import Results

/// Event files as a writer leaves them in the folder of a run.
enum EventFile {
  /// More tags than this are no curves that anybody looks at.
  static let mostTags = 1 << 17

  /// Hands over the events of a file in order, each with the offset of its record; an event is valid only then.
  /// - Parameter leftOut: is told of records that cannot be read
  static func forEach(
    in file: ImportFile, _ body: (EventMessage, _ offset: Int) throws -> Void,
    leftOut: (String) -> Void = { _ in }
  ) throws {
    guard !file.isLargeFilePointer else {
      throw Fault(
        "this is a Git LFS pointer, not an event file", at: file.path, hint: "run git lfs pull")
    }
    var records = try TFRecordReader(file)
    while let record = try records.next() {
      try record.open(
        in: file.path, as: "an Event message of TensorBoard", wrong: "a record is not an event",
        { try body(EventMessage($0), $1) }, leftOut: leftOut)
      if record.isLast { return }
    }
  }

  /// Whether a name is that of an event file: `events.out.tfevents.1764500000.node1.100.0`.
  static func hasName(_ url: URL) -> Bool { url.lastPathComponent.lowercased().contains(mark) }

  /// The event files in the folder of a file, in the order in which they were begun: by the time stamp in their
  /// names, then by name. The file alone where it is named in another way.
  static func beside(_ url: URL) -> [URL] {
    guard hasName(url) else { return [url] }
    let folder = url.deletingLastPathComponent()
    let all = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    let files = (all ?? []).filter { hasName($0) && (isRegular($0) || $0.path == url.path) }
    guard files.contains(where: { $0.lastPathComponent == url.lastPathComponent }) else {
      return [url]
    }
    return files.map { (time($0), $0.lastPathComponent, $0) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { $0.2 }
  }

  private static func isRegular(_ url: URL) -> Bool {
    let target = url.resolvingSymlinksInPath()
    return (try? target.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
  }

  /// The seconds in the name; the end of all times where it has none.
  private static func time(_ url: URL) -> Int {
    guard let start = url.lastPathComponent.range(of: mark, options: .caseInsensitive) else {
      return .max
    }
    let rest = url.lastPathComponent[start.upperBound...].drop { $0 == "." }
    return Int(rest.prefix { $0.isASCII && $0.isNumber }) ?? .max
  }

  private static let mark = "out.tfevents"
}

/// What is read of one `Event` message.
///
/// Source: tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
struct EventMessage {
  /// Seconds since 1970.
  private(set) var wallTime: Double = 0
  private(set) var step = 0
  private(set) var fileVersion: String?
  private(set) var values: [Value] = []
  /// Whether a writer says that a run begins or resumes at the step, which PyTorch does for `purge_step`.
  private(set) var isStart = false

  /// One value of the event's summary.
  struct Value {
    var tag = ""
    /// The name of the plugin that shows it, where the event says; `scalars` for one with a data
    /// class of scalar and no name.
    var plugin: String?
    /// The number of `simple_value`.
    var simple: Double?
    /// The tensor; valid as long as the event's bytes.
    var tensor: UnsafeRawBufferPointer?
  }

  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .fixed64(let bits)): wallTime = Double(bitPattern: bits)
      case (2, .varint(let bits)): step = Int(Int64(bitPattern: bits))
      case (3, .bytes(let text)): fileVersion = try text.protoText()
      case (5, .bytes(let summary)): try readSummary(summary)
      case (7, .bytes(let session)): try readSession(session)
      default: break
      }
    }
  }

  /// The status of a `SessionLog`, of which 1 is START.
  private mutating func readSession(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      if field == 1, case .varint(let status) = value { isStart = status == 1 }
    }
  }

  private mutating func readSummary(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      if field == 1, case .bytes(let message) = value { values.append(try Value(message)) }
    }
  }
}

extension EventMessage.Value {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): tag = try text.protoText()
      case (2, .fixed32(let bits)): simple = Double(Float(bitPattern: bits))
      case (8, .bytes(let message)): tensor = message
      case (9, .bytes(let metadata)): plugin = try Self.plugin(metadata)
      default: break
      }
    }
  }

  private static func plugin(_ metadata: UnsafeRawBufferPointer) throws -> String? {
    var reader = ProtoReader(metadata)
    var name: String?
    var isScalar = false
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let data)):
        var data = ProtoReader(data)
        while let (field, value) = try data.next() {
          if field == 1, case .bytes(let text) = value { name = try text.protoText() }
        }
      case (4, .varint(1)): isScalar = true
      default: break
      }
    }
    return name?.isEmpty == false ? name : isScalar ? "scalars" : nil
  }
}

/// The one number of a `TensorProto`.
///
/// Source: tensorflow/core/framework/tensor.proto and types.proto.
struct TensorScalar {
  private var type: UInt64 = 0
  private var isOneElement = true
  private var numbers = 0
  private var last: Double = 0
  private var content: UnsafeRawBufferPointer?

  /// The number; nil where the tensor holds none, several, or one of another type.
  static func value(of bytes: UnsafeRawBufferPointer) throws -> Double? {
    var tensor = TensorScalar()
    try tensor.read(bytes)
    guard tensor.isOneElement else { return nil }
    if let content = tensor.content, !content.isEmpty {
      return tensor.numbers == 0 ? tensor.number(in: content) : nil
    }
    return tensor.numbers == 1 ? tensor.last : nil
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .varint(let code)): type = code
      case (2, .bytes(let shape)): isOneElement = try Self.isOneElement(shape)
      case (4, .bytes(let raw)): content = raw
      case (5...7, _), (10, _), (13, _): try take(value, of: field)
      default: break
      }
    }
  }

  /// Takes a number, or a packed list of them, from `float_val`, `double_val`, `int_val`,
  /// `int64_val` or `half_val`.
  private mutating func take(_ value: ProtoReader.Value, of field: UInt64) throws {
    guard case .bytes(let packed) = value else { return note(value, of: field) }
    var reader = ProtoReader(packed)
    while !reader.isAtEnd {
      switch field {
      case 5: note(.fixed32(UInt32(littleEndian: try reader.fixed())), of: field)
      case 6: note(.fixed64(UInt64(littleEndian: try reader.fixed())), of: field)
      default: note(.varint(try reader.varint()), of: field)
      }
    }
  }

  private mutating func note(_ value: ProtoReader.Value, of field: UInt64) {
    numbers += 1
    switch (field, value) {
    case (5, .fixed32(let bits)): last = Double(Float(bitPattern: bits))
    case (6, .fixed64(let bits)): last = Double(bitPattern: bits)
    case (7, .varint(let bits)), (10, .varint(let bits)): last = Double(Int64(bitPattern: bits))
    case (13, .varint(let bits)): last = half(UInt16(truncatingIfNeeded: bits))
    default: isOneElement = false
    }
  }

  private func number(in bytes: UnsafeRawBufferPointer) -> Double? {
    func load<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      guard bytes.count == MemoryLayout<Number>.size else { return nil }
      return Number(littleEndian: bytes.loadUnaligned(as: Number.self))
    }
    return switch type {
    case 1: load(UInt32.self).map { Double(Float(bitPattern: $0)) }
    case 2: load(UInt64.self).map { Double(bitPattern: $0) }
    case 3: load(Int32.self).map(Double.init)
    case 9: load(Int64.self).map(Double.init)
    case 14, 19: load(UInt16.self).map(half)
    default: nil
    }
  }

  /// Type 14 is bfloat16; its bits are the upper half of a float32's.
  private func half(_ bits: UInt16) -> Double {
    type == 14
      ? Double(Float(bitPattern: UInt32(bits) << 16)) : Double(Float16(bitPattern: bits))
  }

  /// Whether all dimensions of a `TensorShapeProto` are 1; a scalar has none.
  private static func isOneElement(_ shape: UnsafeRawBufferPointer) throws -> Bool {
    var reader = ProtoReader(shape)
    while let (field, value) = try reader.next() {
      guard field == 2, case .bytes(let dimension) = value else { continue }
      var size = ProtoReader(dimension)
      var length: UInt64 = 0
      while let (number, value) = try size.next() {
        if number == 1, case .varint(let count) = value { length = count }
      }
      if length != 1 { return false }
    }
    return true
  }
}
