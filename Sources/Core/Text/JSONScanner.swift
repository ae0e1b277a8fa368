/// The state of one pass over a JSON text.
struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  let path: String
  let limits: JSONReader.Limits
  var position = 0
  var line: Int
  private var values = 0

  init(_ bytes: UnsafeRawBufferPointer, path: String, line: Int, limits: JSONReader.Limits) {
    self.bytes = bytes
    self.path = path
    self.line = line
    self.limits = limits
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
