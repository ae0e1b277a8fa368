import Core

/// Reads JSON with a bound on its depth and on its number of values. A key twice in one object, a
/// number beyond the range of `Double` and bytes that are not UTF-8 are faults that name the line.
struct ImportJSONReader {
  /// The deepest nesting. Each level takes some of the stack.
  static let deepest = 128
  /// The most values of one text.
  static let mostValues = 20_000_000

  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private var index = 0
  private var line: Int
  private var values = 0

  /// - Parameters:
  ///   - path: what errors call the file.
  ///   - line: the number of the first line.
  static func read(
    _ bytes: UnsafeRawBufferPointer, path: String, line: Int = 1
  ) throws -> ImportJSON {
    var reader = ImportJSONReader(bytes: bytes, path: path, line: line)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.fault("text follows the JSON") }
    return value
  }

  private init(bytes: UnsafeRawBufferPointer, path: String, line: Int) {
    self.bytes = bytes
    self.path = path
    self.line = line
  }

  private mutating func value(depth: Int) throws -> ImportJSON {
    skipSpace()
    values += 1
    guard values <= Self.mostValues else {
      throw fault("there are too many values", expected: "\(Self.mostValues) at most")
    }
    guard depth <= Self.deepest else {
      throw fault("the nesting is too deep", expected: "\(Self.deepest) levels at most")
    }
    switch peek {
    case 0x7B: return try object(depth: depth)
    case 0x5B: return try array(depth: depth)
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    case 0x4E: return try word("NaN", .notFinite)
    case 0x49: return try word("Infinity", .notFinite)
    default: return try number()
    }
  }

  // MARK: Lists and objects

  private mutating func object(depth: Int) throws -> ImportJSON {
    index += 1
    var fields: [ImportJSON.Field] = []
    var names: Set<String> = []
    if try closes(0x7D) { return .object([]) }
    repeat {
      skipSpace()
      guard peek == 0x22 else { throw fault("a name should stand here", expected: "\"") }
      let name = try string()
      guard names.insert(name).inserted else {
        throw fault("a name occurs twice in one object", found: ImportNotes.short(name))
      }
      skipSpace()
      guard skip(0x3A) else { throw fault("a colon is missing", expected: ":") }
      skipSpace()
      let start = line
      fields.append(.init(name: name, line: start, value: try value(depth: depth + 1)))
    } while try goesOn(until: 0x7D)
    return .object(fields)
  }

  private mutating func array(depth: Int) throws -> ImportJSON {
    index += 1
    var items: [ImportJSON.Item] = []
    if try closes(0x5D) { return .array([]) }
    repeat {
      skipSpace()
      let start = line
      items.append(.init(line: start, value: try value(depth: depth + 1)))
    } while try goesOn(until: 0x5D)
    return .array(items)
  }

  private mutating func closes(_ end: UInt8) throws -> Bool {
    skipSpace()
    return skip(end)
  }

  private mutating func goesOn(until end: UInt8) throws -> Bool {
    skipSpace()
    if skip(0x2C) { return true }
    guard skip(end) else {
      throw fault("a comma or a closing bracket is missing")
    }
    return false
  }

  // MARK: Words and numbers

  private mutating func word(_ word: String, _ value: ImportJSON) throws -> ImportJSON {
    guard bytes[index...].starts(with: word.utf8) else { throw fault("a value should stand here") }
    index += word.utf8.count
    return value
  }

  private mutating func number() throws -> ImportJSON {
    let start = index
    if peek == 0x2D, bytes[(index + 1)...].first == 0x49 {
      index += 1
      return try word("Infinity", .notFinite)
    }
    while let byte = peek, Self.isNumeric(byte) { index += 1 }
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    guard let first = text.first, first != 0x2B, first != 0x2E,
      let value = LooseNumber.value(text)
    else { throw fault("a value should stand here") }
    guard value.isFinite else {
      throw fault(
        "the number is too large", found: String(decoding: text.prefix(60), as: UTF8.self))
    }
    return .number(value)
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
  }

  // MARK: Strings

  private mutating func string() throws -> String {
    index += 1
    let start = index
    while let byte = peek, byte != 0x22, byte != 0x5C, byte >= 0x20 { index += 1 }
    var out = Array(bytes[start..<index])
    while true {
      guard let byte = peek else { throw fault("a string is not closed") }
      guard byte >= 0x20 else { throw fault("a control character stands in a string") }
      index += 1
      if byte == 0x22 { break }
      if byte == 0x5C { try escape(&out) } else { out.append(byte) }
    }
    guard let text = String(validating: out, as: UTF8.self) else {
      throw fault("a string is not UTF-8")
    }
    return text
  }

  private mutating func escape(_ out: inout [UInt8]) throws {
    guard let byte = peek else { throw fault("a string is not closed") }
    index += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: out.append(byte)
    case 0x62: out.append(0x08)
    case 0x66: out.append(0x0C)
    case 0x6E: out.append(0x0A)
    case 0x72: out.append(0x0D)
    case 0x74: out.append(0x09)
    case 0x75: out += Array(Character(try scalar()).utf8)
    default: throw fault("an escape in a string is unknown")
    }
  }

  /// The scalar of `\uXXXX`, or of two of them; half of a pair is U+FFFD.
  private mutating func scalar() throws -> Unicode.Scalar {
    let high = try unit()
    guard (0xD800..<0xDC00).contains(high), bytes[index...].starts(with: [0x5C, 0x75]) else {
      return Unicode.Scalar(high) ?? "\u{FFFD}"
    }
    let mark = index
    index += 2
    let low = try unit()
    guard (0xDC00..<0xE000).contains(low) else {
      index = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func unit() throws -> UInt32 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4,
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.allSatisfy({ $0 != 0x2B && $0 != 0x2D })
    else { throw fault("an escape in a string is unknown") }
    index += 4
    return value
  }

  // MARK: Bytes

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      if byte == 0x0A { line += 1 }
      index += 1
    }
  }

  private func fault(_ what: String, expected: String? = nil, found: String? = nil) -> Fault {
    let isEnd = index >= bytes.count
    return Fault(
      what, at: "\(path):\(line)", expected: expected,
      found: found ?? (isEnd ? "the end of the text" : nil),
      hint: isEnd ? "the file was probably cut short; fetch it again" : nil)
  }
}
