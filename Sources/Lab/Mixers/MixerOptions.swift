import Core

extension JSONFields {
  /// Refuses an option that FLA knows and this engine does not compute, unless it is absent or null.
  mutating func refuse(_ names: String...) throws {
    for name in names {
      if let value = value(name) {
        throw Fault(
          "\(name) is not computed here", at: place, expected: "null", found: value.description)
      }
    }
  }

  /// Refuses any value but the one that is computed here.
  mutating func fixed(_ name: String, _ expected: JSONValue) throws {
    if let found = value(name), found != expected {
      throw Fault(
        "this \(name) is not computed here", at: place, expected: expected.description,
        found: found.description)
    }
  }

  /// A word among the cases of `Word`; the fallback where it is absent or null.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, default fallback: Word
  ) throws -> Word {
    guard let found = value(name) else { return fallback }
    guard case .string(let text) = found, let word = Word(rawValue: text) else {
      throw Fault(
        "this \(name) is not computed here", at: place,
        expected: Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
        found: found.description)
    }
    return word
  }

  /// A width that `factor` times another gives; it must be a whole number of `parts`.
  func width(_ name: String, _ base: Int, times factor: Double, heads: Int) throws -> Int {
    let product = Double(base) * factor
    guard product.magnitude <= Double(Bounds.width) else {
      throw Fault(
        "\(name) is too large", at: place, expected: "at most \(Bounds.width) channels",
        found: "\(factor) times \(base)", hint: Bounds.hint)
    }
    let width = Int(clamping: product)
    guard width > 0, width % heads == 0 else {
      throw Fault(
        "\(name) does not divide into heads", at: place,
        expected: "a multiple of \(heads) channels", found: String(width))
    }
    return width
  }
}
