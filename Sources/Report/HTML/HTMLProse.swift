import Canvas
import Core

/// Prose as HTML.
struct HTMLProse {
  let numbering: Numbering
  let prose: Prose

  private var inline: HTMLInline { HTMLInline(numbering: numbering) }
  private var place: String { "\(prose.file):\(prose.line)" }

  func text(_ headings: inout HTMLHeadings) throws -> String {
    // Once over the plain text, because that knows the line of each mark.
    _ = try ProseResolver(numbering).resolve(prose.markdown, file: prose.file, line: prose.line)
    var parts: [String] = []
    for block in try ProseParser.blocks(of: prose) {
      if case .heading(let level, let title) = block {
        parts.append(try heading(level, title, headings.add(level: level, title)))
      } else {
        parts.append(try text(block))
      }
    }
    return parts.joined(separator: "\n")
  }

  /// One level down, since the report's own title and sections take the first two.
  private func heading(_ level: Int, _ title: [Inline], _ name: String) throws -> String {
    let tag = "h\(min(6, max(3, level + 1)))"
    return "<\(tag) id=\"\(name)\">\(try inline.text(title, at: place))</\(tag)>"
  }

  private func text(_ block: ProseBlock) throws -> String {
    switch block {
    case .heading(_, let title):
      return "<p><strong>\(try inline.text(title, at: place))</strong></p>"
    case .paragraph(let text): return "<p>\(try inline.text(text, at: place))</p>"
    case .list(let isOrdered, let items):
      let tag = isOrdered ? "ol" : "ul"
      return "<\(tag)>\(try items.map(item).joined())</\(tag)>"
    case .quote(let blocks):
      return "<blockquote>\(try blocks.map(text).joined())</blockquote>"
    case .code(let code): return "<pre tabindex=\"0\"><code>\(HTMLText.escaped(code))</code></pre>"
    case .rule: return "<hr>"
    }
  }

  /// An item of one paragraph is not set apart from the next.
  private func item(_ blocks: [ProseBlock]) throws -> String {
    if case .paragraph(let text)? = blocks.first {
      let rest = try blocks.dropFirst().map(self.text).joined()
      return "<li>\(try inline.text(text, at: place))\(rest)</li>"
    }
    return "<li>\(try blocks.map(self.text).joined())</li>"
  }
}

/// Running text as HTML, with marks resolved: values lead to where they come from.
struct HTMLInline {
  let numbering: Numbering

  func text(_ inlines: [Inline], at place: String) throws -> String {
    var previous: Character = " "
    return try text(inlines, after: &previous, at: place)
  }

  /// - Parameter previous: what stands before, which decides which way a quotation mark turns.
  private func text(_ inlines: [Inline], after previous: inout Character, at place: String) throws
    -> String
  {
    var result = ""
    for inline in inlines { result += try text(inline, after: &previous, at: place) }
    return result
  }

  /// A caption or title, which is a paragraph of prose.
  func caption(_ text: String, of owner: String) throws -> String {
    try ProseParser.caption(text, of: owner).map { try self.text($0, at: owner) }
      .joined(separator: " ")
  }

  private func text(_ inline: Inline, after previous: inout Character, at place: String) throws
    -> String
  {
    let before = previous
    switch inline {
    case .text(let text):
      let turned = Quotes.turned(text, after: before)
      previous = turned.last ?? before
      return HTMLText.escaped(turned)
    case .emphasis(let parts):
      return "<em>\(try text(parts, after: &previous, at: place))</em>"
    case .strong(let parts):
      return "<strong>\(try text(parts, after: &previous, at: place))</strong>"
    case .link(let parts, let address):
      let words = try text(parts, after: &previous, at: place)
      return HTMLText.target(address).map { "<a href=\"\($0)\">\(words)</a>" } ?? words
    case .lineBreak: previous = " "
    default: previous = "x"
    }
    return try mark(inline, at: place)
  }

  /// What is no running text: it ends in a letter or digit, for all that quotation marks care.
  private func mark(_ inline: Inline, at place: String) throws -> String {
    switch inline {
    case .formula(let formula): return formula.mathML()
    case .lineBreak: return "<br>"
    case .code(let code):
      let resolved = try ProseResolver(numbering).resolve(code, file: place, line: 1)
      return "<code>\(HTMLText.escaped(resolved))</code>"
    case .text, .emphasis, .strong, .link: return ""
    case .value(let name): return try value(name, at: place)
    case .crossReference(let reference): return try self.reference(reference, at: place)
    case .citation(let key):
      let words = try numbering.text(for: inline, at: place) ?? ""
      return "<a href=\"#ref-\(key)\">\(HTMLText.escaped(words))</a>"
    }
  }

  private func value(_ name: String, at place: String) throws -> String {
    let words = try numbering.text(for: .value(name), at: place) ?? ""
    guard let value = numbering.value(name) else { return HTMLText.escaped(words) }
    let note = HTMLText.sources(value.sources) + (value.interval.map { " · \($0)" } ?? "")
    return
      "<a class=\"v\" href=\"#\(HTMLValues.anchor(value))\" title=\"\(HTMLText.escaped(note))\">"
      + "\(HTMLText.escaped(words))</a>"
  }

  func reference(_ reference: CrossReference, at place: String) throws -> String {
    let words = try numbering.text(for: .crossReference(reference), at: place) ?? ""
    guard numbering.number(of: reference) != nil else { return HTMLText.escaped(words) }
    return "<a href=\"#\(reference.kind.rawValue)-\(reference.id)\">"
      + "\(HTMLText.escaped(words).replacing(" ", with: "&nbsp;"))</a>"
  }
}
