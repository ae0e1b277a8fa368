import Results

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
