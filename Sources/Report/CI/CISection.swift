import Core

/// A section as build services show it: without code, with long tables cut, and with pictures only
/// where there is an address to show them from.
struct CISection {
  /// More rows of a table are left to its CSV file.
  static let mostRows = 60
  /// Longer cells and captions are cut, bytes.
  static let longestCell = 400

  let prose: CIProse
  let numbering: Numbering
  /// The address of the report's folder, with a slash at its end.
  let pages: String?

  init(_ document: Document, pages: String?) throws {
    numbering = try Numbering(document)
    prose = CIProse(numbering: numbering)
    self.pages = pages
  }

  /// The section's blocks.
  func body(_ section: Section) -> String {
    section.blocks.map(block).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func block(_ block: Block) -> String {
    switch block {
    case .prose(let prose): self.prose.markdown(prose)
    case .figure(let figure): self.figure(figure)
    case .table(let table): self.table(table)
    case .source, .explorer: ""
    }
  }

  private func figure(_ figure: Figure) -> String {
    let caption = prose.words(CIText.cut(figure.caption, bytes: 2 * Self.longestCell))
    let name = numbering.name(of: figure.reference)
    guard let pages else {
      return "<strong>\(name).</strong> \(caption) (<code>figures/\(figure.id).svg</code>)"
    }
    let address = HTMLText.escaped("\(pages)figures/\(figure.id).png")
    let title = HTMLText.escaped(figure.title.replacing("\n", with: " "))
    return "<img src=\"\(address)\" alt=\"\(title)\">\n\n<strong>\(name).</strong> \(caption)"
  }

  private func table(_ table: Table) -> String {
    let title = prose.words(CIText.cut(table.title, bytes: Self.longestCell))
    let caption = prose.words(CIText.cut(table.caption, bytes: 2 * Self.longestCell))
    let rows = table.rows.prefix(Self.mostRows).map { $0.map(cell) }
    let more = table.rows.count - rows.count
    let rest =
      more == 0
      ? ""
      : "\n\n\(CIText.count(more, "more row is", "more rows are")) in "
        + "<code>tables/\(table.id).csv</code> of the artifact."
    return "<strong>\(numbering.name(of: table.reference)). \(title)</strong>\n\n"
      + MarkdownTable(
        headers: table.columns.map { MarkdownText.escaped(CIText.cut($0.header, bytes: 200)) },
        isRight: table.columns.map { $0.alignment == .right }, rows: Array(rows)
      ).markdown + "\n\n\(caption)\(rest)"
  }

  private func cell(_ cell: Table.Cell) -> String {
    if case .reference(let target) = cell {
      let mark = Inline.crossReference(target)
      return MarkdownText.escaped((try? numbering.text(for: mark, at: "")) ?? target.name)
    }
    let text = Verdict(cell)?.text ?? cell.shown
    return MarkdownText.escaped(CIText.cut(text, bytes: Self.longestCell))
  }
}

/// Prose as Markdown that stands on its own: marks become words, nothing stays open at its end, and
/// whatever words hold cannot begin a mark, a tag or a fence.
struct CIProse {
  let numbering: Numbering

  /// Invalid prose is shown as it was typed.
  func markdown(_ prose: Prose) -> String {
    guard let blocks = try? ProseParser.blocks(of: prose) else {
      return MarkdownText.escaped(prose.markdown)
    }
    return text(blocks)
  }

  /// The words of a title or caption, with its marks replaced.
  func words(_ template: String) -> String {
    guard let inlines = try? InlineMarks.split(template.replacing("\n", with: " "), at: "") else {
      return MarkdownText.escaped(template)
    }
    return inlines.map(inline).joined()
  }

  private func text(_ blocks: [ProseBlock]) -> String {
    blocks.map(block).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func block(_ block: ProseBlock) -> String {
    switch block {
    case .heading(let level, let inlines):
      String(repeating: "#", count: min(6, level + 2)) + " " + line(inlines)
    case .paragraph(let inlines): line(inlines)
    case .list(let isOrdered, let items): list(items, isOrdered: isOrdered)
    case .quote(let blocks): indented(text(blocks), first: "> ", rest: "> ")
    case .code(let code): CIText.preformatted(code)
    case .rule: "---"
    }
  }

  private func list(_ items: [[ProseBlock]], isOrdered: Bool) -> String {
    items.map { item in
      indented(text(item), first: isOrdered ? "1. " : "- ", rest: isOrdered ? "   " : "  ")
    }.joined(separator: "\n")
  }

  private func indented(_ text: String, first: String, rest: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0.offset == 0 ? first : rest) + $0.element }.joined(separator: "\n")
  }

  private func line(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

  /// Tags in place of Markdown's signs, which mean something or nothing by what stands beside them.
  private func inline(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): MarkdownText.escaped(text)
    case .emphasis(let inner): "<em>\(line(inner))</em>"
    case .strong(let inner): "<strong>\(line(inner))</strong>"
    case .code(let text): "<code>\(MarkdownText.escaped(text))</code>"
    case .link(let inner, let target): link(line(inner), to: target)
    case .formula(let formula): "<code>\(MarkdownText.escaped(formula.text))</code>"
    case .lineBreak: "<br>"
    case .value, .crossReference, .citation: mark(inline)
    }
  }

  private func link(_ words: String, to target: String) -> String {
    let isAddress = target.hasPrefix("https://") || target.hasPrefix("http://")
    return isAddress ? "<a href=\"\(HTMLText.escaped(target))\">\(words)</a>" : words
  }

  /// The words that a mark stands for; its name where it is not bound.
  private func mark(_ mark: Inline) -> String {
    if let text = try? numbering.text(for: mark, at: "") { return MarkdownText.escaped(text) }
    switch mark {
    case .value(let name), .citation(let name): return MarkdownText.escaped(name)
    case .crossReference(let target): return MarkdownText.escaped(target.name)
    default: return ""
    }
  }
}
