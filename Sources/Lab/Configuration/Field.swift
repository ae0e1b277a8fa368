import Core
import Foundation

/// What kind of value a field has, in JSON and on the command line.
public enum FieldKind: Sendable {
  case integer, number, text, flag

  fileprivate func read(_ name: String, _ fields: inout JSONFields) throws -> JSONValue? {
    switch self {
    case .integer: try fields.integer(name).map { .integer($0) }
    case .number: try fields.number(name).map { .number($0) }
    case .text: try fields.string(name).map { .string($0) }
    case .flag: try fields.flag(name).map { .bool($0) }
    }
  }
}

/// A type that the field of a configuration can have.
public protocol FieldValue: Sendable, Hashable, Codable {
  static var kind: FieldKind { get }
}

extension Int: FieldValue { public static var kind: FieldKind { .integer } }
extension Double: FieldValue { public static var kind: FieldKind { .number } }
extension String: FieldValue { public static var kind: FieldKind { .text } }
extension Bool: FieldValue { public static var kind: FieldKind { .flag } }
extension Optional: FieldValue where Wrapped: FieldValue {
  public static var kind: FieldKind { Wrapped.kind }
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

  /// A number of things in a task: small enough for ids and products of such numbers.
  static var count: Self { within(1...TaskRegistry.largest) }
}

extension Allowed<String> {
  static func oneOf(_ words: [String]) -> Self {
    Self(text: words.joined(separator: ", ")) { words.contains($0) }
  }
}

/// All of these refuse what is not a finite number.
extension Allowed<Double> {
  static let positive = Self(text: "above 0") { $0 > 0 && $0.isFinite }
  static let notNegative = Self(text: "0 or more") { $0 >= 0 && $0.isFinite }
  /// Powers of these stay within the range of numbers.
  static let moderate = Self(text: "0.000001 to 1000000") { (1e-6...1e6).contains($0) }
  static let share = Self(text: "0 to 1") { (0...1).contains($0) }
  static let belowOne = Self(text: "0 to below 1") { (0..<1).contains($0) }
  static let upTo1000 = Self(text: "0 to 1000") { (0...1000).contains($0) }
  static let above0UpTo1000 = Self(text: "above 0, and at most 1000") { $0 > 0 && $0 <= 1000 }
}

/// One field of a configuration, declared once: its default is the property's initial value, its key in
/// JSON the property's name, its option on the command line the same with dashes. The declaration adds
/// what help says of it and which values it accepts.
@propertyWrapper public struct Field<Value: FieldValue>: Sendable {
  public var wrappedValue: Value
  let key: String?
  let help: String
  let placeholder: String?
  let allowed: Allowed<Value>
  let defaultText: String?

  /// - Parameters:
  ///   - help: one sentence for `--help`.
  ///   - key: the key in JSON where it is not the property's name.
  ///   - placeholder: stands for the value in help.
  ///   - defaultText: describes the default where the value alone does not.
  public init(
    wrappedValue: Value, _ help: String, _ allowed: Allowed<Value> = .any, key: String? = nil,
    placeholder: String? = nil, default defaultText: String? = nil
  ) {
    (self.wrappedValue, self.help, self.allowed) = (wrappedValue, help, allowed)
    (self.key, self.placeholder, self.defaultText) = (key, placeholder, defaultText)
  }

  /// Takes the value that `fields` has under `key`, if it has one.
  /// - Throws: `Fault` naming the field.
  mutating func read(_ fields: inout JSONFields) throws {
    guard let key, let json = try json(key, from: &fields) else { return }
    wrappedValue = Self.value(json) ?? wrappedValue
  }

  func check(_ name: String, _ value: Value, at place: String) throws {
    try demand(
      allowed.holds(value), "\(name) is out of range", at: place, expected: allowed.text,
      found: "\(value)")
  }

