import Testing

@testable import Core

@Suite struct StrictNumberTests {
  @Test(arguments: [("0.410", 0.41, 3), ("-3", -3, 0), ("0", 0, 0), ("12.50", 12.5, 2)])
  func readsDecimals(text: String, value: Double, decimals: Int) throws {
    let number = try #require(StrictNumber.decimal(text))
    #expect(number.value == value)
    #expect(number.decimals == decimals)
  }

  @Test(arguments: [
    "", "NaN", "nan", "inf", "-inf", "infinity", "0x1p3", "0x10", "1e3", "1E-4", "+1", " 1", "1 ",
    "1.", ".5", "-", "--1", "1,000", "1.2.3", "01", "00.1", "١", "1_000",
  ])
  func refusesOtherSpellings(text: String) {
    #expect(StrictNumber.decimal(text) == nil)
  }

  @Test func refusesWhatOverflows() {
    #expect(StrictNumber.decimal(String(repeating: "9", count: 400)) == nil)
    #expect(StrictNumber.natural(String(repeating: "9", count: 30)) == nil)
  }

  @Test func readsWholeNumbers() {
    #expect(StrictNumber.natural("0") == 0)
    #expect(StrictNumber.natural("5153") == 5153)
    for text in ["", "-1", "1.0", "007", "1e3"] { #expect(StrictNumber.natural(text) == nil) }
  }

  @Test func readsFractions() {
    #expect(StrictNumber.ratio("1/8") == 0.125)
    #expect(StrictNumber.ratio("0/1") == 0)
    for text in ["1", "1/0", "3/2", "1/8/2", "a/b", "0.5/1"] {
      #expect(StrictNumber.ratio(text) == nil)
    }
  }
}
