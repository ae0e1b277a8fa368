import Core

/// How tasks read their options: all of them are there, since `TaskRegistry` adds the defaults.
extension JSONFields {
  mutating func requiredFlag(_ name: String) throws -> Bool {
    let value = try flag(name)
    return try required(value, name)
  }

  mutating func requiredString(_ name: String) throws -> String {
    let value = try string(name)
    return try required(value, name)
  }

  mutating func requiredInteger(_ name: String) throws -> Int {
    let value = try integer(name)
    return try required(value, name)
  }

  /// A number of things: at least 1, and small enough for ids and products of such numbers.
  mutating func count(_ name: String, atMost limit: Int = TaskRegistry.largest) throws -> Int {
    try positive(name, atMost: limit)
  }

  /// A number above zero, not so large or small that powers of it leave the range of numbers.
  mutating func positiveNumber(_ name: String) throws -> Double {
    let value = try number(name)
    let number = try required(value, name)
    guard number > 0, number.isFinite else {
      throw Fault("\(name) must be above 0", at: place, found: "\(number)")
    }
    guard (1e-6...1e6).contains(number) else {
      throw Fault(
        "\(name) is out of range", at: place, expected: "0.000001 to 1000000", found: "\(number)")
    }
    return number
  }

  /// An option that is one of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice
  where Choice.RawValue == String {
    let text = try requiredString(name)
    guard let choice = Choice(rawValue: text) else {
      throw Fault(
        "\(name) is none of the choices", at: place,
        expected: Choice.allCases.map(\.rawValue).joined(separator: " or "), found: text)
    }
    return choice
  }

  /// - Throws: `Fault` where a number is below its least value.
  func require(_ what: String, _ found: Int, atLeast least: Int, hint: String? = nil) throws {
    guard found < least else { return }
    throw Fault(
      "\(what) too small", at: place, expected: "at least \(least)", found: "\(found)", hint: hint)
  }
}
