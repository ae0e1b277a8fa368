import Canvas
import Core
import Foundation
import Testing

@testable import Report

@Suite struct SwiftHighlighterTests {
  /// The tokens of a line as `kind:text`, blanks left out.
  private func kinds(_ code: String) -> [String] {
    SwiftHighlighter.lines(of: code).joined().filter { $0.text != " " }
      .map { "\($0.kind):\($0.text)" }
  }

  private func joined(_ code: String) -> String {
    SwiftHighlighter.lines(of: code).map { $0.map(\.text).joined() }.joined(separator: "\n")
  }

  @Test func wordsAreToldApart() {
    #expect(
      kinds("let x: Table = try f.default(1.5e-3)") == [
        "keyword:let", "plain: x: ", "type:Table", "plain: = ", "keyword:try", "plain: f.default(",
        "number:1.5e-3", "plain:)",
      ])
    #expect(kinds("@main struct A {}").first == "attribute:@main")
    #expect(kinds("f(line: #line)").contains("attribute:#line"))
    #expect(kinds("`in`") == ["plain:`in`"])
  }

  @Test(arguments: [
    ("0xFF_e+1", ["number:0xFF_e", "plain:+", "number:1"]), ("1_000", ["number:1_000"]),
    ("1..<5", ["number:1", "plain:..<", "number:5"]), ("0x1p-3", ["number:0x1p-3"]),
    ("a1.0", ["plain:a1.", "number:0"]),
  ])
  func numbersEndWhereTheyShould(_ code: String, _ expected: [String]) {
    #expect(kinds(code) == expected)
  }

  @Test func stringsHoldCode() {
    #expect(
      kinds(#""a \(f("b", (1))) c" + d"#) == [
        #"string:"a \("#, "plain:f(", #"string:"b""#, "plain:, (", "number:1", "plain:))",
        #"string:) c""#, "plain: + d",
      ])
    #expect(kinds(##"#"a \(b) \#(c)"#"##).contains("plain:c"))
    #expect(!kinds(##"#"a \(b) \#(c)"#"##).contains("plain:b"))
    #expect(kinds(#""a\"b" c"#) == [#"string:"a\"b""#, "plain: c"])
  }

  @Test func longStringsAndCommentsGoOnOverLines() {
    let code = "let a = \"\"\"\n  x \"y\" let\n  \"\"\"\n/* one /* two */ let */ let // z"
    let lines = SwiftHighlighter.lines(of: code)
    #expect(lines.count == 4)
    #expect(lines[1] == [CodeToken(.string, "  x \"y\" let")])
    #expect(lines[3].map(\.kind) == [.comment, .plain, .keyword, .plain, .comment])
  }

  @Test func aStringThatIsNotClosedEndsWithItsLine() {
    let lines = SwiftHighlighter.lines(of: "f(\"abc\nlet x")
    #expect(lines[1].first == CodeToken(.keyword, "let"))
  }

  @Test(arguments: [
    "", "\n\n", "\"\\", "\"\"\"", "#\"", "/*", "`", "@", "#", "\\(", "\"\\(\"\\(", "a\r\nb", "1e",
    "中 = \"é\u{301}\" // ⊙", "\"\\(a))) \"", "##\"\\#(x)\"# y",
  ])
  func oddCodeComesBackWhole(_ code: String) {
    #expect(Array(joined(code).utf8) == Array(code.utf8))
  }

  @Test func randomTextComesBackWhole() {
    var random = RandomStream(seed: 11)
    let parts = [
      "\"", "\\(", "(", ")", "#", "\n", "/*", "*/", "\"\"\"", "let", " ", "9.", "@", "é",
    ]
    for _ in 0..<300 {
      let code = (0..<40).map { _ in parts[random.index(below: parts.count)] }.joined()
      #expect(Array(joined(code).utf8) == Array(code.utf8))
    }
  }

  @Test func deepNestingIsNoDeepCall() {
    let code = String(repeating: "\"\\(", count: 20_000) + String(repeating: "/*", count: 20_000)
    #expect(joined(code) == code)
  }

  @Test func linesOfThisFileComeBackWhole() throws {
    let code = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    #expect(joined(code) == code)
    let kinds = Set(SwiftHighlighter.lines(of: code).joined().map(\.kind))
    #expect(kinds.isSuperset(of: [.keyword, .type, .string, .number, .attribute]))
  }
}
