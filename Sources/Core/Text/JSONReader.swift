import Foundation

/// A strict reader for JSON in UTF-8 that others wrote, which may be damaged or meant to do damage.
///
/// Beyond RFC 8259 it takes a byte order mark and the words for what is not a number (`NaN`, `Infinity`,
/// as Python writes them). Refused, with the line: nesting above a depth, too many values, a key that
/// stands twice in one object, numbers that no `Double` can hold, bytes that are not UTF-8, anything
/// after the value. A lone surrogate in an escape becomes U+FFFD.
public enum JSONReader {
  /// What faults say of a key that stands twice in one object, and of nesting above the limit.
  public static let repeatedKey = "a key stands twice"
  public static let tooDeep = "JSON is nested too deeply"

  /// What a text may ask for at most, so that no file can exhaust stack or memory.
  public struct Limits: Sendable {
    public var depth: Int
    public var values: Int

    public init(depth: Int = 512, values: Int = 2_000_000) {
      (self.depth, self.values) = (depth, values)
    }
  }

  /// - Parameters:
  ///   - path: what errors call the file.
  ///   - line: the line of the file on which the text begins.
  /// - Throws: `Fault` at `path:line`.
  public static func read(
    _ data: Data, at path: String, line: Int = 1, limits: Limits = Limits()
  ) throws -> JSONNode {
    try data.withUnsafeBytes { try read($0, at: path, line: line, limits: limits) }
  }

  public static func read(
    _ bytes: UnsafeRawBufferPointer, at path: String, line: Int = 1, limits: Limits = Limits()
  ) throws -> JSONNode {
    var scanner = JSONScanner(bytes, path: path, line: line, limits: limits)
    return try scanner.document()
  }
}

/// The state of one pass over a JSON text.
private struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  let path: String
  let limits: JSONReader.Limits
  var position = 0
  var line: Int
  private var values = 0

  init(_ bytes: UnsafeRawBufferPointer, path: String, line: Int, limits: JSONReader.Limits) {
    (self.bytes, self.path, self.line, self.limits) = (bytes, path, line, limits)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func document() throws -> JSONNode {
    skipSpace()
    guard position < bytes.count else { throw fault("a JSON value is missing", found: "nothing") }
    let node = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else {
      throw fault("something follows the JSON value", found: foundHere)
    }
    return node
  }

  private mutating func value(depth: Int) throws -> JSONNode {
    values += 1
    guard values <= limits.values else {
      throw fault("there are too many JSON values", expected: "\(limits.values) at most")
    }
    let start = line
    switch try peek() {
    case UInt8(ascii: "{"): return JSONNode(.object(try object(depth: depth + 1)), line: start)
    case UInt8(ascii: "["): return JSONNode(.array(try array(depth: depth + 1)), line: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try string()), line: start)
    default: return JSONNode(try word(), line: start)
    }
  }

  private mutating func array(depth: Int) throws -> [JSONNode] {
    try enter(depth)
    var items: [JSONNode] = []
    if try take(UInt8(ascii: "]")) { return items }
    while true {
      items.append(try value(depth: depth))
      skipSpace()
      if try take(UInt8(ascii: "]")) { return items }
      try expect(UInt8(ascii: ","), "a comma or ]")
    }
  }

  private mutating func object(depth: Int) throws -> JSONObject {
    try enter(depth)
    var object = JSONObject()
    if try take(UInt8(ascii: "}")) { return object }
    while true {
      guard try peek() == UInt8(ascii: "\"") else {
        throw fault("this is not valid JSON", expected: "a key in quotes", found: foundHere)
      }
      let keyLine = line
      let key = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"), "a colon")
      guard object.append(key, try value(depth: depth)) else {
        throw fault(
          JSONReader.repeatedKey, expected: "each key once in an object",
          found: "\"\(key.prefix(60))\"", hint: "take one of the two out", on: keyLine)
      }
      skipSpace()
      if try take(UInt8(ascii: "}")) { return object }
      try expect(UInt8(ascii: ","), "a comma or }")
    }
  }

  private mutating func enter(_ depth: Int) throws {
    guard depth <= limits.depth else {
      throw fault(
        JSONReader.tooDeep, expected: "\(limits.depth) levels at most", found: "more than that")
    }
    position += 1
    skipSpace()
  }
}

