import Results

/// What is read of one `Record` message of a `.wandb` file.
///
/// Source: wandb/proto/wandb_internal.proto.
enum WandbFileRecord {
  /// What one call of `log` wrote, or several of one step.
  case history(History)
  case run(Run)
  /// Console output, measurements of the machine, the summary...
  case other

  struct History {
    /// `_step` as a field of its own, which newer clients write.
    var step: Int?
    var items: [Item] = []
  }

  struct Item {
    /// The keys of nested values joined by a point: `eval.acc`.
    var name = ""
    /// The value as JSON; valid as long as the record's bytes.
    var json = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  struct Run {
    var id = ""
    var displayName = ""
  }

  init(_ bytes: UnsafeRawBufferPointer) throws {
    self = .other
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (2, .bytes(let message)): self = .history(try History(message))
      case (17, .bytes(let message)): self = .run(try Run(message))
      default: break
      }
    }
  }
}

extension WandbFileRecord.History {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let message)): items.append(try WandbFileRecord.Item(message))
      case (2, .bytes(let message)): step = try Self.number(message)
      default: break
      }
    }
  }

  /// The number of a `HistoryStep`; a message without one stands for 0.
  private static func number(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    var reader = ProtoReader(bytes)
    var number = 0
    while let (field, value) = try reader.next() {
      if field == 1, case .varint(let bits) = value { number = Int(Int64(bitPattern: bits)) }
    }
    return number
  }
}

extension WandbFileRecord.Item {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    var nested: [String] = []
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): name = try text.protoText()
      case (2, .bytes(let text)): nested.append(try text.protoText())
      case (16, .bytes(let text)): json = text
      default: break
      }
    }
    if !nested.isEmpty { name = nested.joined(separator: ".") }
  }
}

extension WandbFileRecord.Run {
  init(_ bytes: UnsafeRawBufferPointer) throws {
    var reader = ProtoReader(bytes)
    while let (field, value) = try reader.next() {
      switch (field, value) {
      case (1, .bytes(let text)): id = try text.protoText()
      case (8, .bytes(let text)): displayName = try text.protoText()
      default: break
      }
    }
  }

  /// What to call the run; nil where the record names none.
  var name: String? { [displayName, id].first { !$0.isEmpty } }
}