  fileprivate static func value(_ json: JSONValue) -> Value? {
    switch json {
    case .integer(let value): value as? Value
    case .number(let value): value as? Value
    case .string(let value): value as? Value
    case .bool(let value): value as? Value
    default: nil
    }
  }
}

/// Two fields are equal where their values are: a declaration is no part of a configuration.
extension Field: Hashable, Codable {
  public static func == (a: Self, b: Self) -> Bool { a.wrappedValue == b.wrappedValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }

  public init(from decoder: any Decoder) throws {
    self.init(wrappedValue: try decoder.singleValueContainer().decode(Value.self), "")
  }

  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// A field of any type.
protocol AnyField: Sendable {
  var key: String? { get }
  var json: JSONValue { get }
  func option(_ name: String) -> FieldOption
  /// The value that a field of this declaration has in `fields`, checked; nil where it is missing.
  func json(_ name: String, from fields: inout JSONFields) throws -> JSONValue?
}

extension Field: AnyField {
  var json: JSONValue {
    switch wrappedValue as Any {
    case let value as Int: .integer(value)
    case let value as Double: .init(floatLiteral: value)
    case let value as String: .string(value)
    case let value as Bool: .bool(value)
    default: .null
    }
  }

  func option(_ name: String) -> FieldOption {
    let ending = Value.kind == .flag ? "" : " (default: \(defaultText ?? "\(wrappedValue)"))"
    return FieldOption(
      name: name, kind: Value.kind, help: help + ending, placeholder: placeholder ?? "n")
  }

  func json(_ name: String, from fields: inout JSONFields) throws -> JSONValue? {
    let json = try Value.kind.read(name, &fields)
    if let value = json.flatMap(Self.value) { try check(name, value, at: fields.place) }
    return json
  }
}

/// What a command line needs to offer a field as an option.
public struct FieldOption: Sendable {
  /// The name of the property, and the key in JSON.
  public let name: String
  public let kind: FieldKind
  /// One sentence, with the default.
  public let help: String
  /// Stands for the value in help.
  public let placeholder: String
}

/// A configuration whose fields are declared by `Field`. Reading fields leaves other properties alone.
public protocol Configuration: Sendable, Hashable, Codable {
  /// Every field at its default.
  init()
  /// Adapts defaults that depend on other fields.
  /// - Parameter given: the names of the fields that were given.
  mutating func adapt(given: Set<String>)
  /// - Throws: `Fault` at `place` where fields contradict each other.
  func checkTogether(at place: String) throws
}

extension Configuration {
  public mutating func adapt(given: Set<String>) {}
  public func checkTogether(at place: String) throws {}

  /// The fields in the order of their declarations.
  public static var options: [FieldOption] { Self().fields.map { $1.option($0) } }

  /// Every value by its field's name.
  public var values: [String: JSONValue] {
    fields.reduce(into: [:]) { $0[$1.name] = $1.field.json }
  }

  private var fields: [(name: String, field: any AnyField)] {
    Mirror(reflecting: self).children.compactMap { child in
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
    var given = try JSONFields(json, at: place)
    let declared = Self().fields
    var values: [String: JSONValue] = [:]
    for (name, field) in declared { values[name] = try field.json(name, from: &given) }
    try given.refuseUnread(expected: declared.map(\.name).joined(separator: ", "))
    let now = try JSONValue(data: JSONEncoder().encode(self), at: place).members(at: place)
    let all = try JSONValue.object(now.merging(values) { $1 }).data()
    self = try JSONDecoder().decode(Self.self, from: all)
    adapt(given: Set(values.keys))
    try check(at: place)
  }

  /// - Throws: `Fault` at `place` naming the first field whose value is not allowed.
  public func check(at place: String) throws {
    // Fields out of a file have lost their declarations, which the defaults have.
    var own = try JSONFields(.object(values), at: place)
    for (name, field) in Self().fields { _ = try field.json(name, from: &own) }
    try checkTogether(at: place)
  }
}