extension JSONScanner {
  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x0A: line += 1
      case 0x20, 0x09, 0x0D: break
      default: return
      }
      position += 1
    }
  }

  func peek() throws -> UInt8 {
    guard position < bytes.count else {
      throw fault(
        "the JSON ends before it is complete",
        hint: "the file was probably cut short; fetch it again")
    }
    return bytes[position]
  }

  /// Steps over `byte` where it is next.
  private mutating func take(_ byte: UInt8) throws -> Bool {
    guard try peek() == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ expected: String) throws {
    guard try take(byte) else {
      throw fault("this is not valid JSON", expected: expected, found: foundHere)
    }
    skipSpace()
  }

  /// The bytes that are next, for errors.
  var foundHere: String {
    String(decoding: bytes[position..<min(position + 20, bytes.count)], as: UTF8.self)
  }

  func fault(
    _ what: String, expected: String? = nil, found: String? = nil, hint: String? = nil,
    on place: Int? = nil
  ) -> Fault {
    Fault(what, at: "\(path):\(place ?? line)", expected: expected, found: found, hint: hint)
  }
}

extension JSONScanner {
  /// Reads a string; the opening quote is next.
  mutating func string() throws -> String {
    position += 1
    let start = position
    while true {
      let byte = try peek()
      if byte == UInt8(ascii: "\"") {
        defer { position += 1 }
        return try text(bytes[start..<position])
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      try refuseControl(byte)
      position += 1
    }
  }

  /// Reads on from the first escape of a string that begins at `start`.
  private mutating func escapedString(from start: Int) throws -> String {
    var buffer = Array(bytes[start..<position])
    while true {
      let byte = try peek()
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try text(buffer)
      case UInt8(ascii: "\\"): try escape(into: &buffer)
      default:
        try refuseControl(byte)
        buffer.append(byte)
      }
    }
  }

  private func refuseControl(_ byte: UInt8) throws {
    guard byte < 0x20 else { return }
    throw fault(
      "a string holds a bare control character", found: "byte \(byte)",
      hint: byte == 0x0A ? "a quote is missing, or the line was cut" : nil)
  }

  private func text(_ bytes: some Collection<UInt8>) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw fault("a string is not UTF-8")
    }
    return text
  }

  /// Reads what follows a backslash.
  private mutating func escape(into buffer: inout [UInt8]) throws {
    let byte = try peek()
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "u"): buffer += String(try scalar()).utf8
    default: throw fault("a string holds an unknown escape", found: "\\ and byte \(byte)")
    }
  }

  /// The character of `\uXXXX`, with a second one where the first is half of a pair.
  private mutating func scalar() throws -> Character {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    let mark = position
    if first < 0xDC00, bytes[position...].starts(with: [0x5C, 0x75]) {
      position += 2
      let second = try fourDigits()
      let joined = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
      if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(joined) {
        return Character(scalar)
      }
      position = mark
    }
    return "\u{FFFD}"
  }

  private mutating func fourDigits() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = try peek()
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("a string holds an unknown escape", expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

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
    return try Self.named[String(decoding: slice, as: UTF8.self)] ?? number(slice)
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

  /// A number as RFC 8259 writes it: a decimal with a digit before and behind its point, without leading zeros.
  private func number(_ slice: Slice<UnsafeRawBufferPointer>) throws -> JSONNode.Value {
    let text = String(decoding: slice.prefix(40), as: UTF8.self)
    let rest = slice.dropFirst(slice.first == UInt8(ascii: "-") ? 1 : 0)
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    let tail = rest[digits.endIndex...]
    let hasBarePoint = tail.first == 0x2E && !(0x30...0x39).contains(tail.dropFirst().first ?? 0)
    guard !digits.isEmpty, digits.count == 1 || digits.first != 0x30, !hasBarePoint,
      let value = DecimalText.value(UnsafeRawBufferPointer(rebasing: slice))
    else { throw fault("this is not valid JSON", expected: "a value", found: text) }
    if tail.isEmpty, let whole = DecimalText.integer(UnsafeRawBufferPointer(rebasing: slice)) {
      return .integer(whole)
    }
    guard value.isFinite else { throw fault("a number is out of range", found: text) }
    return .number(value)
  }
}
