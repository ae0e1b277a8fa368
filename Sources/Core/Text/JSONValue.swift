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
