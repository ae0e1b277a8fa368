extension JSONScanner {
  /// No number needs as many characters.
  private static let longestWord = 1_100

  /// Reads a number, `true`, `false`, `null`, or a word for what is not a number.
  mutating func word() throws -> JSONNode.Value {
    let start = position
    while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
    let slice = bytes[start..<position]
    guard !slice.isEmpty else {
      throw fault("this is not valid JSON", expected: "a value", found: foundHere)
    }
    guard slice.count <= Self.longestWord else { throw fault("a number is too long") }
    let text = String(decoding: slice, as: UTF8.self)
    return try Self.named[text] ?? number(text)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }

  private static let named: [String: JSONNode.Value] = [
    "null": .null, "true": .bool(true), "false": .bool(false),
    "NaN": .notFinite(.nan), "nan": .notFinite(.nan),
    "-NaN": .notFinite(.nan), "-nan": .notFinite(.nan),
    "Infinity": .notFinite(.infinity), "inf": .notFinite(.infinity), "Inf": .notFinite(.infinity),
    "-Infinity": .notFinite(.negativeInfinity), "-inf": .notFinite(.negativeInfinity),
    "-Inf": .notFinite(.negativeInfinity),
  ]

  private func number(_ text: String) throws -> JSONNode.Value {
    guard let isWhole = Self.isWhole(text.utf8) else {
      throw fault("this is not valid JSON", expected: "a value", found: String(text.prefix(40)))
    }
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw fault("a number is out of range", found: String(text.prefix(40)))
    }
    return .number(value)
  }

  /// Whether a number as RFC 8259 writes it has neither fraction nor exponent; nil for other text.
  private static func isWhole(_ text: String.UTF8View) -> Bool? {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let digits = takeDigits(&rest)
    guard digits == 1 || (digits > 1 && !startsWithZero) else { return nil }
    if rest.isEmpty { return true }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard takeDigits(&rest) > 0 else { return nil }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard takeDigits(&rest) > 0 else { return nil }
    }
    return rest.isEmpty ? false : nil
  }

  private static func takeDigits(_ text: inout Substring.UTF8View) -> Int {
    let count = text.prefix { (0x30...0x39).contains($0) }.count
    text.removeFirst(count)
    return count
  }
}
