import Core

/// A JSON value as importers need it: fields in their order with their lines, and Python's `NaN` and
/// `Infinity`, which are no JSON, told apart from numbers.
enum ImportJSON: Equatable {
  struct Field: Equatable {
    let name: String
    /// The line on which the value begins.
    let line: Int
    let value: ImportJSON
  }

  struct Item: Equatable {
    let line: Int
    let value: ImportJSON
  }

  case null
  case bool(Bool)
  case number(Double)
  /// `NaN`, `Infinity` or `-Infinity`.
  case notFinite
  case string(String)
  case array([Item])
  case object([Field])

  /// The field of an object; nil where there is none, or no object.
  subscript(name: String) -> ImportJSON? {
    guard case .object(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  /// As far as it is a number. Numbers in quotes are text, but for the spellings of what is not
  /// finite: loggers quote those, since JSON cannot say them.
  var cell: NumberCell {
    switch self {
    case .null: .blank
    case .number(let value): .number(value)
    case .notFinite: .missing
    case .string(let text): NumberCell(text) == .missing ? .missing : .text
    case .bool, .array, .object: .text
    }
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// What it is, in words.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number, .notFinite: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// Hands over the values in an object, those of objects in it under `outer.inner`. What Weights &
  /// Biases writes in place of media, an object with `_type`, is one value.
  func forEachLeaf(
    prefix: String = "", _ body: (_ name: String, _ line: Int, _ value: ImportJSON) throws -> Void
  ) rethrows {
    guard case .object(let fields) = self else { return }
    for field in fields {
      let name = prefix + field.name
      if case .object = field.value, field.value["_type"] == nil {
        try field.value.forEachLeaf(prefix: name + ".", body)
      } else {
        try body(name, field.line, field.value)
      }
    }
  }
}

extension ImportFile {
  /// The whole file as JSON.
  func json() throws -> ImportJSON {
    try data().withUnsafeBytes { try ImportJSONReader.read($0, path: path) }
  }
}
