import Core
import Foundation

/// A type that the field of a configuration can have.
public protocol FieldValue: Sendable, Hashable, Codable {
  /// How the value is given; nil for a switch, which is on where it is named.
  static var placeholder: String? { get }
  /// The value of a field in JSON; nil where it is missing or null.
  static func read(_ name: String, from fields: inout JSONFields) throws -> Self?
  var fieldJSON: JSONValue { get }
}

/// The values that a field accepts, and how a fault describes them.
public struct Allowed<Value: Sendable>: Sendable {
  let text: String
  let holds: @Sendable (Value) -> Bool

  public static var any: Self { Self(text: "") { _ in true } }
}

extension Allowed<Int> {
  static func within(_ range: ClosedRange<Int>) -> Self {
    Self(text: "\(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
  }
}

/// All of these refuse what is not a finite number.
extension Allowed<Double> {
  static let positive = Self(text: "above 0") { $0 > 0 && $0.isFinite }
  static let notNegative = Self(text: "0 or more") { $0 >= 0 && $0.isFinite }
  static let share = Self(text: "0 to 1") { (0...1).contains($0) }
  static let belowOne = Self(text: "0 to below 1") { (0..<1).contains($0) }
  static func above0(atMost limit: Double) -> Self {
    Self(text: "above 0, and at most \(NumberText.fixed(limit, 0))") { $0 > 0 && $0 <= limit }
  }
  static func within(_ range: ClosedRange<Double>) -> Self {
    let ends = [range.lowerBound, range.upperBound].map { NumberText.fixed($0, 0) }
    return Self(text: ends.joined(separator: " to ")) { range.contains($0) }
  }
}

/// One field of a configuration, declared once: its default is the property's initial value, its key in
/// JSON the property's name, its option on the command line the same with dashes. The declaration adds
/// what help says of it and which values it accepts.
@propertyWrapper public struct Field<Value: FieldValue>: Sendable {
  public var wrappedValue: Value
  /// The key in JSON where it is not the property's name.
  let key: String?
  let help: String
  let placeholder: String?
  let allowed: Allowed<Value>
  let defaultText: String?

  /// - Parameters:
  ///   - help: one sentence for `--help`.
  ///   - key: the name in JSON, where another project chose it.
  ///   - placeholder: stands for the value in help.
  ///   - defaultText: describes the default where the value alone does not.
  public init(
    wrappedValue: Value, _ help: String, _ allowed: Allowed<Value> = .any, key: String? = nil,
    placeholder: String? = nil, default defaultText: String? = nil
  ) {
    (self.wrappedValue, self.help, self.allowed) = (wrappedValue, help, allowed)
    (self.key, self.defaultText) = (key, defaultText)
    self.placeholder = placeholder ?? Value.placeholder
  }

  /// Takes the value that `fields` has under `key`, if it has one.
  /// - Throws: `Fault` naming the field.
  mutating func read(_ fields: inout JSONFields) throws {
    guard let key, let value = try value(key, &fields) else { return }
    wrappedValue = value
  }

  fileprivate func value(_ name: String, _ fields: inout JSONFields) throws -> Value? {
    let value = try Value.read(name, from: &fields)
    if let value { try check(name, value, fields.place) }
    return value
  }

  func check(_ name: String, _ value: Value, _ place: String) throws {
    try demand(
      allowed.holds(value), "\(name) is out of range", at: place, expected: allowed.text,
      found: "\(value)")
  }
}

/// Two fields are equal where their values are: a declaration is no part of a configuration.
extension Field: Hashable, Codable {
  public static func == (a: Self, b: Self) -> Bool { a.wrappedValue == b.wrappedValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }

