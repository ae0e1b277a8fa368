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
