/// A JSON value with the line on which it begins. Unlike `JSONValue` it keeps the order of the file,
/// the place of each value, and the spellings of what is not a number.
public struct JSONNode: Sendable, Equatable {
  public enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number without point and exponent that an `Int` can hold.
    case integer(Int)
    case number(Double)
    /// What Python and others write where there is no finite number; JSON itself has no such word.
    case notFinite(NonFinite)
    case string(String)
    case array([JSONNode])
    case object(JSONObject)
  }

  /// A word in place of a number, named by Python's spelling.
  public enum NonFinite: String, Sendable, Equatable {
    case nan = "NaN"
    case infinity = "Infinity"
    case negativeInfinity = "-Infinity"
  }

  public let value: Value
  /// From 1.
  public let line: Int

  public init(_ value: Value, line: Int = 1) { (self.value, self.line) = (value, line) }
}

extension JSONNode {
  public var object: JSONObject? { if case .object(let object) = value { object } else { nil } }
  public var array: [JSONNode]? { if case .array(let items) = value { items } else { nil } }
  public var string: String? { if case .string(let text) = value { text } else { nil } }

  /// A finite number, whole or not.
  public var number: Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// A whole number, also where it is written as `5.0`.
  public var integer: Int? {
    switch value {
    case .integer(let value): value
    case .number(let value) where abs(value) < 1e15: Int(exactly: value)
    default: nil
    }
  }

  /// The fault that something else was expected in its place.
  package func fault(_ what: String, in path: String, expected: String) -> Fault {
    Fault(what, at: "\(path):\(line)", expected: expected, found: summary)
  }

  /// What it is, in a few words for errors: `the number 3`, `an object`.
  public var summary: String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "the number \(value)"
    case .number(let value): "the number \(value)"
    case .notFinite(let word): word.rawValue
    case .string(let text): "the text \"\(text.prefix(60))\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object, in the order of the file; no key stands twice.
public struct JSONObject: Sendable, Equatable {
  public struct Member: Sendable, Equatable {
    public let key: String
    public let value: JSONNode
  }

  public private(set) var members: [Member] = []
  /// Where a key stands; kept only where searching the list would be slow.
  private var index: [String: Int] = [:]
  private static let shortList = 12

  public init() {}

  public var keys: [String] { members.map(\.key) }

  public subscript(key: String) -> JSONNode? { position(of: key).map { members[$0].value } }

  private func position(of key: String) -> Int? {
    members.count > Self.shortList ? index[key] : members.firstIndex { $0.key == key }
  }

  /// - Returns: whether the key was new; where it was not, nothing changes.
  @discardableResult
  public mutating func append(_ key: String, _ value: JSONNode) -> Bool {
    guard position(of: key) == nil else { return false }
    members.append(Member(key: key, value: value))
    if members.count == Self.shortList + 1 {
      for (position, member) in members.enumerated() { index[member.key] = position }
    } else if members.count > Self.shortList {
      index[key] = members.count - 1
    }
    return true
  }
}

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
  package var natural: Int? { cell.natural }

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
