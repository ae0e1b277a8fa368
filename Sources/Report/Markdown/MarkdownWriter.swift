import Core

/// A document as GitHub-flavoured Markdown, with figures as relative SVG links.
public enum MarkdownWriter {
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public static func render(_ document: Document) throws -> String {
    try MarkdownPage(document: document, numbering: try Numbering(document)).text()
  }
}

/// One rendering.
private struct MarkdownPage {
  let document: Document
  let blocks: MarkdownBlocks

  /// Headings go one level down, since the report's own title and sections take the first two.
  init(document: Document, numbering: Numbering) {
    self.document = document
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

  private func source(_ cell: SourceCell) -> String {
    let fence = Self.fence(around: cell.code)
    return """
      <details><summary>Source, <code>\(XMLText.escaped(cell.file)):\(cell.line)</code></summary>

      \(fence)swift
      \(cell.code)
      \(fence)

      </details>
      """
  }

  /// Backticks, more of them than stand together in the code.
  private static func fence(around code: String) -> String {
    let longest = code.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
}
