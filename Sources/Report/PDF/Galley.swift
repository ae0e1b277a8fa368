import Canvas
import Core

/// The document as one long column of boxes, before it is cut into pages.
struct Galley {
  private let document: Document
  private let numbering: Numbering
  private let inline: InlineSetter

  init(_ document: Document) throws {
    self.document = document
    numbering = try Numbering(document)
    let names =
      document.sections.map(\.id) + document.figures.map { "figure-\($0.id)" }
      + document.tables.map { "table-\($0.id)" } + document.references.map { "ref-\($0.key)" }
    inline = InlineSetter(numbering: numbering, anchors: Set(names))
  }

  func boxes() throws -> [Box] {
    let summary = try document.summaries.flatMap(section)
    let body = try document.chapters.flatMap(section) + references() + sources()
    let front = FrontMatter(document: document)
    var contents = try front.contents(of: body.flatMap(\.anchors))
    // Figures of a summary stand before the contents.
    if !summary.isEmpty && !contents.isEmpty { contents[0].startsSection = true }
    return Self.keepingHeadings(try front.titleBlock() + summary + contents + body)
  }

  private func section(_ section: Section) throws -> [Box] {
    var count = 0
    let nextHeading = {
      count += 1
      return "\(section.id)/\(count)"
    }
    let blocks = try section.blocks.enumerated().flatMap { index, block -> [Box] in
      switch block {
      case .prose(let prose):
        return try ProseSetter(
          inline: inline, prose: prose, nextHeading: nextHeading,
          opensSummary: index == 0 && section.role == .summary
        ).boxes()
      case .figure(let figure): return [try self.figure(figure)]
      case .table(let table): return try self.table(table)
      case .source, .explorer: return []
      }
    }
    var heading = try heading(section.title, name: section.id)
    // The title stands above; a chapter needs more room.
    if section.role == .summary { heading.above = 25 }
    return [heading] + blocks
  }

  private func heading(_ title: String, name: String) throws -> Box {
    let text = Typography.quoted(title)
    let anchor = Anchor(name: name, title: text, level: 1)
    var box = try Box.heading(
      [TextRun(text, PageStyle.heading)], leading: 18, above: 28, below: 7, anchor)
    box.startsSection = true
    return box
  }

  private func figure(_ figure: Figure) throws -> Box {
    let number = numbering.number(of: CrossReference(kind: .figure, id: figure.id)) ?? 0
    return try FigureSetter(inline: inline, figure: figure, number: number).box()
  }

  private func table(_ table: Table) throws -> [Box] {
    let number = numbering.number(of: CrossReference(kind: .table, id: table.id)) ?? 0
    return try TableSetter(inline: inline, table: table, number: number).boxes()
  }

  /// Headings stay with three lines of text, wherever figures between them go.
  static func keepingHeadings(_ boxes: [Box]) -> [Box] {
    var result = boxes
    var linesToKeep = 0
    for index in result.indices {
      switch result[index].kind {
      case .heading: linesToKeep = 3
      case .line: linesToKeep -= 1
      case .row: linesToKeep = 0
      case .float: break
      }
      let isLast = index + 1 == result.count || result[index + 1].startsSection
      if linesToKeep > 0 && !isLast { result[index].staysWithNext = true }
    }
    return result
  }
}

// MARK: - Back matter

extension Galley {
  private func references() throws -> [Box] {
    guard !document.references.isEmpty else { return [] }
    let entries = try document.references.enumerated().flatMap { index, reference in
      try entry(reference, number: index + 1)
    }
    return [try heading("References", name: "references")] + entries
  }

  private func entry(_ reference: Reference, number: Int) throws -> [Box] {
    let style = PageStyle.body
    var runs = Typography.quoted([TextRun(reference.text, style)])
    if let url = reference.url {
      runs += [
        TextRun(" ", style), TextRun(url, style.with(color: PageStyle.linkColor), link: url),
      ]
    }
    let indent = 24.0
    let layout = try TextLayout(
      runs, width: PageStyle.block.width - indent, leading: PageStyle.bodyLeading)
    let label = try TextLayout([TextRun("[\(number)]", style)], leading: PageStyle.bodyLeading)
    var lines = Box.lines(of: layout, x: indent, above: 3, below: 3, role: .bibliographyEntry)
    lines[0] = lines[0].preceded { canvas, place, _ in label.draw(on: canvas, at: place) }
    lines[0].anchors = [Anchor(name: "ref-\(reference.key)", title: reference.text)]
    return lines
  }

  /// The appendix with all code cells, in the order of the report.
  private func sources() throws -> [Box] {
    let cells = document.readingOrder.flatMap(\.blocks).compactMap { block in
      if case .source(let cell) = block { cell } else { nil }
    }
    guard !cells.isEmpty else { return [] }
    let heading = try heading("Source of the analyses", name: "source-of-the-analyses")
    return [heading] + (try cells.flatMap(SourceSetter.boxes))
  }
}
