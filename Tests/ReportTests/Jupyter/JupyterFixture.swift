import Foundation

@testable import Report

/// A small report of two analyses and a part without code.
enum JupyterFixture {
  static func document(_ change: (inout Document) -> Void = { _ in }) throws -> Document {
    var document = Document(
      title: "A title", subtitle: "with a <subtitle>", author: "Tests",
      date: Date(timeIntervalSince1970: 0), sections: [try curves(), audit, provenance],
      values: [Fixture.value("gain", "0.141")], references: PDFFixture.references,
      vocabulary: ["HGRN-2", "GLA", "DeltaNet", "n = 1"])
    document.values += PDFFixture.values
    change(&document)
    return document
  }

  private static func curves() throws -> Report.Section {
    let path = "analyses/curves/main.swift"
    return Section(
      id: "curves", title: "Curves", preamble: SourceCell(code: "import A", file: path, line: 1),
      blocks: [
        .prose(
          Prose("\n\nIt gains {{gain}} [@ruler], see {{table:numbers}}.", file: path, line: 4)),
        .source(SourceCell(code: "let a = 1", file: path, line: 8)),
        .prose(Prose("## What is *seen*\n\nSee {{figure:shares}}.", file: path, line: 10)),
        .prose(Prose("Said by the cell.", file: path, line: 15)),
        .figure(try PDFFixture.figure("shares", "Recall rises", height: 90)),
        .source(SourceCell(code: "let b = 2\n\nsay(b)\nshow(b)", file: path, line: 13)),
      ])
  }

  private static let audit = Section(
    id: "audit", title: "Audit",
    blocks: [
      .prose(Prose("Against {{figure:shares}} [@hybrid].", file: "b.swift", line: 2)),
      .table(Fixture.table), .source(SourceCell(code: "show(t)", file: "b.swift", line: 5)),
    ])

  private static var provenance: Report.Section {
    var table = Fixture.table
    table.id = "files"
    return Section(
      id: "provenance", title: "Where it is from",
      blocks: [.prose(Prose("Files.", file: "provenance", line: 1)), .table(table)])
  }

  /// The notebook of one analysis.
  static func analysis(_ id: String, of document: Document) throws -> JupyterNotebook? {
    try JupyterWriter(document).analyses().first { $0.id == id }?.notebook
  }
}

extension JupyterNotebook {
  func cell(_ id: String) -> JupyterCell? { cells.first { $0.id == id } }
}

extension JupyterCell {
  var outputs: [JupyterOutput] { if case .code(let outputs) = kind { outputs } else { [] } }
}
