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
