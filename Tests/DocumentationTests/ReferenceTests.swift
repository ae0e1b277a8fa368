import Foundation
import Testing

/// What the reference shows is code that compiles, and prints what the page says.
@Suite struct ReferenceTests {
  struct Chapter: Sendable, CustomStringConvertible {
    let page: String
    let file: String
    let examples: [Example]
    var description: String { page }
  }

  static let chapters = [
    Chapter(
      page: "docs/reference/statistics.md", file: "StatisticsExamples.swift",
      examples: StatisticsExamples.all),
    Chapter(
      page: "docs/reference/plot.md", file: "PlotExamples.swift", examples: PlotExamples.all),
  ]

  @Test(arguments: chapters) func thePageShowsEveryExampleAndNoOther(_ chapter: Chapter) throws {
    #expect(
      try Page(chapter.page).examples.map(\.name).sorted() == chapter.examples.map(\.name).sorted())
  }

  @Test(arguments: chapters) func thePageShowsTheCodeThatIsRun(_ chapter: Chapter) throws {
    for shown in try Page(chapter.page).examples {
      #expect(try Page.source(of: shown.name, in: chapter.file) == shown.code, "\(shown.name)")
    }
  }

  @Test(arguments: chapters) func thePageShowsWhatIsPrinted(_ chapter: Chapter) throws {
    let shown = try Page(chapter.page).examples
    for example in chapter.examples {
      let output = try example.output()
      let text = shown.first { $0.name == example.name }?.output ?? ""
      #expect(output == text, "\(example.name) prints:\n\(output)")
    }
  }

  /// Relative links of all pages lead to files.
  @Test(arguments: [
    "docs/tutorial.md", "docs/reference/statistics.md", "docs/reference/plot.md",
    "docs/reference/notebook.md",
  ])
  func linksLeadToFiles(_ path: String) throws {
    let folder = Page.root.appendingPathComponent(path).deletingLastPathComponent()
    for match in try Page(path).text.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) {
      let target = String(match.1)
      guard !target.contains("://") else { continue }
      let file = folder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: file), "\(path): \(target)")
    }
  }
}
