import Core
import Foundation
import Notebook
import Report

/// Where the things of a report come from: item → cell → query → rows → file → source. It needs the report
/// and the data folder; nothing is run.
public struct Explanation {
  private let trace: Trace
  private let data: TracedData
  private let index: TraceIndex
  /// How many rows of a file, and how many queries, are listed.
  public var most = 8

  /// - Parameters:
  ///   - report: the report's folder
  ///   - project: the folder's whose `data/` has the rows
  /// - Throws: `Fault` where the report has no readable trace.
  public init(report: URL, project: Project) throws {
    trace = try Trace.read(report.appendingPathComponent(Trace.fileName))
    index = TraceIndex(trace)
    data = TracedData(trace.files, project)
  }

  /// The chains of all things that a name stands for.
  /// - Throws: `Fault` where the report has none.
  public func chains(of name: String) throws -> [TraceNode] {
    try index.find(name).map { chain($0.item, $0.notebook) }
  }

  private func chain(_ item: TracedItem, _ notebook: NotebookTrace) -> TraceNode {
    let asked = Array(notebook.queries.prefix(item.queriesBefore))
    let own = asked.filter { $0.cell == item.cell }
    let earlier = asked.filter { $0.cell != item.cell }
    let queries =
      self.queries("read by this cell", own)
      + self.queries("read earlier in this notebook", earlier)
    return TraceNode(
      item.kind.rawValue, title(item),
      [TraceNode("cell", cell(item, notebook), code(item, notebook) + queries)]
        + rows(item, own, earlier))
  }

  private func title(_ item: TracedItem) -> String {
    switch item.kind {
    case .value, .verdict: return "\(item.kind.rawValue) \(item.name): \(item.shown)"
    case .figure, .table:
      let number = item.number.map { "\(item.kind.rawValue.capitalized) \($0)" }
      return "\(number ?? item.kind.rawValue), \(item.name): \(item.shown)"
    }
  }

  // MARK: The cell

  private func cell(_ item: TracedItem, _ notebook: NotebookTrace) -> String {
    let code = notebook.cells.first { $0.line == item.cell }?.code ?? ""
    let last = item.cell + code.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    return "cell: \(notebook.path):\(item.line), in the code cell of lines \(item.cell) to \(last)"
  }

  /// The lines of the statement that made it.
  private func code(_ item: TracedItem, _ notebook: NotebookTrace) -> [TraceNode] {
    guard let cell = notebook.cells.first(where: { $0.line == item.cell }) else { return [] }
    let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.indices.contains(item.line - item.cell) else { return [] }
    return Statement.lines(of: lines, at: item.line - item.cell, most: most)
      .map { TraceNode("code", "| \($0)") }
  }

  // MARK: Queries

  private func queries(_ link: String, _ queries: [TracedQuery]) -> [TraceNode] {
    guard !queries.isEmpty else { return [] }
    var nodes = queries.prefix(most).map { query in
      TraceNode("query", "\(query.query), asked at \(query.asked): \(answer(query.rows))")
    }
    if queries.count > most { nodes.append(more(queries.count - most)) }
    return [TraceNode("queries", link, nodes)]
  }

  /// `7 rows of data/a.csv:2-8`
  private func answer(_ rows: [String]) -> String {
    let count = count(rows)
    let first = rows.prefix(3).joined(separator: "; ")
    let others = rows.count > 3 ? " and \(rows.count - 3) more files" : ""
    guard count > 0 else { return rows.isEmpty ? "nothing" : first + others }
    return "\(count) rows of \(first)\(others)"
  }

  private func count(_ entries: [String]) -> Int {
    entries.compactMap { PlaceList.rows(of: $0)?.lines.count }.reduce(0, +)
  }

  private func more(_ count: Int) -> TraceNode { TraceNode("note", "and \(count) more") }

  // MARK: Rows

