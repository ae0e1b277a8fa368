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
