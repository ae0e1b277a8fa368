import Core

/// A document as GitHub-flavoured Markdown, with figures as relative SVG links.
public enum MarkdownWriter {
  /// - Parameter pathToSources: what leads from the page's folder to the checkout, ending in `/`, for links
  ///   to code; nil where there is no such way.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public static func render(_ document: Document, pathToSources: String? = nil) throws -> String {
    try MarkdownPage(
      document: document, numbering: try Numbering(document), pathToSources: pathToSources
    ).text()
  }
}

/// One rendering.
private struct MarkdownPage {
  let document: Document
  let blocks: MarkdownBlocks
  let pathToSources: String?

  /// Headings go one level down, since the report's own title and sections take the first two.
  init(document: Document, numbering: Numbering, pathToSources: String?) {
    (self.document, self.pathToSources) = (document, pathToSources)
    blocks = MarkdownBlocks(numbering: numbering, links: PageLinks(), depth: 1)
  }

  func text() throws -> String {
    var parts = ["# \(escaped(document.title))"]
    if !document.subtitle.isEmpty { parts.append("*\(escaped(document.subtitle))*") }
    parts += try document.summaries.flatMap(section)
    if !document.summaries.isEmpty { parts.append("## Contents") }
    parts.append(contents)
    parts += try document.chapters.flatMap(section)
    parts.append(references)
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func section(_ section: Section) throws -> [String] {
    let heading = "<a id=\"\(section.id)\"></a>\n\n## \(escaped(section.title))"
    return [heading] + (try section.blocks.map(block))
  }

  private var contents: String {
    document.chapters.map { "- [\(escaped($0.title))](#\($0.id))" }.joined(separator: "\n")
  }

  private var references: String {
    guard !document.references.isEmpty else { return "" }
    let entries = document.references.map {
      "<a id=\"ref-\($0.key)\"></a>\(blocks.entry($0))"
    }
    return "## References\n\n" + entries.joined(separator: "\n\n")
  }

  private func block(_ block: Block) throws -> String {
    switch block {
    case .prose(let prose): return try blocks.prose(prose)
    case .figure(let figure): return try self.figure(figure)
    case .table(let table): return try self.table(table)
    case .source(let cell): return source(cell)
    // What needs a reader's choices is in the page only.
    case .explorer: return ""
    }
  }

  private func figure(_ figure: Figure) throws -> String {
    """
    <a id="figure-\(figure.id)"></a>

    ![\(blocks.alternative(figure.title))](figures/\(figure.id).svg)

    \(try blocks.caption(of: figure))
    """
  }

  private func table(_ table: Table) throws -> String {
    """
    <a id="table-\(table.id)"></a>

    \(try blocks.heading(of: table))

    \(try blocks.rows(of: table))

    \(try blocks.caption(of: table))
    """
  }

  /// A link to the code of a cell.
  private func source(_ cell: SourceCell) -> String {
    let place = "\(cell.file):\(cell.line)"
    guard let pathToSources else { return "<sub>Code: `\(place)`</sub>" }
    return "<sub>Code: [\(escaped(place))](\(pathToSources)\(cell.file)#L\(cell.line))</sub>"
  }

  private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
}
