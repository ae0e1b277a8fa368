import Core
import Foundation
import Testing

@Suite struct TerminalTests {
  @Test(arguments: [
    ("plain text\nof two lines\n", "plain text\nof two lines\n"),
    ("\u{1B}]0;pwn\u{07}", "\\u{1B}]0;pwn\\u{7}"), ("a\rb\0c", "a\\rb\\u{0}c"),
    ("::error title=pwn::from data", "\\u{3A}:error title=pwn::from data"),
    ("one\n  ::add-mask::0\n", "one\n  \\u{3A}:add-mask::0\n"),
    ("a::b", "a::b"), ("x ##[error]y", "x #\\u{23}[error]y"),
    ("\u{202E}evil", "\\u{202E}evil"),
  ])
  func nothingSteersATerminalOrABuildService(_ text: String, _ shown: String) {
    #expect(Terminal.harmless(text) == shown)
  }

  @Test func jsonStaysJSONAndItsStringsTheSame() throws {
    let strings = ["::error::x", "##[error]y", "\u{202E}\u{1B}\n", "plain", "😀"]
    let data = try JSONEncoder().encode(strings)
    let text = Terminal.harmlessJSON(String(decoding: data, as: UTF8.self))
    #expect(!text.contains("##[") && !text.contains("\u{202E}"))
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == strings)
  }
}

@Suite struct WholeNumberTests {
  @Test(arguments: [
    (2.9, 2), (-2.9, -2), (1e300, Int.max), (-1e300, .min), (.infinity, .max), (.nan, 0),
    (9.3e18, .max), (4_503_599_627_370_496, 4_503_599_627_370_496),
  ])
  func whatDoesNotFitIsTheNearest(_ value: Double, _ whole: Int) {
    #expect(Int(clamping: value) == whole)
  }
}
