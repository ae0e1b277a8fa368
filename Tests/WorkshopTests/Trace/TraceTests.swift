import Core
import Foundation
import Report
import Testing
import TestSupport

@testable import Notebook
@testable import Studies
@testable import Workshop

/// Line 6 is in the first code cell, line 10 in the second.
private let cells = """
  // %% [markdown]
  // # Toy
  // {{gain}} {{first}}

  // %%
  let rows = ask(
    first)

  // %%
  bind(
    second)
  """

@Suite struct TraceTests {
  private let table7 = "data/paper/table7.csv"

  private func made(_ body: (Notebook) throws -> Void) throws -> NotebookTrace {
    let notebook = try NotebookFixture(cells).notebook()
    try body(notebook)
    return notebook.makeTrace()
  }

  @Test func queriesAndItemsKnowTheirCells() throws {
    let trace = try made { notebook in
      let rows = try notebook.store.observations(
        task: "ruler_average", path: table7, file: "toy/main.swift", line: 6)
      try notebook.bind("first", 1, from: rows, line: 6)
      _ = try notebook.store.quotes(file: "toy/main.swift", line: 10)
      try notebook.bind("gain", 1, from: "x", line: 10)
    }
    #expect(
      trace.queries.map(\.query) == [
        "observations(task: \"ruler_average\", path: \"\(table7)\")", "quotes()",
      ])
    #expect(trace.queries.map(\.cell) == [6, 10])
    #expect(trace.queries[0].asked == "analyses/toy/main.swift:6")
    #expect(trace.queries[0].rows.count == 1 && trace.queries[0].rows[0].hasPrefix("\(table7):2-"))
    #expect(trace.items.map(\.queriesBefore) == [1, 2])
    #expect(trace.items[0].sources == trace.queries[0].rows)
    #expect(trace.cells.map(\.line) == [6, 10])
  }

  /// What the library asks counts as asked by the line that called it; what it asks by itself does not
  /// pass for a cell's.
  @Test func theLibraryAsksOnBehalfOfTheNotebook() throws {
    let trace = try made { notebook in
      _ = try notebook.evidence(file: "toy/main.swift", line: 10)
      _ = try notebook.store.costs()
    }
    #expect(Set(trace.queries.dropLast().map(\.cell)) == [10])
    #expect(trace.queries.last?.cell == nil)
    #expect(trace.queries.last?.asked.hasPrefix("WorkshopTests/TraceTests.swift:") == true)
  }

  @Test func aReportHasATraceWithNumbersAndFiles() throws {
    let fixture = try NotebookFixture(cells)
    let notebook = try fixture.notebook()
    try notebook.bind("first", 1, from: "\(table7):4", line: 6)
    try notebook.bind("gain", 1, from: "x", line: 6)
    let table = Table(
      id: "t", title: "A table", caption: "", columns: [.init("x")],
      rows: [[.number(text: "0.5", value: 0.5, sources: ["\(table7):3", "\(table7):2"])]])
    try notebook.show(table, line: 10)
    try notebook.finish()
    let trace = try Trace.read(fixture.root.appendingPathComponent("out/trace.json"))
    let item = try #require(trace.notebooks.first?.items.last)
    #expect(item.kind == .table && item.number == 1 && item.sources == ["\(table7):2-3"])
    let file = try #require(trace.files.first { $0.path == table7 })
    #expect(file.citation == "wang2025systematic" && file.url?.hasPrefix("https://") == true)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: fixture.root.appendingPathComponent("out").path)
    #expect(names.contains("trace.json"))
  }
}

@Suite struct PlaceListTests {
  @Test func rowsOfAFileAreRanges() {
    let list = PlaceList.compressed(
      ["data/a.csv:3", "data/b.csv:9", "data/a.csv:2", "data/a.csv:7", "data/a.csv:2", "a fit"])
    #expect(list == ["data/a.csv:2-3,7", "data/b.csv:9", "a fit"])
    #expect(PlaceList.rows(of: list[0])?.lines == [2, 3, 7])
    #expect(PlaceList.rows(of: "a fit") == nil)
    #expect(PlaceList.rows(of: "data/a.csv") == nil)
  }

