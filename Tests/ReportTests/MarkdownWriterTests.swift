import Core
import Testing

@testable import Report

@Suite struct MarkdownWriterTests {
  @Test func aDocumentReadsAsMarkdown() throws {
    let document = Fixture.document(
      [
        Fixture.prose("## Part\n\nGain {{gain}} in {{table:numbers}} [@wang]."),
        .table(Fixture.table), .source(SourceCell(code: "let x = 1", file: "main.swift", line: 4)),
      ], values: [Fixture.value("gain", "0.1_4")])
    #expect(
      try MarkdownWriter.render(document) == """
        # A title

        - [One](#one)

        <a id="one"></a>

        ## One

        ### Part

        Gain 0.1\\_4 in [Table 1](#table-numbers) [\\[1\\]](#ref-wang).

        <a id="table-numbers"></a>

        **Table 1. Numbers**

        | family | recall |
        | :-- | --: |
        | HGRN-2 | 0.434 |
        | a\\|b | – |

        Two of them. ([data](tables/numbers.csv))

        <sub>Code: `main.swift:4`</sub>

        ## References

        <a id="ref-wang"></a>\\[1\\] Wang (2025) <https://example.org/a>

        """)
  }

  @Test func hostileNamesStayText() throws {
    var table = Fixture.table
    table.rows = [[.text("<script>"), .text("[x](y)")]]
    let text = try MarkdownWriter.render(Fixture.document([.table(table)]))
    #expect(text.contains(#"\<script\>"#))
    #expect(text.contains(#"\[x\](y)"#))
  }
}

@Suite struct TableTests {
  @Test func csvHasFullPrecisionAndSources() {
    #expect(
      Fixture.table.csv == "family,recall,sources\nHGRN-2,0.434,t.csv:2\na|b,,\n")
  }
}
