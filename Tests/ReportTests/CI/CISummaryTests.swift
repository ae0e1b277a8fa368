import CCMarkGFM
import Core
import Foundation
import Testing

@testable import Report

@Suite struct CISummaryTests {
  private let huge: CISummary

  init() throws { huge = try CISummary(CIFixture.huge()) }

  /// What every page has to be, whatever was cut off.
  private func check(_ text: String, budget: Int) throws {
    #expect(text.utf8.count <= budget)
    #expect(text.hasSuffix("\n"))
    #expect(text.contains("the artifact of this job"))
    var depth = 0
    var table: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<details>") { depth += 1 }
      if line == "</details>" { depth -= 1 }
      try #require(depth == 0 || depth == 1, "\(line)")
      guard line.hasPrefix("|") else {
        table = nil
        continue
      }
      let pipes = Self.pipes(line)
      try #require(pipes == table ?? pipes, "\(line)")
      table = pipes
    }
    #expect(depth == 0)
    try checkTags(text)
  }

  /// Pipes that end a cell.
  private static func pipes(_ line: Substring) -> Int {
    var isEscaped = false
    return line.unicodeScalars.count { scalar in
      defer { isEscaped = scalar == "\\" && !isEscaped }
      return scalar == "|" && !isEscaped
    }
  }

  /// All HTML that GitHub's parser sees is ours, and closed.
  private func checkTags(_ text: String) throws {
    let root = try #require(cmark_parse_document(text, text.utf8.count, CMARK_OPT_UNSAFE))
    defer { cmark_node_free(root) }
    let walk = try #require(cmark_iter_new(root))
    defer { cmark_iter_free(walk) }
    var html = ""
    while cmark_iter_next(walk) != CMARK_EVENT_DONE {
      let node = cmark_iter_get_node(walk)
      let type = cmark_node_get_type(node)
      if type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE {
        html += String(cString: cmark_node_get_literal(node))
      }
    }
    let tags = html.matches(of: /<(\/?)([a-z!][a-z-]*)/).map { (String($0.2), $0.1.isEmpty) }
    let own = ["details", "summary", "pre", "strong", "em", "code", "a", "br", "img", "!--"]
    #expect(tags.allSatisfy { own.contains($0.0) })
    for name in own where !["br", "img", "!--"].contains(name) {
      let all = tags.filter { $0.0 == name }
      #expect(all.count { $0.1 } == all.count { !$0.1 }, "\(name) is left open")
    }
  }

  @Test(arguments: [
    CISummary.leastBudget, 1500, 2048, 4999, 10_007, CISummary.commentBudget, 200_003,
    CISummary.pageBudget, CISummary.gitHubLimit,
  ]) func aPageIsValidAtItsLimit(_ budget: Int) throws {
    try check(huge.markdown(budget: budget), budget: budget)
  }

  /// Every limit in a range, so that each kind of piece meets the end once.
  @Test func noByteIsTooMany() throws {
    let small = try CISummary(
      CIReport(
        verdicts: CIFixture.verdicts(8), drift: [CIDrift(id: "a|b", recorded: nil, present: "c")],
        failures: [CIFailure(name: "`", message: "one\ntwo </pre>")],
        document: CIFixture.document(sections: 4, rows: 3)))
    let all = small.markdown(budget: CISummary.pageBudget)
    #expect(!all.contains("Left out"))
    for budget in stride(from: CISummary.leastBudget, through: all.utf8.count + 500, by: 13) {
      try check(small.markdown(budget: budget), budget: budget)
    }
  }

  @Test func theLimitIsUsed() throws {
    let text = huge.markdown(budget: CISummary.pageBudget)
    #expect(text.utf8.count > CISummary.pageBudget * 3 / 4)
  }

  @Test func whatIsLeftOutIsCounted() throws {
    let text = huge.markdown(budget: 100_000)
    let rest = try #require(text.firstMatch(of: #/Left out, since this page is full: (.*?)\. /#)).1
    let shown = text.split(separator: "\n").count { $0.hasPrefix("<details><summary>Section") }
    let left = try #require(rest.firstMatch(of: #/([0-9]+) sections, ([0-9]+) tables/#))
    let (sections, tables) = (try #require(Int(left.1)), try #require(Int(left.2)))
    // One section is the summary, which is not folded.
    #expect(shown + sections == 299 || shown + sections == 300)
    #expect(tables == sections)
    let rows = text.split(separator: "\n").count { $0.contains("| Claim ") }
    #expect(rest.contains("\(3000 - rows) verdicts"))
  }

  @Test func verdictsStandBeforeTheSummaryAndThatBeforeTheSections() throws {
    var report = CIReport(
      verdicts: CIFixture.verdicts(4), document: try ClaimsFixture.document())
    report.artifact = "https://example.org/run"
    let text = try CISummary(report).markdown(budget: CISummary.pageBudget)
    var rest = Substring(text)
    for phrase in [
      "## ✓ 1 of 4 claims supported", "All verdicts are those on record.",
      "| 0 | Claim \\<script\\>", "✓\u{A0}supported", "### Summary", "#### In short",
      "<details><summary>Curves of recall</summary>", "<strong>Figure 1.</strong>",
      "<details><summary>All claims</summary>", "<a href=\"https://example.org/run\">",
    ] {
      let range = try #require(rest.firstRange(of: phrase), "\(phrase) is not in its place")
      rest = rest[range.upperBound...]
    }
    #expect(!text.contains("<img") && !text.contains("data:"))
  }

  @Test func picturesComeFromThePagesAlone() throws {
    var report = CIReport(
      verdicts: CIFixture.verdicts(1), document: try ClaimsFixture.document())
    report.pages = "https://example.org/r/"
    let text = try CISummary(report).markdown(budget: CISummary.pageBudget)
    #expect(text.contains("<img src=\"https://example.org/r/figures/ratio-curves.png\" alt=\""))
  }

  @Test func whatFailedIsNamedFirstAndOnce() throws {
    let document = Fixture.document([Fixture.prose("Of a failed one.")])
    let report = CIReport(
      verdicts: CIFixture.verdicts(4),
      drift: [CIDrift(id: "claim-1", recorded: "supported", present: "contradicted")],
      failures: [CIFailure(name: "broken", message: "first\nsecond <b>", section: "one")],
      document: document)
    let text = try CISummary(report).markdown(budget: CISummary.pageBudget)
    #expect(text.contains("## ✗ 1 of 4 claims supported"))
    #expect(text.contains("✗ <strong>broken</strong> failed: first\n"))
    #expect(text.contains("<pre>\nfirst\nsecond &lt;b&gt;\n</pre>"))
    #expect(text.contains("- claim-1 is contradicted, and is on record as supported\n"))
    #expect(text.contains("<strong>✗\u{A0}contradicted</strong>"))
    #expect(!text.contains("Of a failed one"))
  }

  @Test func withoutVerdictsAndReportTheFailuresStay() throws {
    let failure = CIFailure(name: "ingest", message: "data/x.csv:2: bad")
    let text = try CISummary(CIReport(verdicts: [], failures: [failure]))
      .markdown(budget: CISummary.pageBudget)
    #expect(
      text == """
        ## ✗ No claim was judged

        <strong>1 step failed.</strong>

        ✗ <strong>ingest</strong> failed: data/x.csv:2: bad

        All files of the report are in the artifact of this job.


        """)
  }

  @Test func longTablesAreCutWithACount() throws {
    let document = Fixture.document([.table(CIFixture.table(0, rows: CISection.mostRows + 2))])
    let text = try CISection(document, pages: nil).body(document.sections[0])
    #expect(text.contains("2 more rows are in <code>tables/table-0.csv</code> of the artifact."))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("|") } == CISection.mostRows + 2)
  }
}

