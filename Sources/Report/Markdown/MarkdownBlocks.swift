import Core

/// The pieces of a document as GitHub-flavoured Markdown, for pages and notebooks.
struct MarkdownBlocks {
  let numbering: Numbering
  let links: any MarkdownLinks
  /// How many levels headings in prose go down.
  let depth: Int

  func prose(_ prose: Prose) throws -> String {
    let text = try resolve(prose.markdown, file: prose.file, line: prose.line)
    let marks = String(repeating: "#", count: depth)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#") ? marks + $0 : String($0) }
      .joined(separator: "\n")
      .trimmingNewlines
  }

  func resolve(_ template: String, file: String, line: Int) throws -> String {
    try ProseResolver(numbering).resolve(template, file: file, line: line) { mark, text in
      switch mark {
      case .crossReference(let reference): linked(text, to: reference)
      case .citation(let key):
        links.address(ofCitation: key).map { "[\(escaped(text))](\($0))" } ?? escaped(text)
      default: escaped(text)
      }
    }
  }

  private func linked(_ text: String, to reference: CrossReference) -> String {
    guard numbering.number(of: reference) != nil, let address = links.address(of: reference)
    else { return text }
    return "[\(text)](\(address))"
  }

  /// The words under a figure, with a link to its data.
  func caption(of figure: Figure) throws -> String {
    let caption = try resolve(figure.caption, file: "figure \(figure.id)", line: 1)
    let path = "\(links.folder)figures/\(figure.id)"
    return "**\(numbering.name(of: figure.reference)).** \(caption) ([data](\(path).csv))"
  }

  /// The words over a table.
  func heading(of table: Table) throws -> String {
    let title = try resolve(table.title, file: "table \(table.id)", line: 1)
    return "**\(numbering.name(of: table.reference)). \(title)**"
  }

  /// The rows of a table between bars.
  func rows(of table: Table) throws -> String {
    MarkdownTable(
      headers: table.columns.map { escaped($0.header) },
      isRight: table.columns.map { $0.alignment == .right },
      rows: try table.rows.map { try $0.map { try cell($0, of: table) } }
    ).markdown
  }

  /// The words under a table, with a link to its data.
  func caption(of table: Table) throws -> String {
    let caption = try resolve(table.caption, file: "table \(table.id)", line: 1)
    return "\(caption) ([data](\(links.folder)tables/\(table.id).csv))"
  }

  private func cell(_ cell: Table.Cell, of table: Table) throws -> String {
    if case .reference(let target) = cell {
      let text = try numbering.text(for: .crossReference(target), at: "table \(table.id)") ?? ""
      return linked(text, to: target)
    }
    return escaped(Verdict(cell)?.text ?? cell.shown)
  }

  /// An entry of the bibliography under its number in the whole report.
  func entry(_ reference: BibliographyEntry) -> String {
    let link = reference.url.map { " <\(Self.address($0))>" } ?? ""
    let number = numbering.citation(reference.key) ?? 0
    return "\\[\(number)\\] \(escaped(reference.text))\(link)"
  }

  /// An address that ends where its angle bracket does.
  private static func address(_ url: String) -> String {
    VisibleText.of(url).replacing("<", with: "%3C").replacing(">", with: "%3E")
      .replacing(" ", with: "%20")
  }

  /// Text in place of a picture, where a comment would be read out.
  func alternative(_ text: String) -> String {
    escaped(text).replacing(MarkdownText.emptyComment, with: "")
  }

  func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
}

/// A table of GitHub's Markdown. Headers and cells are Markdown already.
struct MarkdownTable {
  var headers: [String]
  var isRight: [Bool]
  var rows: [[String]]

  /// The lines of header and rule.
  var head: String { line(headers) + "\n" + line(isRight.map { $0 ? "--:" : ":--" }) }

  var lines: [String] { rows.map(line) }

  var markdown: String { ([head] + lines).joined(separator: "\n") }

  private func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
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

/// Where the links of a Markdown text lead. A page has everything in it; a notebook may hold a part
/// of the report only, and what it lacks gets no link.
protocol MarkdownLinks: Sendable {
  /// The address of a figure or table, `nil` where it is not in this text.
  func address(of reference: CrossReference) -> String?
  /// The address of a bibliography entry, `nil` where it is not in this text.
  func address(ofCitation key: String) -> String?
  /// The path from this text's folder to the report's, empty or ending in `/`.
  var folder: String { get }
}

/// The links of `report.md`, which has an anchor for everything.
struct PageLinks: MarkdownLinks {
  func address(of reference: CrossReference) -> String? {
    "#\(reference.kind.rawValue)-\(reference.id)"
  }
  func address(ofCitation key: String) -> String? { "#ref-\(key)" }
  let folder = ""
}
