import Core

/// Values as Python prints them, `{'loss': 2.5, 'name': None, 'best': (1, 2)}`, turned into JSON. Numbers that
/// NumPy wraps (`np.float64(2.5)`) are numbers. JSON itself passes as it is.
struct PythonLiteral {
  private let bytes: [UInt8]
  private var position = 0
  /// What closes each open bracket in JSON; nil for the call of a NumPy type.
  private var open: [UInt8?] = []
  private var out: [UInt8] = []
  /// A comma that is written once something follows it: Python may end a list with one.
  private var hasComma = false

  /// - Throws: `Fault` at `path:line` where the text is not such a value.
  static func read(_ text: String, at path: String, line: Int) throws -> JSONNode {
    var literal = PythonLiteral(text)
    guard let json = literal.json() else {
      throw Fault(
        "this is not a value as Python prints it", at: "\(path):\(line)",
        expected: "a dictionary, a list, a text or a number", found: text.clipped)
    }
    return try json.withUnsafeBytes {
      try JSONReader.read($0, at: path, line: line, limits: .init(depth: 128))
    }
  }

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The text in JSON; nil where it holds what has no equal there. Whether it is well formed is for the reader of
  /// JSON to say.
  private mutating func json() -> [UInt8]? {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: break
      case UInt8(ascii: ","):
        guard !hasComma else { return nil }
        hasComma = true
      case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"):
        guard close(byte) else { return nil }
      default:
        writeComma()
        guard token(byte) else { return nil }
      }
    }
    writeComma()
    return open.isEmpty ? out : nil
  }

  private mutating func writeComma() {
    if hasComma { out.append(UInt8(ascii: ",")) }
    hasComma = false
  }

  private mutating func close(_ byte: UInt8) -> Bool {
    let brace = UInt8(ascii: "}")
    guard let closing = open.popLast(), (byte == brace) == (closing == brace) else { return false }
    hasComma = false
    if let closing { out.append(closing) }
    return true
  }

  /// Takes what begins with a byte.
  private mutating func token(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"):
      open.append(UInt8(ascii: "}"))
      out.append(byte)
    case UInt8(ascii: "["), UInt8(ascii: "("):
      open.append(UInt8(ascii: "]"))
      out.append(UInt8(ascii: "["))
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string(byte)
    case 0x41...0x5A, 0x61...0x7A: return word()
    default:
      out.append(byte)
      // A sign and its word, as in -inf, belong together; digits may have an exponent.
      while position < bytes.count, Self.isOfNumber(bytes[position]) {
        out.append(bytes[position])
        position += 1
      }
    }
    return true
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }

  private mutating func word() -> Bool {
    let start = position - 1
    while position < bytes.count, Self.isOfNumber(bytes[position]) || bytes[position] == 0x5F {
      position += 1
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if word.hasPrefix("np.") || word.hasPrefix("numpy.") {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { return false }
      position += 1
      open.append(nil)
      return true
    }
    guard let json = Self.words[word] else { return false }
    out += json.utf8
    return true
  }

  private static let words = [
    "True": "true", "False": "false", "None": "null", "nan": "NaN", "inf": "Infinity",
    "true": "true", "false": "false", "null": "null", "NaN": "NaN", "Infinity": "Infinity",
  ]

  /// A text in either kind of quotes.
  private mutating func string(_ quote: UInt8) -> Bool {
    out.append(0x22)
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        out.append(0x22)
        return true
      }
      if byte == 0x5C {
        guard escape() else { return false }
      } else {
        if byte == 0x22 { out.append(0x5C) }
        out.append(byte)
      }
    }
    return false
  }

  /// What follows a backslash.
  private mutating func escape() -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "'"): out.append(byte)
    case UInt8(ascii: "x"): out += "\\u00".utf8
    case UInt8(ascii: "U"): return longEscape()
    default: out += [0x5C, byte]
    }
    return true
  }

  /// `\U0001F600`, for which JSON has pairs.
  private mutating func longEscape() -> Bool {
    guard position + 8 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<position + 8], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { return false }
    position += 8
    out += String(Character(scalar)).utf8
    return true
  }
}
