import Core
import Foundation
import Testing

@testable import Report

@Suite struct SummaryTests {
  @Test func aSummaryStandsBeforeTheContentsInMarkdown() throws {
    let text = try MarkdownWriter.render(ClaimsFixture.document())
    let order = ["*The claims, one by one*", "## Summary", "## Contents", "- [Curves", "## Curves"]
    var rest = Substring(text)
    for phrase in order {
      let range = try #require(rest.firstRange(of: phrase), "\(phrase) is not in its place")
      rest = rest[range.upperBound...]
    }
    #expect(!text.contains("[Summary](#summary)"))
  }

  @Test(.enabled(if: PDFTools.canRead(with: "pdftotext"), PDFTools.missing))
  func aSummaryIsOnTheFirstPage() throws {
    let data = try PDFTools.render(ClaimsFixture.document())
    let words = try PDFTools.words(of: data)
    var rest = Substring(words)
    for phrase in [
      "re-examined", "Summary", "Table 1", "✓ supported", "Contents", "Curves of recall",
      "All claims",
    ] {
      let range = try #require(rest.firstRange(of: phrase), "\(phrase) is not in its place")
      rest = rest[range.upperBound...]
    }
    let pages = try PDFTools.pages(of: data)
    #expect(pages[0].contains("Summary") && pages[0].contains("In short"))
    let contents = try #require(pages.first { $0.contains("Contents Curves of recall") })
    #expect(!contents.contains("In short"), "the contents do not list it")
  }

  @Test func figuresAndTablesNumberAsTheyAreRead() throws {
    let numbering = try Numbering(ClaimsFixture.document())
    #expect(numbering.number(of: CrossReference(kind: .table, id: "answers")) == 1)
    #expect(numbering.number(of: CrossReference(kind: .table, id: "claims")) == 2)
  }

  @Test func withoutASummaryNothingIsAdded() throws {
    let text = try MarkdownWriter.render(Fixture.document([Fixture.prose("Words.")]))
    #expect(!text.contains("Contents"))
  }

  @Test func aSectionWithoutARoleIsAChapter() throws {
    let old = Data(#"{"id":"a","title":"A","blocks":[]}"#.utf8)
    #expect(
      try JSONDecoder().decode(Report.Section.self, from: old)
        == Section(id: "a", title: "A", blocks: []))
    let new = Section(id: "s", title: "S", role: .summary, blocks: [])
    let data = try JSONEncoder().encode(new)
    #expect(try JSONDecoder().decode(Report.Section.self, from: data) == new)
  }
}
