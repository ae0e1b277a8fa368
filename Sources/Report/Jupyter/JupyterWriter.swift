import Core

/// A document as Jupyter notebooks: the whole report in one, and each analysis in one of its own.
/// Figures, tables and references keep the numbers that they have in the whole report.
struct JupyterWriter: Sendable {
  private let document: Document
  private let numbering: Numbering
  private let outline: JupyterOutline
  private let pictures: FigurePictures

  /// - Throws: `Fault` where two things have one name, or a figure cannot be drawn.
  init(_ document: Document, pictures: FigurePictures? = nil) throws {
    self.document = document
    self.pictures = try pictures ?? FigurePictures(document.figures)
    numbering = try Numbering(document)
    outline = JupyterOutline(document)
  }

  /// The whole report; sources are folded, since its readers want the results.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  func report() throws -> JupyterNotebook {
    let cells = outline.chapters.flatMap(\.cells)
    let links = JupyterLinks(
      cells, cited: document.references.map(\.key), referencesID: outline.referencesID, folder: "")
    let setter = setter(links, depth: 1, hidesSource: true)
    let chapters = outline.chapters
    func set(_ role: Section.Role) throws -> [JupyterCell] {
      try chapters.filter { $0.section.role == role }.flatMap(\.cells).map(setter.cell)
    }
    return JupyterNotebook(
      title: document.title,
      cells: [title] + (try set(.summary)) + [contents] + (try set(.chapter))
        + setter.references(document.references, id: outline.referencesID))
  }

  /// The notebooks of sections that have code, by the sections' ids.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  func analyses() throws -> [(id: String, notebook: JupyterNotebook)] {
    try outline.chapters.filter { $0.section.hasCode }.map {
      ($0.section.id, try notebook(of: $0))
    }
  }

  private func notebook(of chapter: JupyterOutline.Chapter) throws -> JupyterNotebook {
    let cited = try chapter.citations
    let entries = document.references.filter { cited.contains($0.key) }
    let links = JupyterLinks(
      chapter.cells, cited: entries.map(\.key), referencesID: chapter.referencesID, folder: "../")
    let setter = setter(links, depth: 0, hidesSource: false)
    return JupyterNotebook(
      title: chapter.section.title,
      cells: try chapter.cells.map(setter.cell)
        + setter.references(entries, id: chapter.referencesID))
  }

  private func setter(_ links: JupyterLinks, depth: Int, hidesSource: Bool) -> JupyterCellSetter {
    JupyterCellSetter(
      blocks: MarkdownBlocks(numbering: numbering, links: links, depth: depth),
      pictures: pictures, hidesSource: hidesSource)
  }

  private var title: JupyterCell {
    let title = "# \(MarkdownText.escaped(document.title))"
    let subtitle =
      document.subtitle.isEmpty ? "" : "\n\n*\(MarkdownText.escaped(document.subtitle))*"
    return JupyterCell(id: outline.titleID, kind: .markdown, source: title + subtitle)
  }

  private var contents: JupyterCell {
    let lines = outline.chapters.filter { $0.section.role == .chapter }.map { chapter in
      let address = JupyterLinks.address(of: chapter.cells[0].id)
      return "- [\(MarkdownText.escaped(chapter.section.title))](\(address))"
    }
    return JupyterCell(
      id: outline.contentsID, kind: .markdown,
      source: "## Contents\n\n" + lines.joined(separator: "\n"))
  }
}

extension Section {
  fileprivate var hasCode: Bool {
    blocks.contains { if case .source = $0 { true } else { false } }
  }
}

/// Sets cells of an outline as cells of a notebook.
struct JupyterCellSetter {
  let blocks: MarkdownBlocks
  let pictures: FigurePictures
  let hidesSource: Bool

