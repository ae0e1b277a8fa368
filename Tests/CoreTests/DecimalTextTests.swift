import Core
import Testing

@Suite struct DecimalTextTests {
  private func double(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBytes { DecimalText.double($0) }
  }

  private func integer(_ text: String) -> Int? {
    Array(text.utf8).withUnsafeBytes { DecimalText.integer($0) }
  }

  /// The reference is the standard library's own reading.
  @Test func shortestTextsReadBack() {
    var random = RandomStream(seed: 1, named: "decimals")
    for _ in 0..<200_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(double("\(value)")?.bitPattern == value.bitPattern)
    }
  }

  @Test func digitsOfAllLengthsAreNearest() {
    var random = RandomStream(seed: 2, named: "decimals")
    for _ in 0..<200_000 {
      let digits = (0...random.index(below: 22)).map { _ in "\(random.index(below: 10))" }.joined()
      let point = random.index(below: digits.count + 1)
      let power = random.index(below: 61) - 30
      let text = "\(digits.prefix(point)).\(digits.dropFirst(point))e\(power)"
      #expect(double(text) == Double("0" + text), "\(text)")
    }
  }

  /// Half-way between two doubles, and next to it: where rounding twice would go wrong.
  @Test(arguments: [
    "9007199254740993", "9007199254740992.5", "9007199254740993.5", "9007199254740995",
    "1.0000000000000001110", "1.000000000000000111", "0.50000000000000005551",
    "1.00000000000000011102230246251565404236316680908203125", "4503599627370496.5",
    "18014398509481990", "5e-324", "2.4703282292062327e-324", "1.7976931348623157e308",
    "0.000000000000000000000000000000000000000000001", "100000000000000000000000000000000",
  ])
  func hardCases(text: String) {
    #expect(double(text) == Double(text))
    #expect(double("-" + text) == Double("-" + text))
  }

  @Test(arguments: [
    "", "-", ".", "-.", "1e", "1e+", "e5", "+1", "nan", "NaN", "inf", "Infinity", "0x10", "1_0",
    " 1",
    "1 ", "1,5", "1.2.3", "--1", "1e5.", "1e999", "-1e999", "1\u{0}", "١",
  ])
  func whatIsNoNumber(text: String) { #expect(double(text) == nil) }

  @Test func spellings() {
    #expect(double("1.") == 1)
    #expect(double(".5") == 0.5)
    #expect(double("007") == 7)
    #expect(double("-0.0")?.sign == .minus)
    #expect(double("9.765625E-4") == 0.0009765625)
    #expect(double("0e99999999999999999999") == 0)
  }

  @Test func integers() {
    #expect(integer("9223372036854775807") == .max)
    #expect(integer("-9223372036854775808") == .min)
    for text in ["9223372036854775808", "-9223372036854775809", "", "-", "1.0", "+1", " 1", "1e3"] {
      #expect(integer(text) == nil)
    }
  }
}
