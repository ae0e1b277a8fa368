import Canvas
import Core
import Foundation
import Plot

/// A document as Typst source: `report.typ`, which the template `interleave.typ` sets as a PDF, and from
/// which authors can take charts, tables and paragraphs into papers of their own.
public enum TypstWriter {
  /// The file's name in a report's folder.
  public static let sourceName = "report.typ"
  /// The template's name beside it.
  public static let templateName = "interleave.typ"

  /// The template; the same for all reports.
  public static var template: Data { Data(PackageResources.interleave_typ) }

  /// Where a figure's drawing lies, from `report.typ`: SVG whose text is text.
  static func picture(of figure: Figure) -> String { "figures/text/\(figure.id).svg" }

  /// The source; the same document always gives the same text.
  /// - Throws: `Fault` with file and line for a mark or link that names nothing.
  public static func render(_ document: Document) throws -> String {
    try TypstDocument(document).text()
  }
}

/// One rendering.
private struct TypstDocument {
  let document: Document
  let inline: TypstInline

  init(_ document: Document) throws {
    self.document = document
    let names =
      document.sections.map(\.id) + document.figures.map { "figure-\($0.id)" }
      + document.tables.map { "table-\($0.id)" } + document.references.map { "ref-\($0.key)" }
    inline = TypstInline(numbering: try Numbering(document), names: Set(names))
  }

  func text() throws -> String {
    var parts = [head]
    parts += try document.summaries.map(section)
    if !document.chapters.isEmpty { parts.append("#contents()") }
    parts += try document.chapters.map(section)
    parts += [references, try sources()]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var head: String {
    let keywords = ["reproducibility"] + document.sections.map(\.title)
    let date = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: document.date)
    return """
      #import "\(TypstWriter.templateName)": *

      #show: report.with(
        title: \(TypstText.string(Quotes.turned(document.title))),
        subtitle: \(TypstText.string(Quotes.turned(document.subtitle))),
        author: \(TypstText.string(document.author)),
        date: datetime(
          year: \(date.year ?? 1970), month: \(date.month ?? 1), day: \(date.day ?? 1),
          hour: \(date.hour ?? 0), minute: \(date.minute ?? 0), second: \(date.second ?? 0)),
        keywords: (\(keywords.map { TypstText.string($0) + "," }.joined(separator: " "))),
      )
      """
  }

  private func section(_ section: Section) throws -> String {
    var prose = TypstProse(inline: inline, isListed: section.role != .summary)
    let title = TypstText.markup(Quotes.turned(section.title))
    let label = TypstText.label(section.id)
    // The contents list what comes behind them.
    var parts =
      section.role == .summary
      ? ["#heading(level: 1, outlined: false, bookmarked: true)[\(title)] \(label)"]
      : ["= \(title) \(label)"]
    for (index, block) in section.blocks.enumerated() {
      let isSummary = section.role == .summary
      if let text = try self.block(block, &prose, isSummary, isFirst: index == 0) {
        parts.append(text)
      }
    }
    if let note = codeNote(of: section) { parts.append(note) }
    return (parts + ["#flush()"]).joined(separator: "\n\n")
  }

  private func block(
    _ block: Block, _ prose: inout TypstProse, _ isSummary: Bool, isFirst: Bool
  ) throws -> String? {
    switch block {
    case .prose(let text): return try prose.markup(text, opensSummary: isSummary && isFirst)
    case .figure(let figure): return try self.figure(figure, floats: !isSummary)
    case .table(let table):
      return try TypstTable(inline: inline, table: table).markup(floats: !isSummary)
    // What needs a reader's choices is in the page only; code has a note at the chapter's end.
    case .source, .explorer: return nil
    }
  }

