import Core

/// One way of damaging a file; the same seed and number give the same.
package struct Mutation {
  private var bytes: [UInt8]
  private var random: RandomStream

  package init(_ bytes: [UInt8], seed: UInt64, number: UInt64) {
    self.bytes = bytes
    random = RandomStream(seed: seed, stream: number)
  }

  package mutating func bytes(mixing others: [[UInt8]]) -> [UInt8] {
    for _ in 0...random.index(below: 4) { damage(others) }
    return bytes
  }

  private mutating func damage(_ others: [[UInt8]]) {
    guard !bytes.isEmpty else { return }
    let place = random.index(below: bytes.count)
    let end = min(bytes.count, place + 1 + random.index(below: 40))
    switch random.index(below: 8) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes[place] = UInt8(random.index(below: 256))
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: random.index(below: bytes.count))
    case 5: bytes.insert(contentsOf: Self.words[random.index(below: Self.words.count)], at: place)
    case 6:
      bytes.replaceSubrange(place..<end, with: Self.words[random.index(below: Self.words.count)])
    default: splice(others[random.index(below: others.count)], at: place)
    }
  }

  private mutating func splice(_ other: [UInt8], at place: Int) {
    guard !other.isEmpty else { return }
    let start = random.index(below: other.count)
    bytes.insert(contentsOf: other[start..<min(other.count, start + 60)], at: place)
  }

  /// What readers stumble over.
  private static let words: [[UInt8]] =
    [
      "NaN", "Infinity", "-Infinity", "null", "true", "{}", "[]", "[[[[[[[[", "{\"a\":", "\"", "\\",
      "\\u0000", "\\ud800", ",,,,", "\n", "\r\n", "-1", "1e999", "-0.0", "9223372036854775808",
      "99999999999999999999", "\u{FEFF}", "\u{1B}[31m", "N/A", "\u{0}", "%s", "1,234,567",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], Array(repeating: 0xFF, count: 8),
      Array(repeating: 0, count: 16), Array(repeating: 0x80, count: 12),
      Array(repeating: 0x5B, count: 2_000),
    ]
}
