import Canvas
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

/// Running text as Typst's markup, with marks resolved and links in place.
struct TypstInline {
  let numbering: Numbering
  /// The names that links within the document may lead to.
  let names: Set<String>

  func markup(_ inlines: [Inline], at place: String) throws -> String {
    var previous: Character = " "
    return try markup(inlines, after: &previous, at: place)
  }

  /// A caption or title, which is a paragraph of prose.
  func caption(_ text: String, of owner: String) throws -> String {
    try ProseParser.caption(text, of: owner).map { try markup($0, at: owner) }
      .joined(separator: " ")
  }

  /// - Parameter previous: what stands before, which decides which way a quotation mark turns.
  private func markup(_ inlines: [Inline], after previous: inout Character, at place: String)
    throws -> String
  {
    var result = TypstMarkup()
    for (index, inline) in inlines.enumerated() {
      if case .text(var text) = inline {
        text = Quotes.turned(text, after: previous)
        previous = text.last ?? previous
        result.add(
          words: TypstText.markup(Self.tied(text, before: inlines.dropFirst(index + 1).first)))
      } else {
        try add(inline, to: &result, after: &previous, at: place)
      }
    }
    return result.text
  }

  private func add(
    _ inline: Inline, to result: inout TypstMarkup, after previous: inout Character,
    at place: String
  ) throws {
    switch inline {
    case .emphasis(let parts):
      result.add(code: "#emph[\(try markup(parts, after: &previous, at: place))]")
    case .strong(let parts):
      result.add(code: "#strong[\(try markup(parts, after: &previous, at: place))]")
    case .link(let parts, let address):
      let words = try markup(parts, after: &previous, at: place)
      try add(link: words, to: address, &result, at: place)
    case .lineBreak:
      previous = " "
      result.add(words: " \\\n")
    default:
      try add(mark: inline, to: &result, at: place)
      previous = "x"
    }
  }

  /// What is no running text: it ends in a letter or digit, for all that quotation marks care.
  private func add(mark inline: Inline, to result: inout TypstMarkup, at place: String) throws {
    switch inline {
    case .formula(let formula): result.add(code: formula.typst)
    case .code(let code):
      let text = try ProseResolver(numbering).resolve(code, file: place, line: 1)
      result.add(code: "#raw(\(TypstText.string(text)))")
    case .crossReference(let reference) where numbering.number(of: reference) != nil:
      result.add(code: Self.reference(reference))
    case .citation(let key):
      let words = try numbering.text(for: inline, at: place) ?? ""
      result.add(code: "#link(\(TypstText.label("ref-\(key)")))[\(TypstText.markup(words))]")
    default:
      result.add(words: TypstText.markup(try numbering.text(for: inline, at: place) ?? ""))
    }
  }

  /// `Figure 3`, as Typst counts.
  static func reference(_ reference: CrossReference) -> String {
    "#ref(\(TypstText.label("\(reference.kind.rawValue)-\(reference.id)")))"
  }

  /// A place in this document, or an address of the web. Paths of files mean nothing in a PDF.
  private func add(
    link words: String, to address: String, _ result: inout TypstMarkup, at place: String
  )
    throws
  {
    if address.hasPrefix("#") {
      let name = String(address.dropFirst())
      guard names.contains(name) else {
        throw Fault(
          "a link leads nowhere", at: place, expected: "the name of a section, figure or table",
          found: address)
      }
      result.add(code: "#link(\(TypstText.label(name)))[\(words)]")
    } else if address.contains("://") || address.hasPrefix("mailto:") {
      result.add(code: "#link(\(TypstText.string(address)))[\(words)]")
    } else {
      result.add(words: words)
    }
  }

  /// Keeps a citation on the line of the word before it.
  private static func tied(_ text: String, before next: Inline?) -> String {
    guard case .citation? = next, text.hasSuffix(" ") else { return text }
    return text.dropLast() + "\u{A0}"
  }
}
