import Core
import Foundation
import Report
import Testing
import TestSupport

@testable import Notebook
@testable import Studies

/// Line 7 is in the code cell, line 9 in the next.
private let cells = """
  // %% [markdown]
  // # Toy
  //
  // Recall gains {{gain:.3}} [@wang2025systematic], see {{table:t}}.

  // %%
  make()

  // %%
  finish()
  """

@Suite struct NotebookTests {
  private let table = Table(
    id: "t", title: "A table", caption: "One row.", columns: [.init("family", .left), .init("x")],
    rows: [[.text("HGRN-2"), .number(text: "0.5", value: 0.5, sources: ["t.csv:1"])]])

  private func fault(_ body: () throws -> Void) -> Fault? {
    do {
      try body()
      Issue.record("no error")
      return nil
    } catch { return error as? Fault }
  }

  @Test func aRunLeavesAReport() throws {
    let fixture = try NotebookFixture(cells)
    let notebook = try fixture.notebook()
    try notebook.bind("gain", 0.1404.of("fraction"), from: "t.csv:1", line: 7)
    try notebook.show(table, line: 7)
    try notebook.finish()
    let markdown = try fixture.read("out/report.md")
    #expect(markdown.contains("Recall gains 0.140 "))
    #expect(markdown.contains("[Table 1](#table-t)"))
    #expect(try fixture.read("out/values.json").contains("\"analyses/toy/main.swift:7\""))
    #expect(try fixture.read("out/tables/t.csv") == "family,x,sources\nHGRN-2,0.5,t.csv:1\n")
  }

  @Test func outputsBelongToTheCellThatMadeThem() throws {
    let notebook = try NotebookFixture(cells).notebook()
    try notebook.bind("gain", 1, from: "t.csv:1", line: 7)
    try notebook.show(table, line: 9)
    let record = try notebook.makeRecord()
    #expect(record.cells.map(\.outputs.count) == [0, 0, 1])
    #expect(record.title == "Toy")
  }

  @Test func proseOfCodeCellsIsResolvedAndCheckedAsTyped() throws {
    let fixture = try NotebookFixture(cells)
    let notebook = try fixture.notebook()
    try notebook.bind("gain", 0.5, from: "t.csv:1", line: 7)
    try notebook.show(table, line: 7)
    try notebook.say("## More\n\nAgain {{gain}}.", line: 7)
    #expect(fault { try notebook.say("It is 7.", line: 7) }?.what == "a numeral was typed by hand")
    try notebook.finish()
    #expect(try fixture.read("out/report.md").contains("### More\n\nAgain 0.500."))
    try notebook.say("And {{nothing}}.", line: 7)
    #expect(fault { _ = try notebook.makeRecord() }?.found == "{{nothing}}")
  }

  @Test func anUnboundNameIsAnErrorWithFileAndLine() throws {
    let notebook = try NotebookFixture(cells).notebook()
    let fault = fault { _ = try notebook.makeRecord() }
    #expect(fault?.location == "analyses/toy/main.swift:4")
    #expect(fault?.found == "{{gain}}")
  }

  @Test(arguments: ["Recall doubles to 0.9.", "All 6 families.", "at 5:2"])
  func aTypedNumeralIsAnErrorWithFileAndLine(_ prose: String) throws {
    let source = "// %% [markdown]\n// # Toy\n// \(prose)\n// %%\nfinish()"
    let notebook = try NotebookFixture(source).notebook()
    let fault = fault { _ = try notebook.makeRecord() }
    #expect(fault?.what == "a numeral was typed by hand")
    #expect(fault?.location == "analyses/toy/main.swift:3")
  }

  @Test func namesThatTheDataKnowsMayHoldDigits() throws {
    let source =
      "// %% [markdown]\n// # Toy\n// HGRN-2 at 1.3B between 6:1 and 3:1.\n// %%\nfinish()"
    _ = try NotebookFixture(source).notebook().makeRecord()
  }

