import Core
import Testing

@testable import Report

@Suite struct NumeralAuditTests {
  @Test func bareNumeralsAreFound() {
    let audit = NumeralAudit(explained: [])
    #expect(audit.unexplained(in: "a 0.42 b 7, 1,000.") == ["0.42", "7", "1", "000"])
    #expect(audit.unexplained(in: "no numerals, x₂ is a subscript") == [])
  }

  @Test func knownPhrasesExplainTheirNumerals() {
    let audit = NumeralAudit(explained: ["HGRN-2", "3:1", "0.42", "arXiv:2507.06457"])
    #expect(audit.unexplained(in: "HGRN-2 at 3:1 has 0.42 (arXiv:2507.06457).") == [])
  }

  @Test func aPhraseExplainsNoPartOfAnotherNumeral() {
    let audit = NumeralAudit(explained: ["0.4", "4"])
    #expect(audit.unexplained(in: "0.42") == ["0.42"])
    #expect(audit.unexplained(in: "10.4") == ["10.4"])
    #expect(audit.unexplained(in: "44") == ["44"])
    #expect(audit.unexplained(in: "4.5") == ["4.5"])
    #expect(audit.unexplained(in: "0.4, 4.") == [])
  }

  @Test func theLongestPhraseWins() {
    let audit = NumeralAudit(explained: ["3:1", "3:1-6:1"])
    #expect(audit.unexplained(in: "between 3:1-6:1") == [])
    #expect(audit.unexplained(in: "between 3:1-7:1") == ["7", "1"])
  }
}

@Suite struct ReportAuditTests {
  @Test func aRenderedReportIsAccountedFor() throws {
    let document = Fixture.document(
      [Fixture.prose("Gain {{gain}}, see {{table:numbers}}."), .table(Fixture.table)],
      values: [Fixture.value("gain", "0.141")], vocabulary: ["HGRN-2"])
    try ReportAudit.check(markdown: try MarkdownWriter.render(document), of: document)
  }

  @Test func aTypedNumeralIsCaught() throws {
    let document = Fixture.document([Fixture.prose("Recall doubles to 0.9.")])
    #expect(throws: Fault.self) {
      try ReportAudit.check(markdown: try MarkdownWriter.render(document), of: document)
    }
  }

  @Test func sourceCodeIsNotProse() throws {
    let cell = SourceCell(code: "let x = 99", file: "main.swift", line: 123)
    let document = Fixture.document([.source(cell)])
    try ReportAudit.check(markdown: try MarkdownWriter.render(document), of: document)
  }
}
