extension JSONNode {
  /// As far as it is a number. Numbers in quotes are text, but for the spellings of what is not
  /// finite: loggers quote those, since JSON cannot say them.
  package var cell: NumberCell {
    switch value {
    case .null: .blank
    case .integer(let value): .number(Double(value))
    case .number(let value): .number(value)
    case .notFinite: .missing
    case .string(let text): NumberCell(text) == .missing ? .missing : .text
    case .bool, .array, .object: .text
    }
  }

  /// A whole number of at least 0, as steps are.
  package var natural: Int? {
    guard case .number(let value) = cell else { return nil }
    return NumberCell.natural(value)
  }

  /// A text or a number as it is written, as versions are: `1.0` stays `1.0`.
  package var asWritten: String? {
    switch value {
    case .string(let text): text
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    default: nil
    }
  }

  /// The member of an object; nil where there is none, where it is null, and where this is not an object.
  package subscript(key: String) -> JSONNode? {
    guard let node = object?[key], node.value != .null else { return nil }
    return node
  }

  /// Hands over the values in an object, those of objects in it under `outer.inner`. What Weights &
  /// Biases writes in place of media, an object with `_type`, is one value.
  package func forEachLeaf(
    prefix: String = "", _ body: (_ name: String, _ node: JSONNode) throws -> Void
  ) rethrows {
    for member in object?.members ?? [] {
      let name = prefix + member.key
      if member.value.object != nil, member.value["_type"] == nil {
        try member.value.forEachLeaf(prefix: name + ".", body)
      } else {
        try body(name, member.value)
      }
    }
  }
}
