import Core
import Testing

@testable import Report

@Suite struct ProseParserTests {
  private func parse(_ text: String) throws -> [ProseBlock] {
    try ProseParser.blocks(of: Prose(text, file: "main.swift", line: 10))
  }

  @Test func marksAreFoundInRunningText() throws {
    let blocks = try parse("Recall gains **{{gain}}**, see {{figure:curve}} and [@wang].")
    #expect(
      blocks == [
        .paragraph([
          .text("Recall gains "), .strong([.value("gain")]), .text(", see "),
          .crossReference(CrossReference(kind: .figure, id: "curve")), .text(" and "),
          .citation("wang"), .text("."),
        ])
      ])
  }

  @Test func blocksKeepTheirStructure() throws {
    let blocks = try parse("## Head\n\n- a\n- `b`\n\n> said\n\n1. x\n")
    #expect(
      blocks == [
        .heading(level: 2, [.text("Head")]),
        .list(ordered: false, items: [[.paragraph([.text("a")])], [.paragraph([.code("b")])]]),
        .quote([.paragraph([.text("said")])]),
        .list(ordered: true, items: [[.paragraph([.text("x")])]]),
      ])
  }

  @Test func anOpenMarkIsNamedWithItsLine() {
    #expect(
      throws: Fault(
        "a mark is not closed", at: "main.swift:12", expected: "}}", found: "{{gain is large")
    ) { try parse("first\n\nsecond {{gain is large") }
  }

  @Test func rawHTMLIsRefused() {
    #expect(throws: Fault.self) { try parse("<script>alert(1)</script>") }
    #expect(throws: Fault.self) { try parse("![x](y.png)") }
  }

  @Test func unknownCrossReferencesAreRefused() {
    #expect(throws: Fault.self) { try parse("{{chapter:one}}") }
  }
}

@Suite struct ProseResolverTests {
  private func resolver(_ values: [BoundValue]) throws -> ProseResolver {
    ProseResolver(try Numbering(Fixture.document([.table(Fixture.table)], values: values)))
  }

  @Test func marksBecomeWords() throws {
    let resolver = try resolver([Fixture.value("gain", "0.141")])
    let text = try resolver.resolve(
      "gain {{gain}}, {{table:numbers}}, [@wang]", file: "f", line: 1)
    #expect(text == "gain 0.141, Table 1, [1]")
  }

  @Test(arguments: ["{{missing}}", "{{figure:none}}", "[@nobody]"])
  func whatNamesNothingIsAnErrorWithItsLine(_ mark: String) throws {
    let resolver = try resolver([])
    do {
      _ = try resolver.resolve("fine\nnot \(mark)", file: "main.swift", line: 4)
      Issue.record("no error")
    } catch let fault as Fault {
      #expect(fault.location == "main.swift:5")
      #expect(fault.found == mark)
    }
  }

  @Test func typedTextIsWhatIsLeft() throws {
    let typed = try ProseResolver.typed("a {{x}} b 7 [@wang]", at: "f")
    #expect(typed == "a \u{FFFC} b 7 \u{FFFC}")
  }
}

@Suite struct NumberingTests {
  @Test func twoThingsOfOneNameAreRefused() {
    let twice = Fixture.document([.table(Fixture.table), .table(Fixture.table)])
    #expect(throws: Fault.self) { try Numbering(twice) }
    let values = [Fixture.value("a", "1"), Fixture.value("a", "2")]
    #expect(throws: Fault.self) { try Numbering(Fixture.document([], values: values)) }
  }
}
