import Core
import Testing

@testable import Metrics

@Suite struct ImportJSONTests {
  private func read(_ text: String) throws -> ImportJSON { try read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) throws -> ImportJSON {
    try bytes.withUnsafeBytes { try ImportJSONReader.read($0, path: "a.json") }
  }

  @Test func valuesWithTheirLines() throws {
    let json = try read(
      "{\"b\": [1,\n -2.5e3, NaN, -Infinity],\n\"a\": {\"x\": null, \"y\": true}}")
    #expect(
      json
        == .object([
          .init(
            name: "b", line: 1,
            value: .array([
              .init(line: 1, value: .number(1)), .init(line: 2, value: .number(-2500)),
              .init(line: 2, value: .notFinite), .init(line: 2, value: .notFinite),
            ])),
          .init(
            name: "a", line: 3,
            value: .object([
              .init(name: "x", line: 3, value: .null),
              .init(name: "y", line: 3, value: .bool(true)),
            ])),
        ]))
  }

  @Test func strings() throws {
    #expect(
      try read(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#) == .string("a\"\\/\u{8}\u{C}\n\r\té😀é"))
    #expect(try read(#""\ud83d""#) == .string("\u{FFFD}"))
    #expect(try read(#""\ud83d\u0041""#) == .string("\u{FFFD}A"))
    for bad in [#""a"#, #""\x""#, #""\u12"#, #""\u+123""#, "\"a\nb\"", #""\"#] {
      #expect(throws: Fault.self) { try read(bad) }
    }
    #expect(try fault { try read([0x22, 0xFF, 0x22]) }.what == "a string is not UTF-8")
  }

  @Test func depthHasABound() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try read(nested(ImportJSONReader.deepest))
    for depth in [ImportJSONReader.deepest + 2, 100_000] {
      #expect(try fault { try read(nested(depth)) }.what == "the nesting is too deep")
    }
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(try fault { try read(objects) }.what == "the nesting is too deep")
  }

  @Test(arguments: [
    "", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "tru", "1 2", "+1", "0x10", "-", "'a'", "{a: 1}",
  ])
  func whatIsNoJSON(_ text: String) {
    #expect(throws: Fault.self) { try read(text) }
  }

  @Test func faultsNameTheLine() throws {
    #expect(try fault { try read("{\"a\": 1,\n\"a\": 2}") }.location == "a.json:2")
    let fault = try fault { try read("[1,\n\n1e400]") }
    #expect((fault.location, fault.found) == ("a.json:3", "1e400"))
  }
}

@Suite struct NumberCellTests {
  @Test(arguments: [
    ("4.5", NumberCell.number(4.5)), (" -0.25\t", .number(-0.25)),
    ("9.765625E-4", .number(9.765625e-4)),
    ("1e22", .number(1e22)), ("1e23", .number(1e23)), ("+5", .number(5)), (".5", .number(0.5)),
    ("5.", .number(5)), ("0.1234567890123456789", .number(0.1234567890123456789)),
    ("123456789012345678901234567890", .number(1.2345678901234568e29)),
    ("000000000000000000000000000001.5", .number(1.5)), ("1e999", .missing),
    ("-1e99999999999", .missing),
    ("1e-999", .number(0)), ("nan", .missing), ("-Infinity", .missing), ("N/A", .missing),
    ("", .blank), ("  ", .blank), ("0x10", .text), ("1,5", .text), ("1e", .text), (".", .text),
    ("-", .text), ("1.5.2", .text), ("True", .text), ("1 2", .text),
  ])
  func spellings(_ text: String, _ expected: NumberCell) {
    #expect(NumberCell(text) == expected)
  }

  /// Against the standard library's own reading.
  @Test func randomDecimals() {
    var random = RandomStream(seed: 3, named: "decimals")
    for _ in 0..<20_000 {
      let digits = (0..<1 + random.index(below: 24)).map { _ in "\(random.index(below: 10))" }
        .joined()
      let text = "\(random.index(below: 100)).\(digits)e\(random.index(below: 60) - 30)"
      #expect(Double(text).map { .number($0) } == NumberCell(text))
    }
  }
}