  /// The rows that the thing itself names; where it names none, those that were read, by whom.
  private func rows(
    _ item: TracedItem, _ own: [TracedQuery], _ earlier: [TracedQuery]
  ) -> [TraceNode] {
    let words = item.sources.filter { PlaceList.rows(of: $0) == nil && !data.isFile($0) }
    let named = item.sources.filter { !words.contains($0) }
    let said = words.isEmpty ? [] : [computed(words)]
    guard named.isEmpty else {
      return [files("rows that the \(item.kind.rawValue) names", named, most: most)] + said
    }
    for (link, queries) in [
      ("rows read by this cell; which of them it shows is not known", own),
      ("rows read earlier in this notebook; which of them it shows is not known", earlier),
    ] where queries.contains(where: { !$0.rows.isEmpty }) {
      let read = PlaceList.merged(queries.flatMap(\.rows))
      // Of what a cell has read as a whole, the places say as much as the rows.
      return [files(link, read, most: count(read) > 3 * most ? 0 : most)] + said
    }
    return said
  }

  private func files(_ link: String, _ entries: [String], most: Int) -> TraceNode {
    TraceNode("rows", link, entries.map { data.node($0, most: most) })
  }

  private func computed(_ words: [String]) -> TraceNode {
    let shown = words.prefix(most).map { TraceNode("note", $0) }
    return TraceNode(
      "computed", "computed", words.count > most ? shown + [more(words.count - most)] : shown)
  }
}

/// A line of an explanation, with what stands under it.
public struct TraceNode: Sendable, Equatable {
  /// What it is: `value`, `cell`, `code`, `query`, `rows`, `file`, `source`, `row`, `note`.
  public var kind: String
  public var text: String
  public var children: [TraceNode]

  init(_ kind: String, _ text: String, _ children: [TraceNode] = []) {
    (self.kind, self.text, self.children) = (kind, text, children)
  }

  /// The lines of the tree, two spaces a level. Text out of files cannot steer the terminal.
  public var lines: [String] {
    let own = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.of(String($0)) }
    return own + children.flatMap(\.lines).map { "  " + $0 }
  }

  /// As JSON: kind, text, and what stands under it.
  public var json: JSONValue {
    .object([
      "kind": .string(kind), "text": .string(text), "children": .array(children.map(\.json)),
    ])
  }
}

/// The things of a report by the names that people call them.
struct TraceIndex {
  typealias Entry = (item: TracedItem, notebook: NotebookTrace)
  private let entries: [Entry]

  init(_ trace: Trace) {
    entries = trace.notebooks.flatMap { notebook in notebook.items.map { ($0, notebook) } }
  }

  /// What a name stands for: a value's name, also in its braces; `figure:ID`, `table:ID` or the id alone;
  /// `Figure 3`, `Table 2`; a verdict's claim, with its scope where there are several.
  /// - Throws: `Fault` with names that are near where there is no such thing.
  func find(_ name: String) throws -> [Entry] {
    let plain = name.trimming { "{} \n".contains($0) }
    let found = entries.filter { Self.isCalled(plain, $0.item) }
    guard found.isEmpty else { return found }
    let near = NearNames.of(plain, among: entries.flatMap { Self.names($0.item) })
    throw Fault(
      "the report has no such value, figure, table or verdict", at: "why", found: plain,
      hint: near.isEmpty ? nil : "did you mean \(Wording.list(near))?")
  }

  private static func isCalled(_ name: String, _ item: TracedItem) -> Bool {
    let lower = name.lowercased()
    return names(item).contains { $0 == name || $0.lowercased() == lower }
  }

  private static func names(_ item: TracedItem) -> [String] {
    let own = [item.name, "\(item.kind.rawValue):\(item.name)"]
    switch item.kind {
    case .value: return own
    case .figure, .table:
      let word = item.kind.rawValue.capitalized
      return own + (item.number.map { ["\(word) \($0)", "\(word)\($0)"] } ?? [])
    case .verdict: return own + item.name.split(separator: "/").dropFirst().map(String.init)
    }
  }
}

extension String {
  fileprivate func trimming(_ isOff: (Character) -> Bool) -> String {
    String(drop(while: isOff).reversed().drop(while: isOff).reversed())
  }
}

/// The lines of one statement of Swift.
enum Statement {
  /// From a line to the one on which all brackets that it opens are closed.
  static func lines(of code: [String], at start: Int, most: Int) -> [String] {
    var depth = 0
    var result: [String] = []
    for line in code[start...] {
      result.append(line)
      for letter in line {
        if "([{".contains(letter) { depth += 1 }
        if ")]}".contains(letter) { depth -= 1 }
      }
      if depth <= 0 || result.count == most { break }
    }
    return result
  }
}
