import Core

/// A document as Jupyter notebooks: the whole report in one, and each analysis in one of its own.
/// Figures, tables and references keep the numbers that they have in the whole report.
public struct JupyterWriter: Sendable {
  private let document: Document
  private let numbering: Numbering
  private let outline: JupyterOutline
  private let pictures: FigurePictures

  /// - Throws: `Fault` where two things have one name, or a figure cannot be drawn.
  public init(_ document: Document) throws {
    try self.init(document, pictures: FigurePictures(document.figures))
  }

  init(_ document: Document, pictures: FigurePictures) throws {
    self.document = document
    self.pictures = pictures
    numbering = try Numbering(document)
    outline = JupyterOutline(document)
  }

  /// The whole report; sources are folded, since its readers want the results.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public func report() throws -> JupyterNotebook {
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
        + setter.references(document.references, id: outline.referencesID, level: 2))
  }

  /// The notebooks of sections that have code, by the sections' ids.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public func analyses() throws -> [(id: String, notebook: JupyterNotebook)] {
    try outline.chapters.filter { $0.section.hasCode }.map {
      ($0.section.id, try notebook(of: $0))
    }
  }

  private func notebook(of chapter: JupyterOutline.Chapter) throws -> JupyterNotebook {
    let cited = try Citations.keys(in: chapter.cells)
    let entries = document.references.filter { cited.contains($0.key) }
    let links = JupyterLinks(
      chapter.cells, cited: entries.map(\.key), referencesID: chapter.referencesID, folder: "../")
    let setter = setter(links, depth: 0, hidesSource: false)
    return JupyterNotebook(
      title: chapter.section.title,
      cells: try chapter.cells.map(setter.cell)
        + setter.references(entries, id: chapter.referencesID, level: 2))
  }

  private func setter(_ links: JupyterLinks, depth: Int, hidesSource: Bool) -> JupyterCellSetter {
    let blocks = MarkdownBlocks(numbering: numbering, links: links, depth: depth)
    return JupyterCellSetter(
      outputs: JupyterOutputs(blocks: blocks, pictures: pictures), hidesSource: hidesSource)
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
