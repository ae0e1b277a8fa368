import Canvas
import Core

/// A table as a call of the template.
struct TypstTable {
  let inline: TypstInline
  let table: Table

  private var owner: String { "table \(table.id)" }

  /// `#data-table(<table-id>, ...)`.
  /// - Parameter floats: whether a short table may stand at the top or foot of a page.
  func markup(floats: Bool = true) throws -> String {
    let rows = try table.rows.map { "  (\(try row($0)))," }
    return """
      #data-table(
        \(TypstText.label("table-\(table.id)")),
        title: [\(try inline.caption(table.title, of: owner))],
        note: \(try note()),
        columns: (\(table.columns.map { "\($0.alignment.rawValue)," }.joined(separator: " "))),
        shares: (\(shares.map { "\($0)," }.joined(separator: " "))),
        header: (\(table.columns.map { "[\(TypstText.markup(Quotes.turned($0.header)))]," }
          .joined(separator: " "))),
        floats: \(floats),
      \(rows.joined(separator: "\n"))
      )
      """
  }

  private func row(_ cells: [Table.Cell]) throws -> String {
    guard cells.count == table.columns.count else {
      throw Fault(
        "a row has the wrong number of cells", at: owner, expected: "\(table.columns.count)",
        found: "\(cells.count)")
    }
    return try cells.map { "\(try cell($0))," }.joined(separator: " ")
  }

  private func cell(_ cell: Table.Cell) throws -> String {
    switch cell {
    case .missing: return "missing"
    case .reference(let target):
      guard inline.numbering.number(of: target) != nil else {
        return try
          "[\(TypstText.markup(inline.numbering.text(for: .crossReference(target), at: owner) ?? ""))]"
      }
      return "box[\(TypstInline.reference(target))]"
    case .formula(let text) where !text.isEmpty: return "[\(MathFormula(plain: text).typst)]"
    case .number: return "box[\(TypstText.markup(cell.shown))]"
    // An interval stays on one line.
    case .quoted(let text, _) where text.count <= 18 && text.contains(where: \.isNumber):
      return "box[\(TypstText.markup(Quotes.turned(cell.shown)))]"
    case .text, .quoted, .formula:
      if let look = VerdictLook(cell) { return "verdict(\(TypstText.string(look.rawValue)))" }
      return
        "[\(TypstText.breakable(TypstText.markup(Quotes.turned(cell.shown)), over: Self.longestWord))]"
    }
  }

  /// What is in the table, and why cells are empty.
  private func note() throws -> String {
    let reasons = table.reasons
    let caption = try inline.caption(table.caption, of: owner)
    let legend = reasons.isEmpty ? "" : " –: \(TypstText.markup(reasons.joined(separator: "; ")))."
    return caption.isEmpty && legend.isEmpty ? "none" : "[\(caption)\(legend)]"
  }

  /// Longer words, such as paths, may be broken; in letters.
  private static let longestWord = 16
}

// MARK: - Sizes

extension TypstTable {
  /// The widths of columns in proportion, for tables that do not fit at their natural width: `auto` for
  /// columns of numbers and short words, a share for those that wrap.
  private var shares: [String] {
    table.columns.indices.map { index in
      let texts = table.rows.compactMap { $0.indices.contains(index) ? $0[index] : nil }
      let lengths = texts.map(\.shown.count)
      guard texts.contains(where: \.isWords), let longest = lengths.max(), longest > 18 else {
        return "auto"
      }
      let mean = Double(lengths.reduce(0, +)) / Double(max(1, lengths.count))
      let word = texts.flatMap { $0.shown.split(separator: " ") }.map(\.count).max() ?? 0
      let share = max(Double(min(word, Self.longestWord)) + 2, 2.4 * mean.squareRoot())
      return "\(NumberText.exact((share * 10).rounded() / 10))fr"
    }
  }
}

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
