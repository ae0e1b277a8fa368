import Foundation

/// Any JSON value. Objects are written with sorted keys, so that equal values give equal bytes.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// How many lists and objects may lie inside one another: whoever walks through a value needs a
  /// part of the stack for each.
  public static let deepest = 64

  /// Reads JSON text, as strictly as `JSONReader`: a key that stands twice is refused.
  /// - Throws: `Fault` at `place`, where the text is not JSON; at the line for a key that stands twice, and
  ///   for nesting that is too deep.
  public init(data: Data, at place: String) throws {
    do {
      let limits = JSONReader.Limits(depth: Self.deepest)
      self = try JSONValue(JSONReader.read(data, at: place, limits: limits), at: place)
    } catch let fault as Fault where !Self.named.contains(fault.what) {
      let found = fault.found.map { " (\($0))" } ?? ""
      throw Fault(
        "this is not valid JSON", at: place, expected: fault.expected,
        found: "line \(fault.location.dropFirst(place.count + 1)): \(fault.what)\(found)",
        hint: fault.hint)
    }
  }

  private static let named = [JSONReader.repeatedKey, JSONReader.tooDeep]

  /// A node without its line. A number without a fraction is an integer, however it is written.
  /// - Throws: `Fault` at `place` and line for a word that is not a number.
  public init(_ node: JSONNode, at place: String) throws {
    switch node.value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = Int(exactly: value).map { .integer($0) } ?? .number(value)
    case .string(let value): self = .string(value)
    case .array(let items): self = .array(try items.map { try JSONValue($0, at: place) })
    case .object(let object):
      let members = try object.members.map { ($0.key, try JSONValue($0.value, at: place)) }
      self = .object(Dictionary(members) { $1 })
    case .notFinite(let word):
      throw Fault(
        "a value is not a number", at: "\(place):\(node.line)", expected: "a finite number",
        found: word.rawValue)
    }
  }

  /// JSON with sorted keys; the same value gives the same bytes.
  /// - Throws: `Fault` for a number that JSON cannot write.
  public func data(pretty: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
      : [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self)
    } catch EncodingError.invalidValue(let value, _) {
      throw Fault("a value is not a number", expected: "a finite number", found: "\(value)")
    }
  }
}

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    guard decoder.codingPath.count <= 2 * Self.deepest else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "JSON is nested too deeply"))
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A whole number is an integer, as it is when its text is read back.
  public init(floatLiteral value: Double) {
    self = Int(exactly: value).map { .integer($0) } ?? .number(value)
  }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { $1 })
  }
}

extension JSONValue {
  /// A number, or null where there is none or it is not finite, which JSON cannot say.
  public static func finite(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON on one line.
  public var description: String {
    (try? data()).map { String(decoding: $0, as: UTF8.self) } ?? "?"
  }

  /// The value for errors: its beginning where it is long.
  public var excerpt: String {
    let text = description
    return text.count > 200 ? "\(text.prefix(200))…" : text
  }
}

/// The fields of one JSON object, read by type. It remembers which fields were asked for, so that
/// what nobody asked for can be refused: a misspelt option is an error, not a silent default.
public struct JSONFields {
  public let place: String
  private let fields: [String: JSONValue]
  private var read: Set<String> = []

  /// - Throws: `Fault` at `place` where `value` is not an object.
  public init(_ value: JSONValue, at place: String) throws {
    guard case .object(let fields) = value else {
      throw Fault("this is not a JSON object", at: place, found: value.excerpt)
    }
    (self.fields, self.place) = (fields, place)
  }

  /// All fields, whether asked for or not.
  public var values: [String: JSONValue] { fields }

  /// Fields that were not asked for, in order of name.
  public var unread: [String] { fields.keys.filter { !read.contains($0) }.sorted() }

  /// The raw value; nil where it is absent or null.
  public mutating func value(_ name: String) -> JSONValue? {
    read.insert(name)
    guard let value = fields[name], value != .null else { return nil }
    return value
  }

  public mutating func integer(_ name: String) throws -> Int? {
    switch value(name) {
    case nil: nil
    case .integer(let value)?: value
    case .number(let value)? where value == value.rounded() && abs(value) < 1e15:
      Int(clamping: value)
    case let other?: throw wrong(name, "an integer", other)
    }
  }

  public mutating func number(_ name: String) throws -> Double? {
    switch value(name) {
    case nil: nil
    case .integer(let value)?: Double(value)
    case .number(let value)?: value
    case let other?: throw wrong(name, "a number", other)
    }
  }

  public mutating func flag(_ name: String) throws -> Bool? {
    switch value(name) {
    case nil: nil
    case .bool(let value)?: value
    case let other?: throw wrong(name, "true or false", other)
    }
  }

  public mutating func string(_ name: String) throws -> String? {
    switch value(name) {
    case nil: nil
    case .string(let value)?: value
    case let other?: throw wrong(name, "a string", other)
    }
  }

  public mutating func integers(_ name: String) throws -> [Int]? {
    guard let value = value(name) else { return nil }
    guard case .array(let items) = value else { throw wrong(name, "a list of integers", value) }
    return try items.map {
      guard case .integer(let item) = $0 else { throw wrong(name, "a list of integers", value) }
      return item
    }
  }

  /// The object in a field, as fields of its own.
  public mutating func object(_ name: String) throws -> JSONFields? {
    try value(name).map { try JSONFields($0, at: "\(place): \(name)") }
  }

  /// - Throws: `Fault` naming the fields that nobody asked for.
  public func refuseUnread(expected: String) throws {
    guard let first = unread.first else { return }
    throw Fault(
      "unknown field", at: place, expected: expected,
      found: unread.count == 1 ? first : unread.joined(separator: ", "))
  }

  public func wrong(_ name: String, _ expected: String, _ found: JSONValue) -> Fault {
    Fault("\(name) has the wrong type", at: place, expected: expected, found: found.excerpt)
  }
}
