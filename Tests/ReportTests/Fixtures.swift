import Foundation
import Plot

@testable import Report

/// Small documents for tests.
enum Fixture {
  static func document(_ blocks: [Block], values: [BoundValue] = [], vocabulary: [String] = [])
    -> Document
  {
    Document(
      title: "A title", subtitle: "", author: "Tests", date: Date(timeIntervalSince1970: 0),
      sections: [Section(id: "one", title: "One", blocks: blocks)], values: values,
      references: [
        BibliographyEntry(key: "wang", text: "Wang (2025)", url: "https://example.org/a")
      ],
      vocabulary: vocabulary)
  }

  static func value(_ name: String, _ text: String) -> BoundValue {
    BoundValue(name: name, text: text, sources: ["data/x.csv:2"], cell: "main.swift:3")
  }

  static func prose(_ text: String) -> Block {
    .prose(Prose(text, file: "main.swift", line: 10))
  }

  static let table = Table(
    id: "numbers", title: "Numbers", caption: "Two of them.",
    columns: [.init("family", .left), .init("recall")],
    rows: [
      [.text("HGRN-2"), .number(text: "0.434", value: 0.434, sources: ["t.csv:2"])],
      [.text("a|b"), .missing(reason: "not printed")],
    ])
}

extension ReportAudit {
  static func check(markdown: String, of document: Document) throws {
    try check([Text(file: "report.md", markdown: markdown)], of: document)
  }

  /// The numerals of any rendering's text (Markdown, `pdftotext`) that nothing explains, each with
  /// its line.
  static func unexplained(in text: String, of document: Document) -> [String] {
    let audit = NumeralAudit(explained: explained(by: document))
    return text.split(separator: "\n").flatMap { line in
      audit.unexplained(in: String(line)).map { "\($0) in \"\(line.prefix(80))\"" }
    }
  }
}
