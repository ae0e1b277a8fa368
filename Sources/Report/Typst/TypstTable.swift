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
      if let look = Verdict(cell) { return "verdict(\(TypstText.string(look.rawValue)))" }
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
