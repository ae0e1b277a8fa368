import Core
import Foundation
import Testing

@testable import Report

@Suite(.enabled(if: PDFTools.canRead(with: "pdftotext"), PDFTools.missing))
struct PDFPageTests {
  let data: Data
  let pages: [String]
  let words: String

  init() throws {
    data = try PDFTools.render(PDFFixture.document())
    pages = try PDFTools.pages(of: data)
    words = try PDFTools.words(of: data)
  }

  @Test func theTextIsInOrder() {
    let phrases = [
      "When does a hybrid", "2026-07-01", "Contents", "raises recall by +0.284 on average",
      "We don’t fit what we can’t see: “pure” stacks", "1. read the rows", "neither within a ratio",
      "A claim is supported", "On the two conventions", "What is left open",
      "The tables agree with each other", "Table 2 All pairs agree", "[1] Dustin Wang",
      "Where the values in the text come from", "data/paper/table7.csv:4",
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

  @Test func marksAreResolved() {
    #expect(!words.contains("{{") && !words.contains("[@"))
    #expect(words.contains("Figure 1 shows both, and Table 1 has the numbers"))
    #expect(words.contains("claim [1] is therefore supported"))
    #expect(words.contains("gains are +0.284 on average"))
    #expect(words.contains("–: one run, so no interval."))
  }

  /// Code is read in the notebook; the page says where.
  @Test func noCellIsListed() {
    #expect(!words.contains("notebook.bind("))
    #expect(words.contains("Code of this chapter: analyses/recall/main.swift, line 41."))
  }

  @Test(arguments: [
    "Recall rises with the share of full attention", "How the number was made",
    "What is left open", "What the paper’s tables say about each other", "References",
  ])
  func contentsNameThePage(_ title: String) throws {
    let entry = try Regex("\(NSRegularExpression.escapedPattern(for: title))[ .]* (\\d+)")
    let match = try #require(pages[1].firstMatch(of: entry))
    let page = try #require(match.output[1].substring.flatMap { Int($0) })
    #expect(occurrences(of: title, on: page) >= 1)
  }

  /// How often a title is on a page, the contents not counted.
  private func occurrences(of title: String, on page: Int) -> Int {
    pages[page - 1].ranges(of: title).count - (page == 2 ? 1 : 0)
  }

  @Test func aLongTableRepeatsItsHead() {
    let heads = pages.filter { $0.contains("Family Ratio") && $0.contains("What differs") }
    #expect(heads.count >= 2)
  }

  @Test func aShortTableIsOnOnePage() throws {
    let page = try #require(pages.first { $0.contains("Table 1 Recall gains") })
    for row in try PDFFixture.document().tables[0].rows {
      #expect(page.contains(row.map(\.shown).joined(separator: " ")))
    }
  }

  @Test func figuresStayInTheirSectionAndOrder() throws {
    let first = try #require(pages.firstIndex { $0.contains("Figure 1 Points are") })
    let second = try #require(pages.firstIndex { $0.contains("Figure 2 Points are") })
    let audit = try #require(pages.dropFirst().firstIndex { $0.contains("The tables agree with") })
    #expect(first <= second && second <= audit)
  }

  @Test func nothingLeavesThePage() throws {
    let boxes = try PDFTools.boxes(of: data)
    #expect(boxes.count > 800)
    for (word, edges) in boxes {
      #expect(
        edges[0] > 47 && edges[2] < 548 && edges[1] > 30 && edges[3] < 812,
        "“\(word)” is outside, at \(edges)")
    }
  }

  @Test func linksAreThere() throws {
    let urls = try PDFTools.run("pdfinfo", ["-url", "FILE"], on: data).output
    #expect(urls.contains("https://arxiv.org/abs/2507.06457"))
    #expect(urls.contains("https://github.com/fla-org/flash-linear-attention"))
    let names = try PDFTools.run("pdfinfo", ["-dests", "FILE"], on: data).output
    for name in ["recall", "audit", "references", "values"] {
      #expect(names.contains("\"\(name)\""), "\(name)")
    }
    let tree = try PDFTools.run("pdfinfo", ["-struct", "FILE"], on: data).output
    let links = tree.split(separator: "\n").count { $0.split(separator: " ").first == "Link" }
    #expect(links > 20, "contents, references, citations and addresses: \(links)")
  }
}
