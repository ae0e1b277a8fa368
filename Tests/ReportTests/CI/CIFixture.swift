import Foundation

@testable import Report

/// What a main job came to, small or huge, with names that mean something to Markdown, HTML and logs.
enum CIFixture {
  static let hostile = [
    "<script>alert(1)</script>", "a|b", "`code`", "```", "</details>", "</pre>", "::error::x",
    "%0A::error::x", "a\n::error title=x::y", "\u{1B}[31m\u{202E}", "1. x", "- x", "@everyone",
    "<!-- ", "{{value}}", "\\", "\\|", "| --: |", "e\u{301}\u{301}\u{301}", "日本語🇯🇵👩‍👩‍👧",
  ]

  static func name(_ i: Int) -> String { hostile[i % hostile.count] }

  static func verdicts(_ count: Int) -> [CIVerdict] {
    (0..<count).map { i in
      CIVerdict(
        id: "claim-\(i)", label: "\(i)", statement: "Claim \(name(i)) holds",
        verdict: [.supported, .contradicted, .inconclusive, .untestable][i % 4],
        effectText: "0.\(i)", intervalText: "0 to \(i)",
        reason: "Because of \(name(i + 1))",
        location: CILocation(file: "data/a,b:\(i).csv", line: i))
    }
  }

  static func table(_ i: Int, rows: Int) -> Table {
    Table(
      id: "table-\(i)", title: "Of \(name(i))", caption: "With {{n}} and \(name(i + 2)).",
      columns: [.init(name(i), .left), .init("n")],
      rows: (0..<rows).map {
        [
          .text(name(i + $0)),
          .number(text: "\($0)", value: Double($0), sources: ["x.csv:\($0)"]),
        ]
      })
  }

  private static let prose = """
    Some **words with *marks* in them** and `co|de`, see {{table:table-0}} and [@wang].

    1. one
       - two

       ```
       never ended </pre></details>
    """

  static func document(sections: Int, rows: Int) -> Document {
    var document = Fixture.document([], values: [Fixture.value("n", "3 <b>|")])
    document.sections = (0..<sections).map { i in
      Section(
        id: "section-\(i)", title: "Section \(name(i))",
        role: i == sections - 1 ? .summary : .chapter,
        blocks: [
          .prose(Prose(prose, file: "a.swift", line: 1)), .table(table(i, rows: rows)),
          .source(SourceCell(code: "let secret = 1", file: "a.swift", line: 9)),
          .prose(Prose("Raw <b>HTML</b> \(name(i))", file: "a.swift", line: 20)),
        ])
    }
    return document
  }

  /// More of everything than a page holds.
  static func huge() -> CIReport {
    CIReport(
      verdicts: verdicts(3000),
      drift: (0..<300).map { CIDrift(id: name($0), recorded: "supported", present: nil) },
      failures: (0..<40).map {
        CIFailure(
          name: name($0), message: "bad \(name($0 + 1))\n" + String(repeating: name($0), count: 900)
        )
      },
      document: document(sections: 300, rows: 200), artifact: "https://example.org/?a=1&b=\"2\"")
  }
}