  @Test func captionsAndTableWordsAreCheckedToo() throws {
    let source = "// %% [markdown]\n// # Toy\n// %%\nmake()"
    var typed = table
    typed.caption = "From 12 runs."
    let notebook = try NotebookFixture(source).notebook()
    try notebook.show(typed, line: 4)
    #expect(fault { _ = try notebook.makeRecord() }?.found == "12")
    typed = table
    typed.rows[0][0] = .text("99 bottles")
    let other = try NotebookFixture(source).notebook()
    try other.show(typed, line: 4)
    #expect(fault { _ = try other.makeRecord() }?.found == "99")
  }

  @Test func valuesNeedANameOfTheirOwnASourceAndANumber() throws {
    let notebook = try NotebookFixture(cells).notebook()
    try notebook.bind("a", 1, from: "x", line: 7)
    #expect(
      fault { try notebook.bind("a", 2, from: "x", line: 9) }?.what
        == "the value's name is taken")
    #expect(
      fault { try notebook.bind("b", 2, line: 9) }?.what
        == "a bound value has no source")
    #expect(
      fault { try notebook.bind("c", Double.nan, from: "x", line: 9) }?.what
        == "a bound value is not a finite number")
    #expect(
      fault { try notebook.bind("d", 1, from: "x", line: 2) }?.what
        == "an output was made outside of a code cell")
  }

  @Test func requirementsTieWordsToData() throws {
    let notebook = try NotebookFixture(cells).notebook()
    try notebook.require("one is one", 1 == 1, line: 7)
    #expect(
      fault { try notebook.require("recall rises", false, line: 7) }?.expected == "recall rises")
  }

  @Test func recordsReadBack() throws {
    let notebook = try NotebookFixture(cells).notebook()
    try notebook.bind("gain", 0.1, from: "t.csv:1", line: 7)
    try notebook.show(table, line: 7)
    let record = try notebook.makeRecord()
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).json")
    try record.write(to: url)
    #expect(try Record.read(from: url) == record)
    try AtomicFile.write("{", to: url)
    #expect(fault { _ = try Record.read(from: url) }?.location == url.path)
  }
}

@Suite struct ValueFormatTests {
  @Test(arguments: [
    (".3", 0.1404, "0.140"), ("+.3", 0.1404, "+0.140"), ("+.3", -0.1404, "−0.140"),
    ("%", 0.95, "95\u{2009}%"), (".1%", 0.9512, "95.1\u{2009}%"), ("<.3", 0.00001, "< 0.001"),
    ("<.3", 0.04, "0.040"), ("d", 6, "6"), ("words", 6, "six"), ("Words", 6, "Six"),
  ])
  func numbersLookAsTheFormatSays(_ format: String, _ number: Double, _ text: String) throws {
    #expect(try #require(ValueFormat(format)).text(number) == text)
  }

  @Test(arguments: ["", "3", ".x", "+", "+%", "<%", "+.3%", ".12", "gain"])
  func otherTextIsNoFormat(_ text: String) { #expect(ValueFormat(text) == nil) }

  @Test func proseChoosesTheFormatOfAValue() throws {
    let source = """
      // %% [markdown]
      // # Toy
      // {{share:.1%}} of {{n}} runs gain {{gain:+.2}} ({{gain.interval}}): {{count:words}}.
      // %%
      make()
      """
    let notebook = try NotebookFixture(source).notebook()
    try notebook.bind(
      from: "x", ["share": 0.256, "n": 12.of("runs"), "count": 4], line: 5)
    try notebook.bind(
      "gain", Sourced(0.1404, ends: Ends(-0.1, 0.3), interval: "t, n = 3", from: "y"), line: 5)
    #expect(
      notebook.values.map(\.text) == [
        "25.6\u{2009}%", "12", "four", "+0.14", "−0.10 to +0.30",
      ])
    #expect(notebook.values.map(\.number) == [0.256, 12, nil, 0.1404, nil])
    #expect(notebook.values.last?.sources == ["t, n = 3", "y"])
  }

  @Test func aFormatThatIsMissingOrContradictedIsAnErrorWithItsLine() throws {
    let source = "// %% [markdown]\n// # Toy\n// {{gain:.2}}{{other}}\n// %%\nmake()"
    let notebook = try NotebookFixture(source).notebook()
    #expect(throws: Fault.self) { try notebook.bind("other", 0.5, from: "x", line: 5) }
    let fault = #expect(throws: Fault.self) {
      try PercentSource(source + "\n// %% [markdown]\n// {{gain:.3}}", path: "m.swift")
    }
    #expect(fault?.location == "m.swift:7")
  }
}