  @Test func placesWithinASentenceAreTakenOut() {
    let list = PlaceList.compressed(["mean of 2 runs: data/toy/r.jsonl:1; data/toy/r.jsonl:2"])
    #expect(list == ["data/toy/r.jsonl:1-2", "mean of 2 runs"])
  }

  @Test func rangesThatCannotBeAreNotBelieved() {
    #expect(PlaceList.rows(of: "data/a.csv:9-2") == nil)
    #expect(PlaceList.rows(of: "data/a.csv:1-99999999999") == nil)
    #expect(PlaceList.rows(of: "data/a.csv:1-99999999999999999999999") == nil)
  }

  @Test func listsAreMerged() {
    #expect(PlaceList.merged(["data/a.csv:1-2", "data/a.csv:3", "x"]) == ["data/a.csv:1-3", "x"])
  }
}

@Suite struct NearNamesTests {
  @Test func distancesAreLevenshteins() {
    #expect(NearNames.distance(Array("kitten"), Array("sitting")) == 3)
    #expect(NearNames.distance([], Array("abc")) == 3)
  }

  @Test func fewNamesAreOfferedTheNearestFirst() {
    let names = ["claims.count", "claims.supported", "costs.length", "recall.gain"]
    #expect(NearNames.of("claims.cuont", among: names).first == "claims.count")
    #expect(NearNames.of("gain", among: names) == ["recall.gain"])
    #expect(NearNames.of("zzzzzzzzzz", among: names).isEmpty)
  }
}

@Suite struct ExplanationTests {
  private let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("why-\(UUID().uuidString)")

  /// A report of one notebook with one data file of three lines.
  private func explanation(
    _ item: TracedItem, queries: [TracedQuery] = [], file: String = "data/x.csv"
  ) throws -> Explanation {
    let rows = "model,value\na,0.5\n\u{1B}[31mb,0.6\n"
    try AtomicFile.write(rows, to: root.appendingPathComponent("data/x.csv"))
    var numbered = item
    numbered.number = item.kind == .figure ? 3 : nil
    let trace = Trace(
      notebooks: [
        NotebookTrace(
          name: "n", path: "analyses/n/main.swift", sha256: "",
          cells: [TracedCell(line: 5, code: "let a = 1\nbind(\n  a)\nother()")], queries: queries,
          items: [numbered])
      ],
      files: [
        TracedFile(
          path: file, sha256: Digest.sha256(rows), title: "Table X", locator: "p. 3",
          version: "v2", citation: "wang", url: "https://example.org")
      ])
    try AtomicFile.write(trace.data(), to: root.appendingPathComponent("reports/trace.json"))
    return try Explanation(
      report: root.appendingPathComponent("reports"), project: Project(root: root))
  }

  private func item(_ kind: TracedItem.Kind, sources: [String], after: Int = 0) -> TracedItem {
    TracedItem(
      kind: kind, name: "gain", shown: "0.5", line: 6, cell: 5, queriesBefore: after,
      sources: sources)
  }

