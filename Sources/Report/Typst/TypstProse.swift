import Core

/// Prose as Typst's markup: paragraphs, headings, lists, quotes and code.
struct TypstProse {
  let inline: TypstInline
  /// The level of the heading before, so that none is skipped, which readers of screens would miss.
  private(set) var level = 1

  /// Whether the contents list its headings; they come behind a summary.
  private let isListed: Bool

  init(inline: TypstInline, isListed: Bool = true) {
    (self.inline, self.isListed) = (inline, isListed)
  }

  /// The blocks of `prose`, with an empty line between two.
  /// - Parameter opensSummary: whether the first paragraph says what all others explain.
  /// - Throws: `Fault` with file and line for a mark that names nothing.
  mutating func markup(_ prose: Prose, opensSummary: Bool = false) throws -> String {
    // Once over the plain text, because that knows the line of each mark.
    _ = try ProseResolver(inline.numbering)
      .resolve(prose.markdown, file: prose.file, line: prose.line)
    let place = "\(prose.file):\(prose.line)"
    var parts: [String] = []
    for (index, block) in try ProseParser.blocks(of: prose).enumerated() {
      if opensSummary, index == 0, case .paragraph(let text) = block {
        parts.append("#lead[\(try inline.markup(text, at: place))]")
      } else {
        parts.append(try self.block(block, at: place))
      }
    }
    return parts.joined(separator: "\n\n")
  }

  private mutating func block(_ block: ProseBlock, at place: String) throws -> String {
    switch block {
    case .heading(let depth, let title):
      level = min(level + 1, depth <= 2 ? 2 : 3)
      let words = try inline.markup(title, at: place)
      return isListed
        ? "\(String(repeating: "=", count: level)) \(words)"
        : "#heading(level: \(level), outlined: false, bookmarked: true)[\(words)]"
    case .paragraph(let text): return try inline.markup(text, at: place)
    case .list(let isOrdered, let items): return try list(isOrdered, items, at: place)
    case .quote(let blocks): return "#quote(block: true)[\(try body(blocks, at: place))]"
    case .code(let code):
      let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
      return "#raw(block: true, \(TypstText.string(text)))"
    case .rule: return "#line(length: 72pt, stroke: 0.4pt + rule-color)"
    }
  }

  private mutating func list(_ isOrdered: Bool, _ items: [[ProseBlock]], at place: String) throws
    -> String
  {
    let name = isOrdered ? "enum" : "list"
    let bodies = try items.map { "  [\(try body($0, at: place))]" }
    return "#\(name)(\n\(bodies.joined(separator: ",\n")),\n)"
  }

  private mutating func body(_ blocks: [ProseBlock], at place: String) throws -> String {
    try blocks.map { try block($0, at: place) }.joined(separator: "\n\n")
  }
}
