import Core
import Testing

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
