import Core

/// Throws a `Fault` unless a condition holds. The texts are made only then.
func demand(
  _ holds: Bool, _ what: @autoclosure () -> String, at place: @autoclosure () -> String = "",
  expected: @autoclosure () -> String? = nil, found: @autoclosure () -> String? = nil,
  hint: @autoclosure () -> String? = nil
) throws {
  if !holds { throw Fault(what(), at: place(), expected: expected(), found: found(), hint: hint()) }
}

/// How configurations, mixers and tasks read their fields.
extension JSONFields {
  /// - Throws: `Fault` where a field that must be there is missing.
  func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw Fault("\(name) is missing", at: place) }
    return value
  }

  /// - Throws: `Fault` where one of these fields is missing.
  func requireGiven(_ names: String...) throws {
    for name in names { _ = try required(values[name] == .null ? nil : values[name], name) }
  }

  mutating func requiredString(_ name: String) throws -> String {
    let value = try string(name)
    return try required(value, name)
  }

  /// An integer from 1 to `limit`. Without a default the field must be there.
  mutating func positive(
    _ name: String, default fallback: Int? = nil, atMost limit: Int = Bounds.width
  ) throws -> Int {
    let value = try required(integer(name) ?? fallback, name)
    try check(name, value, atMost: limit)
    return value
  }

  /// A width that is `factor` times another one, and a multiple of `heads`.
  /// - Parameter fallback: the factor where the option is missing.
  mutating func width(
    _ name: String, of base: Int, times fallback: Double, heads: Int
  ) throws -> Int {
    let factor = try number(name) ?? fallback
    let product = Double(base) * factor
    try demand(
      product.magnitude <= Double(Bounds.width), "\(name) is too large", at: place,
      expected: "at most \(Bounds.width) channels", found: "\(factor) times \(base)",
      hint: Bounds.hint)
    let width = Int(clamping: product)
    try demand(
      width > 0 && width % heads == 0, "\(name) does not divide into heads", at: place,
      expected: "a multiple of \(heads) channels", found: "\(width)")
    return width
  }

  /// One of the words of `Word`; the fallback where it is missing.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, default fallback: Word
  ) throws -> Word {
    guard let found = value(name) else { return fallback }
    guard case .string(let text) = found, let word = Word(rawValue: text) else {
      throw Fault(
        "this \(name) is not supported", at: place,
        expected: Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
        found: found.description)
    }
    return word
  }

  /// Refuses options of FLA that this engine does not support, unless they are missing or null.
  mutating func refuse(_ names: String...) throws {
    for name in names { try fixed(name, .null) }
  }

  /// Refuses any value but the one that this engine supports.
  mutating func fixed(_ name: String, _ expected: JSONValue) throws {
    guard let found = value(name), found != expected else { return }
    throw Fault(
      "this \(name) is not supported", at: place, expected: expected.description,
      found: found.description)
  }

  /// - Throws: `Fault` where a count is not from 1 to `limit`.
  func check(_ name: String, _ value: Int, atMost limit: Int = Bounds.width) throws {
    try demand(
      value > 0, "\(name) must be at least 1", at: place, expected: "1 to \(limit)",
      found: "\(value)")
    try demand(
      value <= limit, "\(name) is too large", at: place, expected: "at most \(limit)",
      found: "\(value)", hint: Bounds.hint)
  }

  /// The list in a field.
  mutating func items(_ name: String) throws -> [JSONValue]? {
    switch value(name) {
    case nil: nil
    case .array(let items)?: items
    case let other?: throw wrong(name, "a list", other)
    }
  }

  /// What the items of a list are made into; nil where the field is missing.
  mutating func list<Item>(_ name: String, _ make: (JSONValue, _ place: String) throws -> Item)
    throws -> [Item]?
  {
    let place = "\(place): \(name)"
    return try items(name)?.map { try make($0, place) }
  }

  /// The members of the object in a field; none where it is missing.
  mutating func members(_ name: String) throws -> [String: JSONValue] {
    try value(name)?.members(at: "\(place): \(name)") ?? [:]
  }
}

extension JSONValue {
  /// The members of an object.
  func members(at place: String) throws -> [String: JSONValue] {
    guard case .object(let members) = self else {
      throw Fault("this is not a JSON object", at: place, found: excerpt)
    }
    return members
  }
}

extension Array where Element: Hashable {
  /// The first element that stood before.
  var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
