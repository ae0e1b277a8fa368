import Core

/// A line of prose as HTML, with the same links as the Markdown around it.
struct InlineHTML {
  let blocks: MarkdownBlocks

  /// A template of one paragraph, such as a table's title.
  func render(_ template: String, at place: String) throws -> String {
    let parsed = try ProseParser.blocks(of: Prose(template, file: place, line: 1))
    return try parsed.map { block in
      if case .paragraph(let inlines) = block { return try render(inlines, at: place) }
      return XMLText.escaped(template)
    }.joined(separator: " ")
  }

  private func render(_ inlines: [Inline], at place: String) throws -> String {
    try inlines.map { try render($0, at: place) }.joined()
  }

  func render(_ inline: Inline, at place: String) throws -> String {
    switch inline {
    case .text(let text): return XMLText.escaped(text)
    case .emphasis(let parts): return "<em>\(try render(parts, at: place))</em>"
    case .strong(let parts): return "<strong>\(try render(parts, at: place))</strong>"
    case .code(let text): return "<code>\(XMLText.escaped(text))</code>"
    case .link(let parts, let target):
      return link(try render(parts, at: place), to: Self.isSafe(target) ? target : nil)
    // Readers of notebooks set what stands between dollars.
    case .formula(let formula): return "$\(XMLText.escaped(formula.source))$"
    case .lineBreak: return "<br>"
    case .value, .crossReference, .citation:
      let text = try blocks.numbering.text(for: inline, at: place) ?? ""
      return link(XMLText.escaped(text), to: address(of: inline))
    }
  }

  private func address(of mark: Inline) -> String? {
    switch mark {
    case .crossReference(let reference) where blocks.numbering.number(of: reference) != nil:
      blocks.links.address(of: reference)
    case .citation(let key): blocks.links.address(ofCitation: key)
    default: nil
    }
  }

  private func link(_ html: String, to address: String?) -> String {
    address.map { "<a href=\"\(XMLText.escaped($0))\">\(html)</a>" } ?? html
  }

  /// Places on the web or in this text; never scripts.
  private static func isSafe(_ target: String) -> Bool {
    ["https://", "http://", "#"].contains { target.lowercased().hasPrefix($0) }
  }
}
