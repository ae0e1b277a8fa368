import Core
import Foundation
import Testing

/// Text out of files that would do something where it is shown.
@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain é 😀 −0.5\u{2009}%\u{A0}x", "plain é 😀 −0.5\u{2009}%\u{A0}x"),
    ("\u{1B}[31mred\u{7}", "\\u{1B}[31mred\\u{7}"), ("a\nb\r\nc\td", "a\\nb\\r\\nc\\td"),
    ("a\u{202E}b\u{2066}c\u{200F}", "a\\u{202E}b\\u{2066}c\\u{200F}"),
    ("\u{0}\u{7F}\u{9B}", "\\u{0}\\u{7F}\\u{9B}"),
    ("a\u{200B}b\u{FEFF}\u{2028}", "a\\u{200B}b\\u{FEFF}\\u{2028}"), ("\u{E0041}", "\\u{E0041}"),
    ("e\u{301}\u{1B}\u{301}", "e\u{301}\\u{1B}\u{301}"), ("", ""),
  ])
  func whatIsHiddenIsSpelledOut(text: String, shown: String) {
    #expect(VisibleText.of(text) == shown)
    #expect(VisibleText.of(shown) == shown)
  }

  @Test func linesCanStay() {
    #expect(VisibleText.of("a\nb\u{1B}\r\n", keepingLines: true) == "a\nb\\u{1B}\\r\n")
  }

  @Test func aFaultNeitherSteersTheTerminalNorForgesALine() {
    let fault = Fault(
      "no number", at: "x\u{1B}]0;title\u{7}\n.csv:2", expected: "a number",
      found: "1\n  hint:     run rm\r\u{202E}", hint: "a\nb")
    #expect(
      fault.description == """
        x\\u{1B}]0;title\\u{7}\\n.csv:2: no number
          expected: a number
          found:    1
                      hint:     run rm\\r\\u{202E}
          hint:     a
                    b
        """)
  }

  @Test(arguments: [
    ("=cmd()", "'=cmd()"), ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("-2+3", "'-2+3"), ("\t=1", "\\t=1"), (" =1+1", "' =1+1"), ("\n=1", "\"'\n=1\""),
    ("\r=1", "\\r=1"), ("\u{FF1D}1", "'\u{FF1D}1"), ("=\u{301}x", "'=\u{301}x"),
    ("-0.25", "-0.25"), ("+5", "+5"), ("-1e-07", "-1e-07"), ("-", "-"), ("−2 points", "−2 points"),
    ("a=b", "a=b"), ("", ""), ("\u{1B}[2J", "\\u{1B}[2J"), ("=A1,\"x\"", "\"'=A1,\"\"x\"\"\""),
  ])
  func noCellIsAFormula(cell: String, written: String) throws {
    #expect(CSV.text(header: ["a"], rows: [[cell]]) == "a\n\(written)\n")
    #expect(CSV.text(header: [cell], rows: []) == "\(written)\n")
  }

  @Test(arguments: [
    ("<a href=\"x\">&amp;</a>", "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;"),
    ("<\u{301}", "&lt;\u{301}"), ("a\u{1B}\u{FFFF}b\u{0}", "ab"), ("a\nb", "a b"),
  ])
  func noTextIsATag(text: String, escaped: String) {
    #expect(XMLText.escaped(text) == escaped)
  }
}