@Suite struct SourcedTests {
  private let a = Sourced(0.5, "fraction", from: ["t.csv:1", "t.csv:2"])
  private let b = Sourced(0.25, "fraction", from: ["t.csv:2", "t.csv:3"])

  @Test func arithmeticUnitesSourcesInOrder() {
    let difference = a - b
    #expect(difference.value == 0.25 && difference.unit == "fraction")
    #expect(difference.sources == ["t.csv:1", "t.csv:2", "t.csv:3"])
    #expect((a / b).value == 2 && (a / b).unit == "" && (b * a).sources.first == "t.csv:2")
    #expect(difference.points.value == 25 && difference.points.unit == "points")
    #expect((2 * a).value == 1 && (a / 2).value == 0.25)
  }

  @Test func whatIsComputedFromAllRestsOnAll() {
    let all = [a, b]
    #expect(all.mean?.value == 0.375 && all.least?.value == 0.25 && all.most?.value == 0.5)
    #expect(all.span?.value == 0.25 && all.least?.sources.count == 3)
    #expect([Sourced]().mean == nil)
  }

  @Test func aValuesOwnSourcesComeFirst() throws {
    let notebook = try NotebookFixture(cells).notebook()
    try notebook.bind(from: "group", ["gain": a, "n": 2], line: 7)
    #expect(notebook.values.map(\.sources) == [a.sources, ["group"]])
    #expect(throws: Fault.self) { try notebook.bind("none", nil as Double?, from: "x", line: 7) }
  }
}

@Suite struct ColumnTests {
  private struct Row: HasSources {
    var name: String
    var gain: Double?
    var sources: [String] { ["\(name).csv:1"] }
  }

  @Test func columnsReadRowsAndCellsNameTheirSources() throws {
    let rows = [Row(name: "a", gain: 0.5), Row(name: "b", gain: nil)]
    let table = try Table(rows, id: "t", title: "A table", caption: "Rows.") {
      Column("name", .name) { $0.name }
      Column("gain", "+.2", missing: "one run") { $0.gain }
      Column("ends", ".1") { _ in Ends(0.1, 0.4) }
      for factor in [1.0, 2] {
        Column("times", ".1") { _ in Sourced(factor, from: "own.csv:2") }
      }
    }
    #expect(table.columns.map(\.header) == ["name", "gain", "ends", "times", "times"])
    #expect(table.columns.map(\.alignment) == [.left, .right, .right, .right, .right])
    #expect(table.rows[0][1] == .number(text: "+0.50", value: 0.5, sources: ["a.csv:1"]))
    #expect(table.rows[1][1] == .missing(reason: "one run"))
    #expect(table.rows[0][4] == .number(text: "2.0", value: 2, sources: ["own.csv:2"]))
    #expect(table.rows[0][2].shown == "0.1 to 0.4")
  }
}

@Suite struct ConditionTests {
  private let source = """
    // %% [markdown]
    // # Toy

    // %% [markdown] if=hasRuns
    // There are {{runs}}.

    // %% [markdown] if=!hasRuns
    // There are none.

    // %%
    make()
    """

  @Test(arguments: [true, false]) func aConditionShowsOrLeavesOutItsProse(_ holds: Bool) throws {
    let notebook = try NotebookFixture(source).notebook()
    try notebook.when("hasRuns", holds, line: 11)
    if holds { try notebook.bind("runs", 3, from: "x", line: 11) }
    let text = try notebook.makeRecord().cells.map(\.text).joined()
    #expect(text.contains("There are {{runs}}.") == holds)
    #expect(text.contains("There are none.") != holds)
  }

  @Test func aConditionThatNothingSetsOrUsesIsAnError() throws {
    let notebook = try NotebookFixture(source).notebook()
    #expect(throws: Fault.self) { _ = try notebook.makeRecord() }
    #expect(throws: Fault.self) { try notebook.when("other", true, line: 11) }
  }
}
