import Core
import Foundation

@testable import Lab

/// How long damaged inputs are tried: a fixed number of them in the tests, and as long as `make fuzz` says.
struct FuzzBudget {
  let seed: UInt64
  private let end: ContinuousClock.Instant?
  private let count: Int

  /// - Parameter count: how many there are unless a time is given.
  init(count: Int) {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["INTERLEAVE_FUZZ_SECONDS"].flatMap(Double.init)
    end = seconds.map { ContinuousClock.now + .seconds($0) }
    seed = environment["INTERLEAVE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    self.count = count
  }

  /// Hands over a source of randomness for each input; the same seed and number give the same.
  func run(_ name: String, _ body: (_ damage: inout Damage, _ number: Int) throws -> Void) rethrows
  {
    var number = 0
    while end.map({ ContinuousClock.now < $0 }) ?? (number < count) {
      var damage = Damage(RandomStream(seed: seed, stream: UInt64(number)))
      try body(&damage, number)
      number += 1
    }
    if end != nil { print("\(number) damaged \(name) with seed \(seed)") }
  }
}

/// Ways of damaging bytes and values.
struct Damage {
  private var random: RandomStream

  init(_ random: RandomStream) { self.random = random }

  mutating func index(below bound: Int) -> Int { random.index(below: bound) }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[index(below: items.count)] }

  /// Bytes with one to four pieces changed, taken out, doubled or put in.
  mutating func bytes(_ whole: Data) -> Data {
    var bytes = [UInt8](whole)
    for _ in 0...index(below: 4) where !bytes.isEmpty { change(&bytes) }
    return Data(bytes)
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = index(below: bytes.count)
    let end = min(bytes.count, place + 1 + index(below: 40))
    switch index(below: 7) {
    case 0, 1: bytes[place] ^= 1 << UInt8(index(below: 8))
    case 2: bytes[place] = UInt8(index(below: 256))
    case 3: bytes.removeLast(bytes.count - place)
    case 4: bytes.removeSubrange(place..<end)
    case 5: bytes.insert(contentsOf: bytes[place..<end], at: index(below: bytes.count))
    default: bytes.replaceSubrange(place..<end, with: Array(pick(Self.words).utf8))
    }
  }

  /// A value with one to three places changed: another value, another key, or nothing.
  mutating func value(_ whole: JSONValue) -> JSONValue {
    (0...index(below: 3)).reduce(whole) { value, _ in changed(value) }
  }

  private mutating func changed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(var members) where !members.isEmpty && index(below: 8) > 0:
      let key = pick(members.keys.sorted())
      switch index(below: 12) {
      case 0: members[key] = nil
      case 1: members[key + "x"] = members[key]
      default: members[key] = changed(members[key] ?? nil)
      }
      return .object(members)
    case .array(var items) where !items.isEmpty && index(below: 8) > 0:
      let place = index(below: items.count)
      switch index(below: 8) {
      case 0: items.remove(at: place)
      case 1: items.append(items[place])
      default: items[place] = changed(items[place])
      }
      return .array(items)
    default: return pick(Self.values)
    }
  }

  private static let words = [
    "NaN", "null", "{}", "[]", "[[[[", "{\"a\":", "\"", "\\", "\\u0000", ",,", "-1", "1e999", "0",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "4294967296", "\u{0}",
    "\u{1B}[31m", "\"layers\":\"all\"", "\"base\":\"a\"",
  ]

  private static let values: [JSONValue] = [
    nil, true, false, 0, -1, 1, 2, 3, 5, 7, 64, 1000, 65_536, 65_537, .integer(1 << 32),
    .integer(1 << 53),
    .integer(.max), .integer(.min), .number(1e300), .number(-1e300), 0.5, .number(1e-300), "",
    "all",
    "pure", "full", "one in 2", "3:1", "-3:1", "gla", "hgrn2", "retnet", "transformer", "delta_net",
    "gated_deltanet", "a\u{0}b", "../../x", [], [1], [.integer(.max)], ["all"], [:], ["a": 1],
    ["layers": "all"], ["field": "training.steps", "values": [1, 2]], "/dev/zero",
  ]
}