@Suite struct CITextTests {
  @Test func lettersStayWhole() {
    #expect(CIText.cut("abc", bytes: 3) == "abc")
    #expect(CIText.cut("abcd", bytes: 3) == "…")
    #expect(CIText.cut("abcde", bytes: 4) == "a…")
    #expect(CIText.cut("aé🇯🇵x", bytes: 8) == "aé…")
    #expect(CIText.cut("abcd", bytes: 2) == "")
    let flags = String(repeating: "👩‍👩‍👧", count: 50)
    for bytes in 3...200 { #expect(CIText.cut(flags, bytes: bytes).utf8.count <= bytes) }
  }

  @Test func aPieceFitsOrStaysOut() {
    var text = BudgetedText(budget: 10, reserve: 3)
    let isTooLong = !text.add("123456")
    let fits = text.add("12345")
    #expect(isTooLong && fits)
    #expect(text.text == "12345\n\n")
    #expect(text.left == 0)
    text.reserve = 0
    text.add("1")
    #expect(text.text.utf8.count == 10)
  }
}

@Suite struct CIProseTests {
  private func markdown(_ text: String) throws -> String {
    let document = Fixture.document([], values: [Fixture.value("n", "1 | <b>")])
    let prose = CIProse(numbering: try Numbering(document))
    return prose.markdown(Prose(text, file: "a", line: 1))
  }

  @Test(arguments: [
    ("A **b *c*** `d|e`", #"A <strong>b <em>c</em></strong> <code>d\|e</code>"#),
    ("# Head", "### Head"), ("> a\n> b\n>\n> c", "> a b\n> \n> c"),
    ("- a\n- b\n\n  c", "- a\n- b\n  \n  c"), ("1. a\n2. b", "1. a\n1. b"),
    ("```\nx </pre> <b>\n```", "<pre>\nx &lt;/pre&gt; &lt;b&gt;\n\n</pre>"), ("***", "---"),
    ("[a](https://b.c/?d&e)", "<a href=\"https://b.c/?d&amp;e\">a</a>"),
    ("[a](javascript:x)", "a"), ("{{n}} [@wang]", #"1 \| \<b\> \[1\]"#),
    ("{{gone}} {{table:gone}}", "gone table:gone"), ("<b>raw</b>", #"\<b\>raw\</b\>"#),
  ]) func proseIsClosed(_ source: String, _ expected: String) throws {
    #expect(try markdown(source) == expected)
  }
}
