import Foundation
import Report

/// A report with a summary and a table of claims: long sentences, verdicts, links and quotes.
enum ClaimsFixture {
  static func document(claims: Int = 12) throws -> Document {
    Document(
      title: "Hybrid linear attention, re-examined", subtitle: "The claims, one by one",
      author: "Tests", date: Date(timeIntervalSince1970: 1_782_907_200),
      sections: [
        Section(
          id: "curves", title: "Curves of recall",
          blocks: [
            .prose(Prose(PDFFixture.sentence, file: "a.swift", line: 1)),
            .figure(
              try PDFFixture.figure("ratio-curves", "Recall rises with attention", height: 150)),
          ]),
        Section(id: "claims", title: "All claims", blocks: [.table(table(claims: claims))]),
        Section(
          id: "summary", title: "Summary", role: .summary,
          blocks: [
            .prose(
              Prose(
                "\(PDFFixture.sentence) See {{table:claims}}.\n\n## In short\n\n"
                  + PDFFixture.sentence, file: "s.swift", line: 1)),
            .table(table(id: "answers", claims: 3)),
          ]),
      ],
      values: PDFFixture.values, references: PDFFixture.references, vocabulary: ["HGRN-2", "6:1"])
  }

  private static let verdicts = ["supported", "contradicted", "inconclusive", "untestable"]
  private static let statements = [
    "Language modelling stays flat across all ratios of linear to full attention",
    "Recall rises with the share of full attention, most of all below a ratio that depends on the "
      + "family", "HGRN-2 doubles the recall of HGRN",
  ]

  static func table(id: String = "claims", claims: Int) -> Table {
    Table(
      id: id, title: "What the numbers say of each claim", caption: "Verdicts of the rules.",
      columns: [
        .init("Claim", .left), .init("Statement", .left), .init("Verdict", .left),
        .init("What the numbers say", .left), .init("n"), .init("Shown in", .left),
      ], rows: (0..<claims).map(row))
  }

  private static func row(_ i: Int) -> [Table.Cell] {
    [
      .text("claim \(["one", "two", "three"][i % 3])"), .text(statements[i % 3]),
      .text(verdicts[i % 4]),
      .quoted(
        "The slope over log₂ of the share is 0.0\(i)4 (95\u{2009}% interval 0.0\(i)1 to "
          + "0.0\(i)7), which excludes zero; six families agree in direction, one does not.",
        sources: ["data/paper/table7.csv:\(i + 2)"]),
      .number(text: "\(i + 4)", value: Double(i + 4), sources: ["count of rows"]),
      .reference(.figure, "ratio-curves"),
    ]
  }
}
