import Foundation

/// How each thing that a report shows was made: what `trace.json` holds. `interleave why` reads it.
public struct Trace: Codable, Sendable, Equatable {
  /// The notebooks, in the report's order.
  public var notebooks: [NotebookTrace]
  /// The data files, in the manifest's order.
  public var files: [TracedFile]

  public init(notebooks: [NotebookTrace], files: [TracedFile]) {
    (self.notebooks, self.files) = (notebooks, files)
  }
}

/// What one notebook read and made.
public struct NotebookTrace: Codable, Sendable, Equatable {
  public var name: String
  /// Its source, relative to the project's folder, and the SHA-256 of it.
  public var path: String
  public var sha256: String
  /// The code cells that read or made something.
  public var cells: [TracedCell]
  /// What it asked for, in order.
  public var queries: [TracedQuery]
  /// What it made, in order.
  public var items: [TracedItem]

  public init(
    name: String, path: String, sha256: String, cells: [TracedCell], queries: [TracedQuery],
    items: [TracedItem]
  ) {
    (self.name, self.path, self.sha256) = (name, path, sha256)
    (self.cells, self.queries, self.items) = (cells, queries, items)
  }
}

/// A code cell as it was run.
public struct TracedCell: Codable, Sendable, Equatable {
  /// The line of its first character.
  public var line: Int
  public var code: String

  public init(line: Int, code: String) { (self.line, self.code) = (line, code) }
}

/// A question that a notebook put to its data.
public struct TracedQuery: Codable, Sendable, Equatable {
  /// The call with what was asked: `observations(task: "ruler_average")`.
  public var query: String
  /// Where it was asked: a line of the notebook, or of the library that asked by itself.
  public var asked: String
  /// The first line of the cell that asked; nil where the library did.
  public var cell: Int?
  /// What came back: `data/paper/table7.csv:2-8,11`.
  public var rows: [String]

  public init(query: String, asked: String, cell: Int?, rows: [String]) {
    (self.query, self.asked, self.cell, self.rows) = (query, asked, cell, rows)
  }
}

/// A value, figure, table or verdict.
public struct TracedItem: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case value, figure, table, verdict
  }

  public var kind: Kind
  /// The name in `{{name}}`, the id of a figure or table, a verdict's scope and claim.
  public var name: String
  /// Of a figure or table: its number in the report.
  public var number: Int?
  /// A value's text, a title, a verdict with its claim.
  public var shown: String
  /// The notebook's line that made it, and the first line of that line's cell.
  public var line: Int
  public var cell: Int
  /// How many questions the notebook had asked by then.
  public var queriesBefore: Int
  /// The rows that it names itself, as ranges, and sentences on how it was computed.
  public var sources: [String]

  public init(
    kind: Kind, name: String, shown: String, line: Int, cell: Int, queriesBefore: Int,
    sources: [String]
  ) {
    (self.kind, self.name, self.shown) = (kind, name, shown)
    (self.line, self.cell, self.queriesBefore) = (line, cell, queriesBefore)
    self.sources = sources
  }
}

/// A data file with the work that it was taken from.
public struct TracedFile: Codable, Sendable, Equatable {
  public var path: String
  /// Of the file's bytes when the report was made.
  public var sha256: String
  public var title: String
  /// The table, figure or file in the work.
  public var locator: String
  /// The version of the work that was read.
  public var version: String
  /// The bibliography's key of the work, and its address.
  public var citation: String?
  public var url: String?

  public init(
    path: String, sha256: String, title: String, locator: String, version: String,
    citation: String?, url: String?
  ) {
    (self.path, self.sha256, self.title) = (path, sha256, title)
    (self.locator, self.version) = (locator, version)
    (self.citation, self.url) = (citation, url)
  }
}

extension Trace {
  /// The file's name in a report's folder.
  public static let fileName = "trace.json"

  /// Reads a report's trace.
  /// - Throws: `Fault` naming the file where it is missing or invalid, and where the report is half
  ///   put in place and cannot be completed.
  public static func read(_ file: URL) throws -> Trace {
    try ReportJSON.read(file, otherwise: "this is not a trace of a report")
  }

  /// The file's bytes; the same trace gives the same ones.
  public func data() throws -> Data { try ReportJSON.data(self) }

  /// The same with the numbers that figures and tables have in a document.
  public func numbered(as document: Document) -> Trace {
    var copy = self
    let figures = document.figures.map(\.id)
    let tables = document.tables.map(\.id)
    for notebook in copy.notebooks.indices {
      for item in copy.notebooks[notebook].items.indices {
        let one = copy.notebooks[notebook].items[item]
        let ids = one.kind == .figure ? figures : one.kind == .table ? tables : []
        copy.notebooks[notebook].items[item].number = ids.firstIndex(of: one.name).map { $0 + 1 }
      }
    }
    return copy
  }
}
