import CCMarkGFM
import Core
import Foundation
import Testing

@testable import Report

/// Names out of files that mean something to Markdown, to HTML or to the file system.
@Suite struct HostileTextTests {
  static let names = [
    "<script>alert(1)</script>", "a|b", "`code`", "&lt;b&gt; &amp; &#60;", "[x](javascript:y)",
    "![x](y)", "http://evil.example/a", "HTTPS://x.y", "www.evil.example", "me@evil.example",
    "@everyone", "~~gone~~", "$x$", "# head", "- item", "+ item", "1. item", "2) item", "1.", "3)",
    "=", "---", "***", "a\\|b", "\\", "{{value}}", "[@wang]", "<\u{301}script>", "|\u{301}|",
    "<!-- -->", "=cmd()", "../../x", "*a* _b_ __c__", "10.5", "a.b", "3.5 x", "x: y", "C:\\a",
  ]

  @Test(arguments: names) func markdownShowsItAsItIs(_ name: String) throws {
    let text = MarkdownText.escaped(name)
    #expect(try shown("\(text)\n").replacing("@<!-- -->", with: "@") == name)
    #expect(try shown("word \(text)\n").replacing("@<!-- -->", with: "@") == "word \(name)")
  }

  @Test func nothingLeavesItsLine() {
    #expect(
      MarkdownText.escaped("a\nb\r\nc\u{2028}d\t\u{1B}[0m") == #"a b\\r c\\u{2028}d\\t\\u{1B}\[0m"#)
  }

  @Test(arguments: ["+0.140", "-0.5", "0.5", "3:1", "HGRN-2", "a-b+c=d"])
  func plainTextStaysPlain(_ text: String) {
    #expect(MarkdownText.escaped(text) == text)
  }

  @Test func addressesAndMentionsAreCut() {
    #expect(MarkdownText.escaped("http://a www.b c@d.e") == #"http\://a www\.b c@<!-- -->d.e"#)
  }

  @Test func theDocumentHoldsItInAllPlaces() throws {
    let name = "<script>|\u{1B}\u{202E}`\n@a.b"
    var table = Fixture.table
    table.columns[0].header = name
    table.rows = [[.text(name), .quoted(name, sources: [])]]
    let document = Fixture.document(
      [.table(table), Fixture.prose("Of {{name}}.")], values: [Fixture.value("name", name)])
    let text = try MarkdownWriter.render(document)
    let escaped = #"\<script\>\|\\u{1B}\\u{202E}\` @<!-- -->a.b"#
    #expect(text.contains("| \(escaped) | recall |"))
    #expect(text.contains("| \(escaped) | \(escaped) |"))
    #expect(text.contains("Of \(escaped)."))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }

  /// Digits in a hostile name are the name's, whatever is escaped in it.
  @Test func theNumeralAuditKnowsTheName() throws {
    let name = "m\u{1B}[31m 7@8 \\9 ~4~ &5"
    var table = Fixture.table
    table.rows = [[.text(name), .text(name)]]
    let document = Fixture.document([.table(table)])
    try ReportAudit.check(markdown: MarkdownWriter.render(document), of: document)
  }

  @Test func codeIsALinkToItsPlace() throws {
    let cell = SourceCell(code: "let x = 1", file: "analyses/a/main.swift", line: 12)
    let document = Fixture.document([.source(cell)])
    #expect(
      try MarkdownWriter.render(document, pathToSources: "../").contains(
        "[analyses/a/main.swift:12](../analyses/a/main.swift#L12)"))
    let alone = try MarkdownWriter.render(document)
    #expect(alone.contains("`analyses/a/main.swift:12`") && !alone.contains("let x"))
  }

  @Test(arguments: ["../../x", "a/b", "", ".", "..", "a\"><b", "a b", "é", "a\n", "a\u{0}b"])
  func aNameThatIsNoFileNameIsRefused(_ id: String) throws {
    var table = Fixture.table
    table.id = id
    let document = Fixture.document([.table(table)])
    #expect(throws: Fault.self) { try MarkdownWriter.render(document) }
    #expect(throws: Fault.self) { try ReportFiles.all(of: document) }
  }

  @Test(arguments: ["../x", "/etc/x", "a/../../x", "", ".", "a//b", "tables/..", "a/"])
  func aReportWritesOnlyBelowItsFolder(_ path: String) throws {
    let parent = FileManager.default.temporaryDirectory
      .appendingPathComponent("hostile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: parent) }
    let folder = parent.appendingPathComponent("report")
    let publisher = Publisher(folder: folder)
    try publisher.publish([ReportFile(path: "report.md", data: Data())])
    #expect(throws: Fault.self) { try publisher.publish([ReportFile(path: path, data: Data())]) }
    let list = #"{"files":[{"path":"\#(path)","sha256":""},{"path":"figures","sha256":""}]}"#
    try AtomicFile.write(list, to: folder.appendingPathComponent("files.json"))
    try AtomicFile.write("mine", to: folder.appendingPathComponent("figures/mine.txt"))
    try publisher.publish([ReportFile(path: "report.md", data: Data())])
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["report"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }

  /// The text of a paragraph as a reader of the rendered Markdown sees it.
  private func shown(_ markdown: String) throws -> String {
    let root = try #require(cmark_parse_document(markdown, markdown.utf8.count, 0))
    defer { cmark_node_free(root) }
    let block = try #require(cmark_node_first_child(root))
    #expect(cmark_node_next(block) == nil)
    #expect(cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH)
    return sequence(first: cmark_node_first_child(block)) { $0.map(cmark_node_next) }
      .prefix { $0 != nil }.compactMap { $0 }.map(literal).joined()
  }

  private func literal(_ node: OpaquePointer) -> String {
    let type = cmark_node_get_type(node)
    let isText = type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE
    #expect(isText, "\(String(cString: cmark_node_get_type_string(node)))")
    return cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }
}