  func cell(_ cell: JupyterOutline.Cell) throws -> JupyterCell {
    switch cell.content {
    case .opening(let section, let prose): return try opening(section, prose, id: cell.id)
    case .prose(let prose): return markdown(try blocks.prose(prose), cell)
    case .loose(.table(let table)):
      let parts = [
        try blocks.heading(of: table), try blocks.rows(of: table), try blocks.caption(of: table),
      ]
      return markdown(parts.joined(separator: "\n\n"), cell)
    case .loose(let block): return code("", try outputs(of: block), cell, isHidden: true)
    case .code(let source, let made):
      return code(source.code, try made.flatMap(outputs), cell, isHidden: hidesSource)
    }
  }

  /// The bibliography as a cell; none where nothing is cited.
  func references(_ entries: [BibliographyEntry], id: String) -> [JupyterCell] {
    guard !entries.isEmpty else { return [] }
    let parts = ["## References"] + entries.map(blocks.entry)
    return [JupyterCell(id: id, kind: .markdown, source: parts.joined(separator: "\n\n"))]
  }

  private func opening(_ section: Section, _ prose: Prose?, id: String) throws -> JupyterCell {
    let marks = String(repeating: "#", count: blocks.depth + 1)
    let heading = "\(marks) \(blocks.escaped(section.title))"
    let text = try prose.map { "\n\n" + (try blocks.prose($0)) } ?? ""
    return JupyterCell(id: id, kind: .markdown, source: heading + text)
  }

  private func markdown(_ text: String, _ cell: JupyterOutline.Cell) -> JupyterCell {
    JupyterCell(id: cell.id, kind: .markdown, source: text, tags: cell.tags)
  }

  private func code(
    _ source: String, _ outputs: [JupyterOutput], _ cell: JupyterOutline.Cell, isHidden: Bool
  ) -> JupyterCell {
    JupyterCell(
      id: cell.id, kind: .code(outputs: outputs), source: source, tags: cell.tags,
      hidesSource: isHidden)
  }
}

extension JupyterOutline.Cell {
  /// The names of what the cell shows: `figure-ratio-curves`.
  fileprivate var tags: [String] { content.shown.map { "\($0.kind.rawValue)-\($0.id)" } }
}

/// The links inside of a notebook: they name cells, as JupyterLab and nbconvert understand them.
struct JupyterLinks: MarkdownLinks {
  private var cells: [CrossReference: String] = [:]
  private let cited: Set<String>
  private let referencesID: String
  let folder: String

  /// - Parameters:
  ///   - cells: the cells of the notebook
  ///   - cited: the keys that its bibliography has
  ///   - referencesID: the cell with the bibliography
  init(
    _ cells: [JupyterOutline.Cell], cited: [String], referencesID: String, folder: String
  ) {
    for cell in cells {
      for reference in cell.content.shown { self.cells[reference] = cell.id }
    }
    (self.cited, self.referencesID, self.folder) = (Set(cited), referencesID, folder)
  }

  func address(of reference: CrossReference) -> String? { cells[reference].map(Self.address) }

  func address(ofCitation key: String) -> String? {
    cited.contains(key) ? Self.address(of: referencesID) : nil
  }

  static func address(of cell: String) -> String { "#cell-id=\(cell)" }
}

extension JupyterOutline.Chapter {
  /// The entries of the bibliography that the chapter cites.
  fileprivate var citations: Set<String> {
    get throws {
      var keys: Set<String> = []
      for prose in cells.flatMap(\.content.blocks).flatMap(\.templates) {
        try ProseResolver.forEachMark(in: prose) { mark, _ in
          if case .citation(let key) = mark { keys.insert(key) }
        }
      }
      return keys
    }
  }
}

extension Block {
  /// The words that may hold marks.
  fileprivate var templates: [Prose] {
    switch self {
    case .prose(let prose): [prose]
    case .figure(let figure): [Prose(figure.caption, file: "figure \(figure.id)", line: 1)]
    case .table(let table):
      [table.title, table.caption].map { Prose($0, file: "table \(table.id)", line: 1) }
    case .source: []
    case .explorer(let explorer):
      [explorer.title, explorer.caption].map {
        Prose($0, file: "explorer \(explorer.id)", line: 1)
      }
    }
  }
}