  @Test func theChainGoesFromValueToSource() throws {
    let chain = try explanation(item(.value, sources: ["data/x.csv:2-3"])).chains(of: "{{gain}}")
    #expect(
      chain.flatMap(\.lines).map { $0.replacing(/sha256 \w+/, with: "sha256 …") } == [
        "value gain: 0.5", "  cell: analyses/n/main.swift:6, in the code cell of lines 5 to 8",
        "    | bind(", "    |   a)", "  rows that the value names",
        "    file: data/x.csv, sha256 …, unchanged since the report",
        "      source: Table X; p. 3, version v2; wang; https://example.org",
        "      data/x.csv:2  a,0.5", "      data/x.csv:3  \\u{1B}[31mb,0.6",
      ])
  }

  /// Nobody claims that a row is in a figure where only its cell, or only its notebook, has read it.
  @Test func whatWasReadIsNotWhatIsShown() throws {
    let own = TracedQuery(query: "q()", asked: "here", cell: 5, rows: ["data/x.csv:2"])
    let other = TracedQuery(query: "p()", asked: "there", cell: 1, rows: ["data/x.csv:3"])
    let figure = item(.figure, sources: [], after: 2)
    let lines = try explanation(figure, queries: [other, own]).chains(of: "Figure 3")
      .flatMap(\.lines)
    #expect(lines.contains("    read by this cell"))
    #expect(lines.contains("    read earlier in this notebook"))
    #expect(lines.contains { $0.contains("rows read by this cell; which of them it shows") })
    #expect(lines.contains { $0.hasSuffix("data/x.csv:2  a,0.5") })
    #expect(!lines.contains { $0.contains("data/x.csv:3  ") })
    let late = TracedItem(
      kind: .figure, name: "late", shown: "", line: 6, cell: 5, queriesBefore: 1, sources: [])
    let before = try explanation(late, queries: [other, own]).chains(of: "figure:late")
      .flatMap(\.lines)
    #expect(before.contains { $0.contains("rows read earlier in this notebook; which") })
  }

  /// What a cell has read as a whole is told by its places.
  @Test func manyRowsThatWereOnlyReadAreNotListed() throws {
    let own = TracedQuery(query: "q()", asked: "here", cell: 5, rows: ["data/x.csv:2-3"])
    var why = try explanation(item(.figure, sources: [], after: 1), queries: [own])
    why.most = 1
    #expect(try why.chains(of: "gain").flatMap(\.lines).contains("      and 1 more rows"))
    let many = TracedQuery(query: "q()", asked: "here", cell: 5, rows: ["data/x.csv:2-30"])
    why = try explanation(item(.figure, sources: [], after: 1), queries: [many])
    let lines = try why.chains(of: "gain").flatMap(\.lines)
    #expect(lines.contains { $0.contains("file: data/x.csv:2-30, sha256") })
    #expect(!lines.contains { $0.contains("data/x.csv:2  ") })
  }

  @Test func changedAndMissingFilesAreNamed() throws {
    let why = try explanation(item(.value, sources: ["data/x.csv:2"]))
    try AtomicFile.write("model,value\na,0.7\n", to: root.appendingPathComponent("data/x.csv"))
    #expect(try why.chains(of: "gain").flatMap(\.lines).contains { $0.contains("CHANGED since") })
    try FileManager.default.removeItem(at: root.appendingPathComponent("data/x.csv"))
    #expect(try why.chains(of: "gain").flatMap(\.lines).contains { $0.contains("not there now") })
  }

  @Test func anUnknownNameGetsNearOnes() throws {
    let why = try explanation(item(.value, sources: ["a fit"]))
    #expect {
      try why.chains(of: "gian")
    } throws: { ($0 as? Fault)?.hint == "did you mean gain?" }
    #expect(try why.chains(of: "gain").flatMap(\.lines).suffix(2) == ["  computed", "    a fit"])
  }

  @Test func aTraceCannotLeadOutOfTheDataFolder() throws {
    try AtomicFile.write("secret\n", to: root.appendingPathComponent("secret.txt"))
    let why = try explanation(
      item(.value, sources: ["data/../secret.txt:1"]), file: "data/../secret.txt")
    let lines = try why.chains(of: "gain").flatMap(\.lines)
    #expect(
      lines.contains { $0.contains("data/../secret.txt, sha256") && $0.contains("not there") })
    #expect(!lines.contains { $0.hasSuffix("  secret") })
  }
}

@Suite struct PlaceScanTests {
  /// What `PlaceList` looks for, as a regular expression.
  private func reference(_ source: String) -> [String] {
    let places = /([A-Za-z0-9_.\-]+(?:\/[A-Za-z0-9_.\-]+)+):([0-9]+)/
    let matches = source.matches(of: places)
    guard let first = matches.first else { return [source] }
    let words = source[..<first.range.lowerBound].reversed().drop { ": ;,".contains($0) }.reversed()
    let rows = matches.flatMap { PlaceList.merged(["\($0.output.1):\($0.output.2)"]) }
    return PlaceList.merged(rows) + (words.isEmpty ? [] : [String(words)])
  }

  @Test func placesAreFoundAsTheExpressionFindsThem() {
    var stream = RandomStream(seed: 7, named: "places")
    let parts = [
      "a", "b.csv", "/", "//", ":", "1", "23", " ", "; ", "é", "e\u{301}", "\u{301}", "\r\n", "-",
      "–",
    ]
    for _ in 0..<4_000 {
      let count = stream.index(below: 12)
      let text = (0..<count).map { _ in parts[stream.index(below: parts.count)] }.joined()
      #expect(PlaceList.compressed([text]) == (text.isEmpty ? [] : reference(text)), "\(text)")
    }
  }
}
