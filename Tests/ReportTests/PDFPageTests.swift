import Core
import Foundation
import Report
import Testing

@Suite(.enabled(if: PDFTools.isInstalled("pdftotext"), "poppler is not installed"))
struct PDFPageTests {
  let data: Data
  let pages: [String]
  let words: String

  init() throws {
    data = try PDFWriter.render(PDFFixture.document())
    pages = try PDFTools.pages(of: data)
    words = try PDFTools.words(of: data)
  }

  @Test func theTextIsInOrder() {
    let phrases = [
      "When does a hybrid", "2026-07-01", "Contents", "raises recall by +0.284 on average",
      "We don’t fit what we can’t see: “pure” stacks", "1. read the rows", "neither within a ratio",
      "A claim is supported", "On the two conventions", "What is left open",
      "Table 1 · Recall gains", "The tables agree with each other", "Table 2 · All pairs agree",
      "Table 2 (continued)", "[1] Dustin Wang", "analyses/recall/main.swift:41",
    ]
    var rest = Substring(words)
    for phrase in phrases {
      guard let range = rest.firstRange(of: phrase) else {
        Issue.record("“\(phrase)” is missing, or before its place")
        continue
      }
      rest = rest[range.upperBound...]
    }
  }

  @Test func colouredCodeKeepsItsWords() {
    let line = "let fit = try Fit.line(rows, x: { DeterministicMath.log2($0.attentionFraction) },"
    #expect(words.contains(line))
    #expect(words.contains(#"notebook.bind("recall.\(family.name).gain","#))
  }

  @Test func marksAreResolved() {
    #expect(!words.contains("{{") && !words.contains("[@"))
    #expect(words.contains("Figure 1 shows both, and Table 1 has the numbers"))
    #expect(words.contains("claim [1] is therefore supported"))
    #expect(words.contains("gains are +0.284 on average"))
    #expect(words.contains("–: one run, so no interval."))
  }

  @Test(arguments: [
    "Recall rises with the share of full attention", "How the number was made",
    "What is left open", "What the paper’s tables say about each other", "References",
    "Source of the analyses",
  ])
  func contentsNameThePage(_ title: String) throws {
    let entry = try Regex("\(NSRegularExpression.escapedPattern(for: title)) (\\d+)")
    let match = try #require(pages[0].firstMatch(of: entry))
    let page = try #require(match.output[1].substring.flatMap { Int($0) })
    let info = try PDFTools.run("pdfinfo", ["-dests", "FILE"], on: data).output
    #expect(!info.isEmpty)
    #expect(occurrences(of: title, on: page) >= 1)
    let earlier = (2..<max(2, page)).filter { occurrences(of: title, on: $0) > 0 }
    #expect(earlier.isEmpty, "the heading is on an earlier page")
  }

  /// How often a title is on a page, the contents not counted.
  private func occurrences(of title: String, on page: Int) -> Int {
    pages[page - 1].ranges(of: title).count - (page == 1 ? 1 : 0)
  }

  @Test func aLongTableRepeatsItsHead() {
    let heads = pages.filter { $0.contains("Family Ratio") && $0.contains(/Table 2 [(·]/) }
    #expect(heads.count >= 2)
    #expect(pages.count { $0.contains("Table 2 (continued)") } == heads.count - 1)
  }

  @Test func figuresStayInTheirSectionAndOrder() throws {
    let first = try #require(pages.firstIndex { $0.contains("Figure 1 Points are") })
    let second = try #require(pages.firstIndex { $0.contains("Figure 2 Points are") })
    let audit = try #require(pages.dropFirst().firstIndex { $0.contains("The tables agree with") })
    #expect(first <= second && second <= audit)
  }

  @Test func nothingLeavesTheBlock() throws {
    let boxes = try PDFTools.boxes(of: data)
    #expect(boxes.count > 1000)
    for (word, edges) in boxes {
      #expect(
        edges[0] > 47 && edges[2] < 562.5 && edges[1] > 48 && edges[3] < 795,
        "“\(word)” is outside, at \(edges)")
    }
  }

  @Test func sourcesStandBesideTheirText() throws {
    let boxes = try PDFTools.boxes(of: data)
    let source = try #require(boxes.first { $0.word == "data/paper/table7.csv:4" })
    let value = try #require(boxes.first { $0.word == "+0.284" && $0.edges[0] < 444 })
    #expect(source.edges[0] > 457)
    #expect(abs(source.edges[1] - value.edges[1]) < 60)
  }

  @Test func textKeepsOffTheFolio() throws {
    let low = try PDFTools.boxes(of: data).filter { $0.edges[3] > 758 }
    #expect(low.count == 3 * pages.count, "only “2 / 9” stands below the block")
  }

  @Test func linksAreThere() throws {
    let urls = try PDFTools.run("pdfinfo", ["-url", "FILE"], on: data).output
    #expect(urls.contains("https://arxiv.org/abs/2507.06457"))
    #expect(urls.contains("https://github.com/fla-org/flash-linear-attention"))
    let names = try PDFTools.run("pdfinfo", ["-dests", "FILE"], on: data).output
    for name in ["recall", "audit", "figure-modelling", "table-all", "ref-ruler", "recall/1"] {
      #expect(names.contains("\"\(name)\""))
    }
  }
}
