import Core
import Foundation
import Published
import Report

extension Notebook {
  /// Notes that something was made at a line: with what it names as its sources.
  package func trace(
    _ kind: TracedItem.Kind, _ name: String, shown: String, sources: [String], line: Int
  ) throws {
    items.append(
      TracedItem(
        kind: kind, name: name, shown: shown, line: line,
        cell: source.cells[try cell(at: line)].textLine, queriesBefore: log.count,
        sources: PlaceList.compressed(sources)))
  }

  /// Runs something that asks the store on behalf of a line of the notebook.
  package func asking<Result>(
    file: String, line: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    try log.asked(file: file, line: line, body)
  }

  /// What it read and made so far.
  func makeTrace() -> NotebookTrace {
    let queries = log.queries.map(traced)
    let used = Set(items.map(\.cell) + queries.compactMap(\.cell))
    let cells = source.cells.filter { $0.kind == .code && used.contains($0.textLine) }
    return NotebookTrace(
      name: name, path: path, sha256: sourceHash,
      cells: cells.map { TracedCell(line: $0.textLine, code: $0.text) }, queries: queries,
      items: items)
  }

  private func traced(_ query: StoreQuery) -> TracedQuery {
    // A module's name has no hyphens.
    let isOwn = query.file == "\(name.replacing("-", with: "_"))/main.swift"
    let cell = isOwn ? source.codeCell(at: query.line) : nil
    return TracedQuery(
      query: query.text, asked: isOwn ? place(query.line) : "\(query.file):\(query.line)",
      cell: cell.map { source.cells[$0].textLine }, rows: PlaceList.compressed(query.places))
  }
}

extension Table {
  /// The rows that its cells name.
  var sources: [String] {
    rows.joined().flatMap { cell -> [String] in
      switch cell {
      case .number(_, _, let sources), .quoted(_, let sources): sources
      case .text, .formula, .reference, .missing: []
      }
    }
  }
}

extension Figure {
  /// The rows that its data name.
  var sources: [String] {
    guard let (header, records) = try? CSV.parse(.init(csv.utf8), path: id) else { return [] }
    let columns = header.indices.filter { PlaceList.isColumn(header[$0]) }
    return records.flatMap { record in
      columns.flatMap { record.fields[$0].components(separatedBy: "; ") }.filter { !$0.isEmpty }
    }
  }
}

extension Trace {
  /// What some records traced, with the data files of a store.
  init(_ records: [Record], store: Store) throws {
    let urls = try store.references().map { ($0.key, $0.url) }
    let sources = try store.sources()
    self.init(
      notebooks: records.map(\.trace),
      files: sources.map { file in
        TracedFile(
          path: file.path, sha256: file.sha256, title: file.title, locator: file.locator,
          version: file.version, citation: file.citation,
          url: urls.first { $0.0 == file.citation }?.1)
      })
  }
}