  public init(from decoder: any Decoder) throws {
    self.init(wrappedValue: try decoder.singleValueContainer().decode(Value.self), "")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A field whose type is not known.
protocol AnyField: Sendable {
  var facts: (help: String, placeholder: String?, defaultText: String) { get }
  var key: String? { get }
  var json: JSONValue { get }
  func json(_ name: String, from fields: inout JSONFields) throws -> JSONValue?
  /// - Parameter other: a field of the same type, which may come from a file and lack its declaration.
  func check(_ other: any AnyField, _ name: String, at place: String) throws
  var type: any FieldValue.Type { get }
}

extension Field: AnyField {
  var type: any FieldValue.Type { Value.self }
  var json: JSONValue { wrappedValue.fieldJSON }
  var facts: (help: String, placeholder: String?, defaultText: String) {
    (help, placeholder, defaultText ?? "\(wrappedValue)")
  }

  func json(_ name: String, from fields: inout JSONFields) throws -> JSONValue? {
    try value(name, &fields)?.fieldJSON
  }

  func check(_ other: any AnyField, _ name: String, at place: String) throws {
    if let other = other as? Self { try check(name, other.wrappedValue, place) }
  }
}

/// A configuration whose fields are declared by `Field`. Other properties keep their values when fields
/// are read.
public protocol Configuration: Sendable, Hashable, Codable {
  /// Every field at its default.
  init()
  /// Adapts defaults that depend on other fields.
  /// - Parameter given: the fields that are not at their defaults by omission.
  mutating func adapt(given: Set<String>)
  /// - Throws: `Fault` at `place` where fields contradict each other.
  func checkTogether(at place: String) throws
}

/// What a command line needs to offer a field as an option.
public struct FieldOption: Sendable {
  /// The name of the property, and the key in JSON.
  public let name: String
  /// One sentence, with the default.
  public let help: String
  /// nil for a switch.
  public let placeholder: String?
  public let type: any FieldValue.Type
}

extension Configuration {
  public mutating func adapt(given: Set<String>) {}
  public func checkTogether(at place: String) throws {}

  /// The fields in the order of their declarations.
  public static var options: [FieldOption] {
    declared(Self()).map { name, field in
      let (help, placeholder, defaultText) = field.facts
      return FieldOption(
        name: name, help: placeholder == nil ? help : "\(help) (default: \(defaultText))",
        placeholder: placeholder, type: field.type)
    }
  }

  static func declared(_ values: Self) -> [(name: String, field: any AnyField)] {
    Mirror(reflecting: values).children.compactMap { child in
      guard let field = child.value as? any AnyField, let label = child.label else { return nil }
      return (String(label.dropFirst()), field)
    }
  }

  /// Reads any subset of the fields; the others take their defaults.
  /// - Throws: `Fault` at `place` naming a field that is unknown, or a value that it cannot have.
  public init(json: JSONValue, at place: String) throws {
    self.init()
    try read(json, at: place)
  }

  /// Replaces the fields that `json` has.
  public mutating func read(_ json: JSONValue, at place: String) throws {
    var fields = try JSONFields(json, at: place)
    let declared = Self.declared(Self())
    var values: [String: JSONValue] = [:]
    for (name, field) in declared { values[name] = try field.json(name, from: &fields) }
    try fields.refuseUnread(expected: declared.map(\.name).joined(separator: ", "))
    let now = try JSONValue(data: JSONEncoder().encode(self), at: place).members(at: place)
    let all = try JSONValue.object(now.merging(values) { $1 }).data()
    self = try JSONDecoder().decode(Self.self, from: all)
    adapt(given: Set(values.keys))
    try check(at: place)
  }

  /// - Throws: `Fault` at `place` naming the first field whose value is not allowed.
  public func check(at place: String) throws {
    for (declaration, own) in zip(Self.declared(Self()), Self.declared(self)) {
      try declaration.field.check(own.field, own.name, at: place)
    }
    try checkTogether(at: place)
  }
}

extension Int: FieldValue {
  public static var placeholder: String? { "n" }
  public static func read(_ name: String, from fields: inout JSONFields) throws -> Int? {
    try fields.integer(name)
  }
  public var fieldJSON: JSONValue { .integer(self) }
}

extension Double: FieldValue {
  public static var placeholder: String? { "number" }
  public static func read(_ name: String, from fields: inout JSONFields) throws -> Double? {
    try fields.number(name)
  }
  public var fieldJSON: JSONValue { .number(self) }
}

extension String: FieldValue {
  public static var placeholder: String? { "name" }
  public static func read(_ name: String, from fields: inout JSONFields) throws -> String? {
    try fields.string(name)
  }
  public var fieldJSON: JSONValue { .string(self) }
}

extension Bool: FieldValue {
  public static var placeholder: String? { nil }
  public static func read(_ name: String, from fields: inout JSONFields) throws -> Bool? {
    try fields.flag(name)
  }
  public var fieldJSON: JSONValue { .bool(self) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  public static var placeholder: String? { Wrapped.placeholder }
  public static func read(_ name: String, from fields: inout JSONFields) throws -> Wrapped?? {
    guard let value = try Wrapped.read(name, from: &fields) else { return nil }
    return .some(value)
  }
  public var fieldJSON: JSONValue { self?.fieldJSON ?? .null }
}