  /// - Parameter floats: whether it may stand at the top or foot of a page; on the first, order matters more.
  private func figure(_ figure: Figure, floats: Bool) throws -> String {
    let caption = try inline.caption(figure.caption, of: "figure \(figure.id)")
    let size = [figure.scene.size.width, figure.scene.size.height].map {
      NumberText.exact(($0 * 100).rounded() / 100)
    }
    return """
      #chart(
        \(TypstText.string(TypstWriter.picture(of: figure))),
        alt: \(TypstText.string(figure.title)),
        width: \(size[0])pt, height: \(size[1])pt,\(floats ? "" : "\n  placement: none,")
        [\(caption)],
      ) \(TypstText.label("figure-\(figure.id)"))
      """
  }

  private var references: String {
    guard !document.references.isEmpty else { return "" }
    let entries = document.references.enumerated().map { index, reference in
      let url = reference.url.map { ", url: \(TypstText.string($0))" } ?? ""
      let text = TypstText.markup(Quotes.turned(reference.text))
      return "#reference(\(index + 1), [\(text)]\(url)) \(TypstText.label("ref-\(reference.key)"))"
    }
    return (["= References <references>"] + entries).joined(separator: "\n\n")
  }
}

// MARK: - Sources

extension TypstDocument {
  /// The last chapter: which values rest on which rows, one table for each section whose prose names
  /// values.
  private func sources() throws -> String {
    let parts = try document.readingOrder.compactMap(sources)
    guard !parts.isEmpty else { return "" }
    let words = """
      Each value in the text, with the rows of the data files that it rests on. `values.json` lists every \
      row, and `interleave why NAME` shows the way from a value to its file.
      """
    return (["= Where the values in the text come from <values>", words] + parts)
      .joined(separator: "\n\n")
  }

  private func sources(_ section: Section) throws -> String? {
    let entries = try SourceNote(on: section, numbering: inline.numbering).entries
    guard !entries.isEmpty else { return nil }
    let rows = entries.map { entry in
      let sources = entry.sources.entries.map { TypstText.breakable(TypstText.markup($0), over: 0) }
      return "  ([\(TypstText.markup(entry.values))], [\(sources.joined(separator: " \\ "))]),"
    }
    let title = TypstText.markup(section.title)
    return
      "#heading(level: 2, outlined: false)[\(title)]\n\n#number-sources(\n\(rows.joined(separator: "\n"))\n)"
  }

  /// Where the code of a section is, as one line below it.
  private func codeNote(of section: Section) -> String? {
    let cells = section.blocks.compactMap { if case .source(let cell) = $0 { cell } else { nil } }
    guard let file = cells.first?.file else { return nil }
    let lines = cells.filter { $0.file == file }.map { "\($0.line)" }.joined(separator: ", ")
    let noun = cells.count == 1 ? "line" : "lines"
    return "#code-note[Code of this chapter: #raw(\(TypstText.string(file))), \(noun) \(lines).]"
  }
}

/// A document as a PDF, set by Typst: A4 pages with contents, running heads, an outline and links, tagged
/// for readers of screens.
public enum PDFWriter {
  /// The bytes of the PDF. The same document gives the same bytes with the same version of Typst.
  /// - Throws: `Fault` with file and line for a mark or link that names nothing; for a Typst that is missing
  ///   or refuses the document.
  public static func render(_ document: Document, with typst: TypstCompiler) throws -> Data {
    let scratch = try ScratchFolder("typst")
    defer { scratch.remove() }
    let folder = scratch.url
    for file in try source(of: document) {
      try AtomicFile.write(file.data, to: folder.appendingPathComponent(file.path))
    }
    return try typst.compile(TypstWriter.sourceName, in: folder, date: document.date)
  }

  /// What Typst needs, as it is published: the source, the template, and drawings whose text is text.
  static func source(of document: Document) throws -> [ReportFile] {
    let text = try TypstWriter.render(document)
    return [
      ReportFile(path: TypstWriter.sourceName, text: text),
      ReportFile(path: TypstWriter.templateName, data: TypstWriter.template),
    ]
      + (try document.figures.map {
        ReportFile(
          path: TypstWriter.picture(of: $0), data: try SceneRenderer.textSVG($0.scene))
      })
  }
}
