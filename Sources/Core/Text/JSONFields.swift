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
    self.fields = fields
    self.place = place
  }

  /// All fields, whether asked for or not.
  public var values: [String: JSONValue] { fields }

  /// Fields that were not asked for, in order of name.
  public var unread: [String] { fields.keys.filter { !read.contains($0) }.sorted() }

  /// Marks fields as known, whatever they hold.
  public mutating func ignore(_ names: String...) { read.formUnion(names) }

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
