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
  // Recall gains {{gain}} [@wang2025systematic], see {{table:t}}.

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
    try notebook.bind("gain", 0.1404, decimals: 3, unit: "fraction", sources: ["t.csv:1"], line: 7)
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
    try notebook.bind("gain", 1, sources: ["t.csv:1"], line: 7)
    try notebook.show(table, line: 9)
    let record = try notebook.makeRecord()
    #expect(record.cells.map(\.outputs.count) == [0, 0, 1])
    #expect(record.title == "Toy")
  }

  @Test func proseOfCodeCellsIsResolvedAndCheckedAsTyped() throws {
    let fixture = try NotebookFixture(cells)
    let notebook = try fixture.notebook()
    try notebook.bind("gain", 0.5, decimals: 1, sources: ["t.csv:1"], line: 7)
    try notebook.show(table, line: 7)
    try notebook.say("## More\n\nAgain {{gain}}.", line: 7)
    #expect(fault { try notebook.say("It is 7.", line: 7) }?.what == "a numeral was typed by hand")
    try notebook.finish()
    #expect(try fixture.read("out/report.md").contains("### More\n\nAgain 0.5."))
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
    try notebook.bind("a", 1, sources: ["x"], line: 7)
    #expect(
      fault { try notebook.bind("a", 2, sources: ["x"], line: 9) }?.what
        == "the value's name is taken")
    #expect(
      fault { try notebook.bind("b", 2, sources: [], line: 9) }?.what
        == "a bound value has no source")
    #expect(
      fault { try notebook.bind("c", .nan, sources: ["x"], line: 9) }?.what
        == "a bound value is not a finite number")
    #expect(
      fault { try notebook.bind("d", 1, sources: ["x"], line: 2) }?.what
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
    try notebook.bind("gain", 0.1, decimals: 1, sources: ["t.csv:1"], line: 7)
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

@Suite struct ValueStyleTests {
  @Test func stylesAreSet() {
    #expect(ValueStyle.plain.text(0.1404, 3) == "0.140")
    #expect(ValueStyle.signed.text(0.1404, 3) == "+0.140")
    #expect(ValueStyle.percent.text(0.95, 0) == "95\u{2009}%")
    #expect(ValueStyle.small.text(0.00001, 3) == "< 0.001")
    #expect(ValueStyle.small.text(0.04, 3) == "0.040")
  }
}

@Suite struct ReportDateTests {
  @Test func theEpochIsTaken() throws {
    #expect(
      try ReportDate.current(["SOURCE_DATE_EPOCH": "1750000000"]).timeIntervalSince1970 == 1.75e9)
    #expect(abs(try ReportDate.current([:]).timeIntervalSinceNow) < 60)
  }

  @Test(arguments: ["yesterday", "-1", "1.5"]) func otherTextIsRefused(_ text: String) {
    #expect(throws: Fault.self) { try ReportDate.current(["SOURCE_DATE_EPOCH": text]) }
  }
}

@Suite struct ProjectTests {
  @Test func everyAnalysisIsListedAndHasItsFolder() throws {
    let project = NotebookFixture.project
    let names = try project.analysisNames()
    let folders = try FileManager.default.contentsOfDirectory(atPath: project.analyses.path)
      .sorted()
    #expect(names.sorted() == folders)
    #expect(names.first == "summary")
  }
}
