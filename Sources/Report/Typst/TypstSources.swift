import Core

/// The end of the document: which values rest on which rows, and where code is to be read.
struct TypstSources {
  private let document: Document
  private let numbering: Numbering

  init(_ document: Document, _ numbering: Numbering) {
    (self.document, self.numbering) = (document, numbering)
  }

  /// A table for each section whose prose names values.
  var text: String {
    get throws {
      let parts = try document.readingOrder.compactMap(part)
      guard !parts.isEmpty else { return "" }
      let words = """
        Each value in the text, with the rows of the data files that it rests on. `values.json` lists every \
        row, and `interleave why NAME` shows the way from a value to its file.
        """
      return (["= Where the values in the text come from <values>", words] + parts)
        .joined(separator: "\n\n")
    }
  }

  private func part(_ section: Section) throws -> String? {
    let entries = try SourceNote(on: section, numbering: numbering).entries
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
  static func codeNote(of section: Section) -> String? {
    let cells = section.blocks.compactMap { if case .source(let cell) = $0 { cell } else { nil } }
    guard let file = cells.first?.file else { return nil }
    let lines = cells.filter { $0.file == file }.map { "\($0.line)" }.joined(separator: ", ")
    let noun = cells.count == 1 ? "line" : "lines"
    return "#code-note[Code of this chapter: #raw(\(TypstText.string(file))), \(noun) \(lines).]"
  }
}
