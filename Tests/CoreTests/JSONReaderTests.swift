import Core
import Foundation
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONNode {
    try JSONReader.read(Data(text.utf8), at: "x.json")
  }

  private func fault(_ text: String) throws -> Fault {
    let error = #expect(throws: Fault.self) { try read(text) }
    return try #require(error)
  }

  @Test func keepsOrderAndLines() throws {
    let root = try #require(try read("{\"b\": 1,\n \"a\": [true,\n null]}\n").object)
    #expect(root.keys == ["b", "a"])
    #expect(root["a"]?.line == 2)
    #expect(root["a"]?.array?.last == JSONNode(.null, line: 3))
    #expect(root["c"] == nil)
  }

  @Test func findsKeysOfLongObjects() throws {
    let text = "{" + (0..<50).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
    let root = try #require(try read(text).object)
    for i in 0..<50 { #expect(root["k\(i)"]?.integer == i) }
    #expect(root["k50"] == nil)
    let twice = text.dropLast() + ",\n\"k3\":1}"
    #expect(try fault(String(twice)).location == "x.json:2")
  }

  @Test(arguments: [
    ("0", JSONNode.Value.integer(0)), ("-12", .integer(-12)), ("1.0", .number(1)),
    ("-0.5e-3", .number(-0.0005)), ("1E+2", .number(100)),
    ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
    ("NaN", .notFinite(.nan)), ("Infinity", .notFinite(.infinity)),
    ("-Infinity", .notFinite(.negativeInfinity)), ("\u{FEFF} true ", .bool(true)),
    ("\"a\\u00e9\\ud83d\\ude00\\n\"", .string("aé😀\n")), ("\"\\ud83dx\"", .string("\u{FFFD}x")),
    ("\"\\ud83d\\u0041\"", .string("\u{FFFD}A")), ("\"\\u0000\"", .string("\0")),
  ])
  func reads(text: String, value: JSONNode.Value) throws {
    #expect(try read(text).value == value)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\" 1}", "{a:1}", "{\"a\":1,}", "01", "+1", "1.", ".5", "1e", "0x10",
    "--1", "tru", "NULL", "1 2",
    "[1}", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "1e999", "-1e999",
    "'a'",
    "{\"a\":1,\"a\":2}", "[1,,2]", "}", "nul",
  ])
  func refuses(text: String) throws {
    #expect(try fault(text).location == "x.json:1")
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
    #expect(throws: Fault.self) { try JSONReader.read(Data(bytes), at: "x") }
    #expect(throws: Fault.self) { try JSONReader.read(Data([0xFF, 0xFE, 0x31, 0]), at: "x") }
  }

  @Test func refusesDeepNestingInsteadOfOverflowingTheStack() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try fault(deep).what == "JSON is nested too deeply")
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(try fault(objects).what == "JSON is nested too deeply")
    let fine = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    _ = try read(fine)
    #expect(try fault("[\(fine)]").what == "JSON is nested too deeply")
  }

  @Test func refusesTooManyValues() throws {
    let text = "[" + Array(repeating: "0", count: 100).joined(separator: ",") + "]"
    let limits = JSONReader.Limits(values: 100)
    let error = #expect(throws: Fault.self) {
      try JSONReader.read(Data(text.utf8), at: "x", limits: limits)
    }
    #expect(error?.what == "there are too many JSON values")
  }

  @Test func refusesLongNumbersAndTakesThoseThatRoundToZero() throws {
    #expect(try fault(String(repeating: "1", count: 5_000)).what == "a number is too long")
    #expect(try read("1e-999").number == 0)
  }

  @Test func countsLinesFromTheGivenOne() throws {
    let error = #expect(throws: Fault.self) {
      try JSONReader.read(Data("\n\n[1 2]".utf8), at: "x", line: 7)
    }
    #expect(error?.location == "x:9")
  }

  @Test func agreesWithFoundationOnRandomDamage() throws {
    let sample = Array(#"{"a": [1, -2.5e3, "x\u0041\n", true], "b": {"c": null}}"#.utf8)
    var random = RandomStream(seed: 11)
    var accepted = 0
    for _ in 0..<3_000 {
      var bytes = sample
      for _ in 0..<(1 + random.index(below: 2)) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 128))
      }
      guard let node = try? JSONReader.read(Data(bytes), at: "x") else { continue }
      accepted += 1
      let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      #expect(other != nil, "\(String(decoding: bytes, as: UTF8.self)) \(node)")
    }
    #expect(accepted > 100)
  }

  @Test func takesEachTruncationForAFault() {
    let sample = Array(#"{"a": [1, "x\ud83d\ude00"], "b": NaN}"#.utf8)
    for length in 0..<sample.count {
      #expect(throws: Fault.self) { try JSONReader.read(Data(sample.prefix(length)), at: "x") }
    }
  }
}
