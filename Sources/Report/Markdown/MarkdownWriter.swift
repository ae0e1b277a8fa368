import Core

/// A document as GitHub-flavoured Markdown, with figures as relative SVG links.
public enum MarkdownWriter {
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  public static func render(_ document: Document) throws -> String {
    let page = MarkdownPage(document: document, numbering: try Numbering(document))
    return try page.text()
  }
}

/// One rendering.
private struct MarkdownPage {
  let document: Document
  let numbering: Numbering

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
    let entries = document.references.enumerated().map { index, reference in
      let link = reference.url.map { " <\(Self.address($0))>" } ?? ""
      return
        "<a id=\"ref-\(reference.key)\"></a>\\[\(index + 1)\\] \(escaped(reference.text))\(link)"
    }
    return "## References\n\n" + entries.joined(separator: "\n\n")
  }

  /// An address that ends where its angle bracket does.
  private static func address(_ url: String) -> String {
    VisibleText.of(url).replacing("<", with: "%3C").replacing(">", with: "%3E")
      .replacing(" ", with: "%20")
  }

  private func block(_ block: Block) throws -> String {
    switch block {
    case .prose(let prose): return try self.prose(prose)
    case .figure(let figure): return try self.figure(figure)
    case .table(let table): return try self.table(table)
    case .source(let cell): return source(cell)
    // What needs a reader's choices is in the page only.
    case .explorer: return ""
    }
  }

  /// Headings go one level down, since the report's own title and sections take the first two.
  private func prose(_ prose: Prose) throws -> String {
    let text = try resolve(prose.markdown, file: prose.file, line: prose.line)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#") ? "#" + $0 : String($0) }
      .joined(separator: "\n")
      .trimmingNewlines
  }

  private func resolve(_ template: String, file: String, line: Int) throws -> String {
    try ProseResolver(numbering).resolve(template, file: file, line: line) { mark, text in
      switch mark {
      case .crossReference(let reference) where numbering.number(of: reference) == nil: text
      case .crossReference(let reference):
        "[\(text)](#\(reference.kind.rawValue)-\(reference.id))"
      case .citation(let key): "[\(escaped(text))](#ref-\(key))"
      default: escaped(text)
      }
    }
  }

  private func figure(_ figure: Figure) throws -> String {
    let number = numbering.number(of: CrossReference(kind: .figure, id: figure.id)) ?? 0
    let caption = try resolve(figure.caption, file: "figure \(figure.id)", line: 1)
    let path = "figures/\(figure.id)"
    return """
      <a id="figure-\(figure.id)"></a>

      ![\(alternative(figure.title))](\(path).svg)

      **Figure \(number).** \(caption) ([data](\(path).csv), [PNG](\(path).png))
      """
  }

  private func table(_ table: Table) throws -> String {
    let number = numbering.number(of: CrossReference(kind: .table, id: table.id)) ?? 0
    let caption = try resolve(table.caption, file: "table \(table.id)", line: 1)
    let title = try resolve(table.title, file: "table \(table.id)", line: 1)
    let header = row(table.columns.map { escaped($0.header) })
    let rule = row(table.columns.map { $0.alignment == .right ? "--:" : ":--" })
    let rows = try table.rows.map { row(try $0.map { try cell($0, of: table) }) }
    return """
      <a id="table-\(table.id)"></a>

      **Table \(number). \(title)**

      \(([header, rule] + rows).joined(separator: "\n"))

      \(caption) ([data](tables/\(table.id).csv))
      """
  }

  private func cell(_ cell: Table.Cell, of table: Table) throws -> String {
    if case .reference(let target) = cell {
      let text = try numbering.text(for: .crossReference(target), at: "table \(table.id)") ?? ""
      return numbering.number(of: target) == nil
        ? text : "[\(text)](#\(target.kind.rawValue)-\(target.id))"
    }
    return escaped(VerdictLook(cell)?.text ?? cell.shown)
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

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

  /// Text in place of a picture, where a comment would be read out.
  private func alternative(_ text: String) -> String {
    escaped(text).replacing(MarkdownText.emptyComment, with: "")
  }

  /// Backticks, more of them than stand together in the code.
  private static func fence(around code: String) -> String {
    let longest = code.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
}

extension String {
  /// Without empty lines at either end.
  fileprivate var trimmingNewlines: String {
    var text = Substring(self)
    while text.first == "\n" { text.removeFirst() }
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
